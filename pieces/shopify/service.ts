import * as z from 'zod'
import { customAuth } from '../../src/piece/auth.ts'
import { secretText, shortText } from '../../src/piece/fields.ts'
import { service } from '../../src/piece/service.ts'

const API_VERSION = '2025-07'

/** Shopify's Admin API of one shop, with the token of an app made in the shop's own settings. */
export const shopify = service({
  name: 'shopify',
  displayName: 'Shopify',
  description: 'Orders, customers and products of a Shopify shop.',
  categories: ['COMMERCE'],
  auth: [
    customAuth({
      label: 'Connection',
      description: 'Settings › Apps › Develop apps: make one, give it scopes and install it.',
      fields: z.object({
        shopName: shortText({ label: 'Shop', description: 'acme of acme.myshopify.com' }),
        adminToken: secretText({ label: 'Admin API access token', description: 'Starts with shpat_.' }),
        apiSecret: secretText({
          label: 'API secret key',
          description: 'Triggers need it: Shopify signs with it.',
          required: false,
        }),
      }),
    }),
  ],
  baseUrl: ({ fields }) => `https://${shopOf(fields.shopName)}.myshopify.com/admin/api/${API_VERSION}`,
  authorize: ({ fields }) => ({ headers: { 'x-shopify-access-token': fields.adminToken } }),
  // `{"errors": {"email": ["is invalid"]}}`, or a text.
  errorMessage: (body) => {
    const { errors } = Errors.parse(body)
    if (typeof errors !== 'object' || errors === null) return undefined
    return Object.entries(errors)
      .map(([field, what]) => `${field} ${[what].flat().join(', ')}`)
      .join('; ')
  },
  validate: ({ http }) => http.get('/shop.json', { query: { fields: 'id' } }),
})

const Errors = z.object({ errors: z.unknown() }).catch({ errors: undefined })

/** The name alone, where somebody gave the whole address. */
function shopOf(name: string): string {
  return name
    .trim()
    .replace(/^https?:\/\//, '')
    .replace(/\.myshopify\.com.*$/, '')
}
