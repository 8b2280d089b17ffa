import * as z from 'zod'
import type { CodedError } from '../../src/errors.ts'
import { isObject, type Json } from '../../src/json.ts'
import { oauth2 } from '../../src/piece/auth.ts'
import { choice } from '../../src/piece/fields.ts'
import { service } from '../../src/piece/service.ts'
import { errorOfStatus } from '../../src/piece/service-errors.ts'

/** Where the API of each data centre is, by where its accounts are. */
const DOMAINS = {
  'zoho.com': 'https://www.zohoapis.com',
  'zoho.eu': 'https://www.zohoapis.eu',
  'zoho.in': 'https://www.zohoapis.in',
  'zoho.com.au': 'https://www.zohoapis.com.au',
  'zoho.jp': 'https://www.zohoapis.jp',
  'zoho.sa': 'https://www.zohoapis.sa',
  'zohocloud.ca': 'https://www.zohoapis.ca',
}

/** Zoho CRM's API, version 8, in the data centre the account is in. */
export const zohoCrm = service({
  name: 'zoho-crm',
  displayName: 'Zoho CRM',
  description: 'Leads, contacts, deals and any other records of Zoho CRM.',
  categories: ['SALES_AND_CRM'],
  auth: [
    oauth2({
      authUrl: 'https://accounts.{location}/oauth/v2/auth',
      tokenUrl: 'https://accounts.{location}/oauth/v2/token',
      scopes: [
        'ZohoCRM.users.READ',
        'ZohoCRM.org.READ',
        'ZohoCRM.settings.ALL',
        'ZohoCRM.modules.ALL',
        'ZohoCRM.notifications.ALL',
      ],
      scopeSeparator: ',',
      pkce: false,
      extra: { access_type: 'offline', prompt: 'consent' },
      fields: z.object({
        location: choice({
          label: 'Data centre',
          description: 'The end of the address you log in at.',
          choices: [
            { value: 'zoho.eu', label: 'zoho.eu (Europe)' },
            { value: 'zoho.com', label: 'zoho.com (United States)' },
            { value: 'zoho.in', label: 'zoho.in (India)' },
            { value: 'zoho.com.au', label: 'zoho.com.au (Australia)' },
            { value: 'zoho.jp', label: 'zoho.jp (Japan)' },
            { value: 'zoho.sa', label: 'zoho.sa (Saudi Arabia)' },
            { value: 'zohocloud.ca', label: 'zohocloud.ca (Canada)' },
          ],
        }),
      }),
    }),
  ],
  baseUrl: ({ fields }) => `${DOMAINS[fields.location]}/crm/v8`,
  authorize: ({ accessToken }) => ({ headers: { authorization: `Zoho-oauthtoken ${accessToken}` } }),
  failure,
  errorMessage: (body) => (isObject(body) ? said(body) : undefined),
  validate: ({ http }) => http.get('/users', { query: { type: 'CurrentUser' } }),
})

/** What Zoho says, and of which field. */
function said({ message, details }: { [key: string]: Json }): string | undefined {
  if (typeof message !== 'string') return undefined
  const field = isObject(details ?? null) ? (details as { api_name?: Json }).api_name : undefined
  return field ? `${message} (${String(field)})` : message
}

/** What is wrong with a record that was sent stands beside it in an answer with a good status. */
function failure(body: Json): CodedError | undefined {
  if (!isObject(body)) return undefined
  const list = body.data ?? body.tags
  const first = Array.isArray(list) ? list[0] : undefined
  if (!isObject(first ?? null)) return undefined
  const outcome = first as { [key: string]: Json }
  if (outcome.status !== 'error' || typeof outcome.code !== 'string') return undefined
  const status = outcome.code === 'DUPLICATE_DATA' ? 409 : 400
  return errorOfStatus({ displayName: 'Zoho CRM' }, status, said(outcome) ?? outcome.code)
}
