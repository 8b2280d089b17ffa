import * as z from 'zod'
import { customAuth } from '../../src/piece/auth.ts'
import { toBase64 } from '../../src/piece/base64.ts'
import { secretText, shortText } from '../../src/piece/fields.ts'
import { service } from '../../src/piece/service.ts'

/** WooCommerce's REST API of one shop. */
export const woocommerce = service({
  name: 'woocommerce',
  displayName: 'WooCommerce',
  description: 'Orders, customers, products and coupons of a WooCommerce shop.',
  categories: ['COMMERCE'],
  auth: [
    customAuth({
      label: 'Connection',
      description: 'WooCommerce › Settings › Advanced › REST API: add a key that may read and write.',
      fields: z.object({
        baseUrl: shortText({ label: 'Address of the shop', description: 'https://shop.example.com' }),
        consumerKey: secretText({ label: 'Consumer key', description: 'Starts with ck_.' }),
        consumerSecret: secretText({ label: 'Consumer secret', description: 'Starts with cs_.' }),
      }),
    }),
  ],
  baseUrl: ({ fields }) => `${fields.baseUrl.trim().replace(/\/+$/, '')}/wp-json/wc/v3`,
  authorize({ fields }) {
    const proof = toBase64(new TextEncoder().encode(`${fields.consumerKey}:${fields.consumerSecret}`))
    return { headers: { authorization: `Basic ${proof}` } }
  },
  validate: ({ http }) => http.get('/orders', { query: { per_page: 1 } }),
})
