import { secretText } from '../../src/piece/auth.ts'
import { service } from '../../src/piece/service.ts'

/** The version whose fields this piece knows: without it Stripe takes the account's, which may be any. */
export const API_VERSION = '2022-11-15'

/** Stripe's REST API. */
export const stripe = service({
  name: 'stripe',
  displayName: 'Stripe',
  description: 'Customers, payments, invoices and subscriptions of a Stripe account.',
  categories: ['COMMERCE', 'PAYMENT_PROCESSING'],
  auth: [
    secretText({
      label: 'Secret key',
      description: 'Developers › API keys. A restricted key that may write what you use will do.',
    }),
  ],
  baseUrl: 'https://api.stripe.com/v1',
  headers: { 'stripe-version': API_VERSION },
  authorize: ({ secret }) => ({ headers: { authorization: `Bearer ${secret}` } }),
  validate: ({ http }) => http.get('/customers', { query: { limit: 1 } }),
})
