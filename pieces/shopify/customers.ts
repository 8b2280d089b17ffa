import * as z from 'zod'
import { checkbox, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { customer, inside, limit, tags } from './inputs.ts'
import { shopify } from './service.ts'

const details = {
  email: shortText({ label: 'E-mail', required: false }),
  verifiedEmail: checkbox({ label: 'The e-mail address was checked', defaultValue: true }),
  sendEmailInvite: checkbox({ label: 'Invite by e-mail to an account', defaultValue: false }),
  firstName: shortText({ label: 'First name', required: false }),
  lastName: shortText({ label: 'Last name', required: false }),
  phoneNumber: shortText({ label: 'Phone', description: 'Such as +34600000000.', required: false }),
  tags: tags(),
  acceptsMarketing: checkbox({ label: 'Wants to hear of offers', required: false }),
}

type Details = z.output<z.ZodObject<typeof details>>

function bodyOf(input: Details, refused: string) {
  const { acceptsMarketing } = input
  const state = acceptsMarketing ? 'subscribed' : refused
  return {
    customer: {
      email: input.email,
      verified_email: input.verifiedEmail,
      send_email_invite: input.sendEmailInvite || undefined,
      first_name: input.firstName,
      last_name: input.lastName,
      phone: input.phoneNumber,
      tags: input.tags,
      // Left out, nobody is signed off by a change of something else.
      email_marketing_consent:
        acceptsMarketing === undefined ? undefined : { state, opt_in_level: 'unknown' },
    },
  }
}

/** Adds a customer. */
export const createCustomer = shopify.action({
  name: 'create_customer',
  displayName: 'Create a customer',
  description: 'Adds a customer. Shopify allows one for each e-mail address and phone.',
  input: z.object(details),
  idempotent: false,
  run: ({ input, http }) =>
    inside('customer', http.post('/customers.json', { json: bodyOf(input, 'not_subscribed') })),
})

/** Changes a customer. */
export const updateCustomer = shopify.action({
  name: 'update_customer',
  displayName: 'Change a customer',
  description: 'Changes what is filled in and leaves the rest.',
  input: z.object({ customerId: customer(), ...details }),
  idempotent: true,
  run: ({ input: { customerId, ...rest }, http }) =>
    inside('customer', http.put(at`/customers/${customerId}.json`, { json: bodyOf(rest, 'unsubscribed') })),
})

/** Reads a customer. */
export const getCustomer = shopify.action({
  name: 'get_customer',
  displayName: 'Get a customer',
  description: 'Reads one customer.',
  input: z.object({ customerId: customer() }),
  idempotent: true,
  run: ({ input, http }) => inside('customer', http.get(at`/customers/${input.customerId}.json`)),
})

/** Reads customers. */
export const getCustomers = shopify.action({
  name: 'get_customers',
  displayName: 'List customers',
  description: 'The customers of the shop.',
  input: z.object({ limit: limit() }),
  idempotent: true,
  run: ({ input: { limit }, http }) => inside('customers', http.get('/customers.json', { query: { limit } })),
})

/** Looks for customers. */
export const findCustomers = shopify.action({
  name: 'find_customers',
  displayName: 'Find customers',
  description: 'Finds customers by e-mail, phone, name or tag.',
  input: z.object({
    query: shortText({ label: 'Query', description: 'Such as email:ana@example.com or phone:+34600000000' }),
    limit: limit(),
  }),
  idempotent: true,
  run: ({ input: { query, limit }, http }) =>
    inside('customers', http.get('/customers/search.json', { query: { query, limit } })),
})

/** Reads what a customer ordered. */
export const getCustomerOrders = shopify.action({
  name: 'get_customer_orders',
  displayName: "List a customer's orders",
  description: 'What a customer ordered, closed and canceled orders too.',
  input: z.object({ customerId: customer() }),
  idempotent: true,
  run: ({ input: { customerId }, http }) =>
    inside('orders', http.get(at`/customers/${customerId}/orders.json`, { query: { status: 'any' } })),
})
