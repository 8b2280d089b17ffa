import * as z from 'zod'
import { customAuth } from '../../src/piece/auth.ts'
import { number, secretText, shortText } from '../../src/piece/fields.ts'
import { service } from '../../src/piece/service.ts'
import { failure, login } from './rpc.ts'

/** Odoo's external API, as JSON-RPC. The credentials stand in every request's body, not in a header. */
export const odoo = service({
  name: 'odoo',
  displayName: 'Odoo',
  description: 'Contacts, leads and any other records of an Odoo database.',
  categories: ['SALES_AND_CRM'],
  auth: [
    customAuth({
      label: 'Database',
      fields: z.object({
        base_url: shortText({ label: 'Address', description: 'Such as https://mycompany.odoo.com' }),
        database: shortText({ label: 'Database', description: 'Such as mycompany.' }),
        username: shortText({
          label: 'User',
          description: 'What you log in with, usually an e-mail address.',
        }),
        api_key: secretText({
          label: 'API key',
          description: 'My profile › Account security › New API key.',
        }),
        port: number({ label: 'Port', description: 'Where it is not the usual one.', required: false }),
      }),
    }),
  ],
  baseUrl({ fields: { base_url, port } }) {
    const url = URL.parse(base_url)
    if (!url || port === undefined) return base_url
    url.port = String(port)
    return url.href
  },
  authorize: () => ({}),
  failure,
  validate: (context) => login(context),
})
