import * as z from 'zod'
import { isObject } from '../../src/json.ts'
import { customAuth } from '../../src/piece/auth.ts'
import { secretText, shortText } from '../../src/piece/fields.ts'
import { basicAuth } from '../../src/piece/http-client.ts'
import { service } from '../../src/piece/service.ts'

/** Freshdesk's API v2, at an address of each customer's. */
export const freshdesk = service({
  name: 'freshdesk',
  displayName: 'Freshdesk',
  description: 'Tickets, conversations and contacts of Freshdesk.',
  categories: ['CUSTOMER_SUPPORT'],
  auth: [
    customAuth({
      label: 'API key',
      description: 'Profile settings › View API key.',
      fields: z.object({
        base_url: shortText({ label: 'Address', description: 'https://acme.freshdesk.com' }),
        access_token: secretText({ label: 'API key' }),
      }),
    }),
  ],
  baseUrl: ({ fields }) => `https://${hostOf(fields.base_url)}/api/v2`,
  // The password may be anything where the user is a key: https://developers.freshdesk.com/api/#authentication
  authorize: ({ fields }) => ({ headers: { authorization: basicAuth(fields.access_token, 'X') } }),
  errorMessage(body) {
    if (!isObject(body) || !Array.isArray(body.errors)) return undefined
    const errors = (body.errors as unknown[])
      .filter(isObject)
      .map(({ field, message }) => `${field}: ${message}`)
    return `${body.description ?? 'Not valid'} (${errors.join('; ')})`
  },
  validate: ({ http }) => http.get('/agents/me'),
})

/** A host, a whole address or a subdomain alone is understood. */
function hostOf(text: string): string {
  const host = text
    .trim()
    .replace(/^https?:\/\//, '')
    .replace(/\/.*$/, '')
  return host.includes('.') ? host : `${host}.freshdesk.com`
}
