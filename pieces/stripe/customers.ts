import * as z from 'zod'
import { longText, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { write } from './form.ts'
import { customer, metadata } from './inputs.ts'
import { stripe } from './service.ts'

const details = {
  description: longText({ label: 'Note', description: 'Only you see it.', required: false }),
  phone: shortText({ label: 'Phone', required: false }),
  line1: shortText({ label: 'Street', required: false }),
  postal_code: shortText({ label: 'Postal code', required: false }),
  city: shortText({ label: 'City', required: false }),
  state: shortText({ label: 'State', required: false }),
  country: shortText({ label: 'Country', description: 'Two letters: ES', required: false }),
  metadata: metadata(),
}

type Details = z.output<z.ZodObject<typeof details>> & {
  email?: string | undefined
  name?: string | undefined
}

function bodyOf({ line1, postal_code, city, state, country, ...rest }: Details) {
  return { ...rest, address: { line1, postal_code, city, state, country } }
}

/** Adds a customer. */
export const createCustomer = stripe.action({
  name: 'create_customer',
  displayName: 'Create a customer',
  description: 'Adds a customer. Stripe allows several with the same e-mail address: search first.',
  input: z.object({
    email: shortText({ label: 'E-mail' }),
    name: shortText({ label: 'Name' }),
    ...details,
  }),
  idempotent: true,
  run: ({ input, ...context }) => write(context, '/customers', bodyOf(input)),
})

/** Changes a customer. */
export const updateCustomer = stripe.action({
  name: 'update_customer',
  displayName: 'Change a customer',
  description: 'Changes what is filled in and leaves the rest.',
  input: z.object({
    customer: customer(),
    email: shortText({ label: 'E-mail', required: false }),
    name: shortText({ label: 'Name', required: false }),
    ...details,
  }),
  idempotent: true,
  run: ({ input: { customer, ...rest }, ...context }) =>
    write(context, at`/customers/${customer}`, bodyOf(rest)),
})

/** Reads a customer. */
export const retrieveCustomer = stripe.action({
  name: 'retrieve_customer',
  displayName: 'Get a customer',
  description: 'Reads one customer by id.',
  input: z.object({ id: shortText({ label: 'Customer', description: 'Its id starts with cus_.' }) }),
  idempotent: true,
  run: ({ input: { id }, http }) => http.get(at`/customers/${id}`),
})

/** Looks for customers by e-mail. */
export const searchCustomer = stripe.action({
  name: 'search_customer',
  displayName: 'Find customers',
  description: 'Finds customers by e-mail. A new customer is found about a minute later.',
  input: z.object({ email: shortText({ label: 'E-mail' }) }),
  idempotent: true,
  run: ({ input: { email }, http }) =>
    http.get('/customers/search', { query: { query: `email:'${quoted(email)}'` } }),
})

/** Text inside quotes of Stripe's search language. */
const quoted = (text: string) => text.replaceAll(/[\\']/g, '\\$&')
