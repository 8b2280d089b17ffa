import { secretText } from '../../src/piece/auth.ts'
import { service } from '../../src/piece/service.ts'

/** Resend's API. */
export const resend = service({
  name: 'resend',
  displayName: 'Resend',
  description: 'E-mails, contacts and domains of a Resend account.',
  categories: ['COMMUNICATION', 'MARKETING'],
  auth: [secretText({ label: 'API key', description: 'Starts with re_. resend.com › API Keys.' })],
  baseUrl: 'https://api.resend.com',
  authorize: ({ secret }) => ({ headers: { authorization: `Bearer ${secret}` } }),
  async validate({ http }) {
    await http.get('/domains').catch((error: unknown) => {
      // A key that may only send is refused everywhere else, but in other words than a wrong one.
      if (!(error instanceof Error) || !/only send emails/i.test(error.message)) throw error
    })
  },
})
