import * as z from 'zod'
import { customAuth } from '../../src/piece/auth.ts'
import { checkbox, secretText, shortText } from '../../src/piece/fields.ts'
import { socketService } from '../../src/piece/socket-service.ts'
import { portField } from '../_sql/login.ts'
import { withMailServer } from './mail-server.ts'

/** The port of mail submission (RFC 6409). */
const PORT = 587

/** Any mail server, spoken to by `nodemailer`. */
export const smtp = socketService({
  name: 'smtp',
  displayName: 'SMTP',
  description: 'E-mails by a mail server of your own.',
  categories: ['COMMUNICATION'],
  auth: customAuth({
    label: 'Connection',
    fields: z.object({
      host: shortText({ label: 'Host', description: 'The public name of the mail server.' }),
      email: shortText({ label: 'User', description: 'Often the e-mail address.' }),
      password: secretText({ label: 'Password' }),
      port: portField(PORT),
      TLS: checkbox({
        label: 'TLS from the start',
        description: 'For port 465. On other ports the connection is encrypted where the server offers it.',
        defaultValue: false,
      }),
    }),
  }),
  validate: (login) => withMailServer(login, undefined, (server) => server.verify()),
})
