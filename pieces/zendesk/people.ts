import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { choice, list, longText, object, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { organization } from './inputs.ts'
import { zendesk } from './service.ts'

/** Makes a user. */
export const createUser = zendesk.action({
  name: 'create-user',
  displayName: 'Create a user',
  description: 'Makes an end user, agent or admin.',
  input: z.object({
    name: shortText({ label: 'Name' }),
    email: shortText({ label: 'E-mail', required: false }),
    role: choice({
      label: 'Role',
      required: false,
      choices: [
        { value: 'end-user', label: 'End user' },
        { value: 'agent', label: 'Agent' },
        { value: 'admin', label: 'Admin' },
      ],
    }),
    organization_id: organization(),
    phone: shortText({ label: 'Phone', required: false }),
    details: longText({ label: 'Details', required: false }),
    notes: longText({ label: 'Notes', required: false }),
    external_id: shortText({ label: 'External id', description: 'Of your own system.', required: false }),
    tags: list({ label: 'Tags', required: false }),
    user_fields: object({ label: 'Custom fields', description: 'By key.', required: false }),
  }),
  idempotent: false,
  run: ({ input: { organization_id, ...user }, http }) =>
    http.post('/users', {
      json: { user: { ...user, ...(organization_id && { organization_id: Number(organization_id) }) } },
    }),
})

const Users = z.object({ users: z.array(z.unknown()) })
const User = z.object({ user: z.unknown() })

/** Finds a user. */
export const findUser = zendesk.action({
  name: 'find-user',
  displayName: 'Find a user',
  description: 'The user with an id, an e-mail, or a phone number.',
  input: z.object({
    search_type: choice({
      label: 'Search by',
      choices: [
        { value: 'user_id', label: 'Id' },
        { value: 'email', label: 'E-mail' },
        { value: 'phone', label: 'Phone' },
      ],
    }),
    user_id: shortText({ label: 'Id', showWhen: { field: 'search_type', is: ['user_id'] } }),
    email: shortText({ label: 'E-mail', showWhen: { field: 'search_type', is: ['email'] } }),
    phone: shortText({
      label: 'Phone',
      description: 'As +34600111222.',
      showWhen: { field: 'search_type', is: ['phone'] },
    }),
  }),
  idempotent: true,
  async run({ input: { search_type, ...input }, http }) {
    const value = input[search_type]?.trim()
    if (!value) throw new CodedError('INPUT_INVALID', `"${search_type}" is empty: say whom to find.`)
    if (search_type === 'user_id') {
      const { user } = await http.get(at`/users/${value}`, { answer: User })
      return { user, users: [user], found_count: 1 }
    }
    const query = { query: `${search_type}:${value}` }
    const { users } = await http.get('/users/search', { query, answer: Users })
    return { user: users[0] ?? null, users, found_count: users.length }
  },
})

/** Makes an organisation. */
export const createOrganization = zendesk.action({
  name: 'create-organization',
  displayName: 'Create an organisation',
  description: 'Makes an organisation. Names are unique.',
  input: z.object({
    name: shortText({ label: 'Name' }),
    details: longText({ label: 'Details', required: false }),
    notes: longText({ label: 'Notes', required: false }),
    external_id: shortText({ label: 'External id', description: 'Of your own system.', required: false }),
    domain_names: list({ label: 'Domains', description: 'Such as acme.com.', required: false }),
    tags: list({ label: 'Tags', required: false }),
    organization_fields: object({ label: 'Custom fields', description: 'By key.', required: false }),
  }),
  idempotent: false,
  run: ({ input, http }) => http.post('/organizations', { json: { organization: input } }),
})

const Organizations = z.object({ organizations: z.array(z.unknown()) })

/** Finds organisations. */
export const findOrganization = zendesk.action({
  name: 'find-organization',
  displayName: 'Find organisations',
  description: 'Organisations whose name begins so, or the one with an external id.',
  input: z.object({
    search_type: choice({
      label: 'Search by',
      defaultValue: 'name',
      choices: [
        { value: 'name', label: 'Name' },
        { value: 'external_id', label: 'External id' },
      ],
    }),
    name: shortText({ label: 'Name', showWhen: { field: 'search_type', is: ['name'] } }),
    external_id: shortText({ label: 'External id', showWhen: { field: 'search_type', is: ['external_id'] } }),
  }),
  idempotent: true,
  async run({ input: { search_type, ...input }, http }) {
    const value = input[search_type]
    if (!value) throw new CodedError('INPUT_INVALID', `"${search_type}" is empty: say what to find.`)
    const path = search_type === 'name' ? '/organizations/autocomplete' : '/organizations/search'
    const { organizations } = await http.get(path, { query: { [search_type]: value }, answer: Organizations })
    return { organizations, found_count: organizations.length }
  },
})
