import * as z from 'zod'
import { customAuth } from '../../src/piece/auth.ts'
import { secretText, shortText } from '../../src/piece/fields.ts'
import { service } from '../../src/piece/service.ts'

/** ActiveCampaign's API, version 3, at the account's own address. */
export const activeCampaign = service({
  name: 'activecampaign',
  displayName: 'ActiveCampaign',
  description: 'Contacts, lists, tags, automations and deals of an ActiveCampaign account.',
  categories: ['MARKETING', 'SALES_AND_CRM'],
  auth: [
    customAuth({
      label: 'Account',
      description: 'Both stand in Settings › Developer.',
      fields: z.object({
        apiUrl: shortText({ label: 'API URL', description: 'Such as https://acme.api-us1.com' }),
        apiKey: secretText({ label: 'API key' }),
      }),
    }),
  ],
  baseUrl: ({ fields }) => `${fields.apiUrl.replace(/\/$/, '')}/api/3`,
  authorize: ({ fields }) => ({ headers: { 'api-token': fields.apiKey } }),
  validate: ({ http }) => http.get('/lists', { query: { limit: 1 } }),
})
