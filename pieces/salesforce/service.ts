import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { oauth2 } from '../../src/piece/auth.ts'
import { shortText } from '../../src/piece/fields.ts'
import { service } from '../../src/piece/service.ts'

/** The version of Salesforce's REST API, as the start of a path. */
export const API = '/services/data/v62.0'

/** Salesforce's REST API, at the address that comes with the token. */
export const salesforce = service({
  name: 'salesforce',
  displayName: 'Salesforce',
  description: 'Leads, contacts, cases and any other records of a Salesforce org.',
  categories: ['SALES_AND_CRM'],
  auth: [
    oauth2({
      authUrl: 'https://{environment}/services/oauth2/authorize',
      tokenUrl: 'https://{environment}/services/oauth2/token',
      scopes: ['refresh_token', 'api'],
      fields: z.object({
        environment: shortText({
          label: 'Domain',
          description: 'test.salesforce.com for a sandbox, or your own: acme.my.salesforce.com',
          defaultValue: 'login.salesforce.com',
        }),
      }),
    }),
  ],
  baseUrl: ({ data }) => {
    if (typeof data.instance_url === 'string') return data.instance_url
    throw new CodedError(
      'CONNECTION_INVALID',
      'The Salesforce connection knows no "instance_url". Reconnect.',
    )
  },
  authorize: ({ accessToken }) => ({ headers: { authorization: `Bearer ${accessToken}` } }),
  validate: ({ http }) => http.get(`${API}/limits`),
})
