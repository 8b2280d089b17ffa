import * as z from 'zod'
import { customAuth, secretText } from '../../src/piece/auth.ts'
import { choice, secretText as secretField } from '../../src/piece/fields.ts'
import { service } from '../../src/piece/service.ts'

const HOSTS = { US: 'https://api.sendgrid.com/v3', EU: 'https://api.eu.sendgrid.com/v3' } as const

/** SendGrid's Web API v3. */
export const sendgrid = service({
  name: 'sendgrid',
  displayName: 'SendGrid',
  description: 'E-mails, templates and marketing contacts of a Twilio SendGrid account.',
  categories: ['COMMUNICATION', 'MARKETING'],
  auth: [
    secretText({ label: 'API key', description: 'Starts with SG. Settings › API Keys.' }),
    customAuth({
      label: 'API key and region',
      fields: z.object({
        apiKey: secretField({ label: 'API key' }),
        dataResidency: choice({
          label: 'Region',
          defaultValue: 'US',
          choices: [
            { value: 'US', label: 'Global' },
            { value: 'EU', label: 'European Union' },
          ],
        }),
      }),
    }),
  ],
  baseUrl: (auth) => HOSTS[auth.type === 'CUSTOM_AUTH' ? auth.fields.dataResidency : 'US'],
  authorize: (auth) => ({
    headers: { authorization: `Bearer ${auth.type === 'CUSTOM_AUTH' ? auth.fields.apiKey : auth.secret}` },
  }),
  validate: ({ http }) => http.get('/templates', { query: { generations: 'dynamic', page_size: 1 } }),
})
