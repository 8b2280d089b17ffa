import * as z from 'zod'
import { secretText, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { customer } from './inputs.ts'
import { woocommerce } from './service.ts'

const details = {
  first_name: shortText({ label: 'First name', required: false }),
  last_name: shortText({ label: 'Last name', required: false }),
  street_address: shortText({ label: 'Street', required: false }),
  city: shortText({ label: 'City', required: false }),
  state: shortText({ label: 'State', required: false }),
  postcode: shortText({ label: 'Postal code', required: false }),
  country: shortText({ label: 'Country', description: 'Two letters: ES', required: false }),
  phone: shortText({ label: 'Phone', required: false }),
}

type Details = z.output<z.ZodObject<typeof details>> & { email?: string | undefined }

function bodyOf({ street_address: address_1, phone, email, first_name, last_name, ...place }: Details) {
  const address = { first_name, last_name, address_1, ...place }
  return { email, first_name, last_name, billing: { ...address, email, phone }, shipping: address }
}

/** Adds a customer. */
export const createCustomer = woocommerce.action({
  name: 'Create Customer',
  displayName: 'Create a customer',
  description: 'Adds an account. There is one for each e-mail address.',
  input: z.object({
    email: shortText({ label: 'E-mail' }),
    ...details,
    username: shortText({ label: 'User name', description: 'Made of the e-mail if empty.', required: false }),
    password: secretText({ label: 'Password', description: 'Made up if empty.', required: false }),
  }),
  idempotent: false,
  run: ({ input: { username, password, ...rest }, http }) =>
    http.post('/customers', { json: { ...bodyOf(rest), username, password } }),
})

/** Changes a customer. */
export const updateCustomer = woocommerce.action({
  name: 'update_customer',
  displayName: 'Change a customer',
  description: 'Changes what is filled in and leaves the rest.',
  input: z.object({
    id: customer(),
    email: shortText({ label: 'E-mail', required: false }),
    ...details,
  }),
  idempotent: true,
  run: ({ input: { id, ...rest }, http }) => http.put(at`/customers/${id}`, { json: bodyOf(rest) }),
})

/** Looks for a customer. */
export const findCustomer = woocommerce.action({
  name: 'Find Customer',
  displayName: 'Find a customer',
  description: 'Finds the account of an e-mail address, as a list of one or none.',
  input: z.object({ email: shortText({ label: 'E-mail' }) }),
  idempotent: true,
  run: ({ input: { email }, http }) => http.get('/customers', { query: { email, role: 'all' } }),
})
