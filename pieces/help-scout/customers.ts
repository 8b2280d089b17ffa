import * as z from 'zod'
import { longText, shortText } from '../../src/piece/fields.ts'
import { make, quoted } from './conversations.ts'
import { helpScout } from './service.ts'

/** Makes a customer. */
export const createCustomer = helpScout.action({
  name: 'create_customer',
  displayName: 'Create a customer',
  description: 'Makes a customer with an e-mail.',
  input: z.object({
    email: shortText({ label: 'E-mail' }),
    firstName: shortText({ label: 'First name', required: false }),
    lastName: shortText({ label: 'Last name', required: false }),
    phone: shortText({ label: 'Phone', required: false }),
    jobTitle: shortText({ label: 'Job', required: false }),
    organization: shortText({ label: 'Organisation', required: false }),
    location: shortText({ label: 'Place', required: false }),
    background: longText({ label: 'Notes', required: false }),
  }),
  idempotent: false,
  run: ({ input: { email, phone, ...rest }, http }) =>
    make(http, '/customers', {
      ...rest,
      emails: [{ type: 'work', value: email }],
      ...(phone && { phones: [{ type: 'work', value: phone }] }),
    }),
})

const Customers = z.object({
  _embedded: z.object({ customers: z.array(z.unknown()) }).default({ customers: [] }),
})

/** Finds a customer. */
export const findCustomer = helpScout.action({
  name: 'find_customer',
  displayName: 'Find a customer',
  description: 'The first customer with an e-mail or a name.',
  input: z.object({
    email: shortText({ label: 'E-mail', required: false }),
    firstName: shortText({ label: 'First name', required: false }),
    lastName: shortText({ label: 'Last name', required: false }),
    query: shortText({ label: 'Query of your own', description: 'Such as phone:"600".', required: false }),
  }),
  idempotent: true,
  async run({ input: { email, firstName, lastName, query }, http }) {
    const terms = [email && `email:${quoted(email)}`, query].filter(Boolean)
    const asked = { firstName, lastName, query: terms.length > 0 ? `(${terms.join(' AND ')})` : undefined }
    const { customers } = (await http.get('/customers', { query: asked, answer: Customers }))._embedded
    return { found: customers.length > 0, data: customers[0] ?? {} }
  },
})

const Users = z.object({ _embedded: z.object({ users: z.array(z.unknown()) }).default({ users: [] }) })

/** Finds somebody of the team. */
export const findUser = helpScout.action({
  name: 'find_user',
  displayName: 'Find a user',
  description: 'The member of the team with an e-mail.',
  input: z.object({ email: shortText({ label: 'E-mail' }) }),
  idempotent: true,
  async run({ input, http }) {
    const { users } = (await http.get('/users', { query: { email: input.email }, answer: Users }))._embedded
    return { found: users.length > 0, data: users[0] ?? {} }
  },
})
