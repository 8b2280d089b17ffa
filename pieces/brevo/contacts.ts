import * as z from 'zod'
import { checkbox, number, object, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { identifier, kindOf, list, lists } from './inputs.ts'
import { brevo } from './service.ts'

/** Brevo's most lists in a page. */
const MAX_PAGE = 50

const details = {
  firstName: shortText({ label: 'First name', required: false }),
  lastName: shortText({ label: 'Last name', required: false }),
  phone: shortText({ label: 'Mobile', description: 'As +34600111222.', required: false }),
  attributes: object({ label: 'Other attributes', description: 'By name, such as PLAN.', required: false }),
  emailBlacklisted: checkbox({ label: 'Gets no e-mails', required: false }),
  listIds: lists({ label: 'Lists', required: false }),
}

type Details = z.output<z.ZodObject<typeof details>>

function detailsOf({ firstName, lastName, phone, attributes, emailBlacklisted, listIds }: Details) {
  const merged = {
    ...attributes,
    ...(firstName && { FIRSTNAME: firstName }),
    ...(lastName && { LASTNAME: lastName }),
    ...(phone && { SMS: phone }),
  }
  return {
    ...(Object.keys(merged).length > 0 && { attributes: merged }),
    emailBlacklisted,
    listIds: listIds?.map(Number),
  }
}

/** Makes or changes a contact. */
export const createContact = brevo.action({
  name: 'create_contact',
  displayName: 'Create or change a contact',
  description: 'Makes a contact, or changes the one with the e-mail.',
  input: z.object({ email: shortText({ label: 'E-mail' }), ...details }),
  idempotent: true,
  run: ({ input: { email, ...rest }, http }) =>
    http.post('/contacts', { json: { email, updateEnabled: true, ...detailsOf(rest) } }),
})

/** Changes a contact. */
export const updateContact = brevo.action({
  name: 'update_contact',
  displayName: 'Change a contact',
  description: 'Changes what is given of a contact; the rest stays.',
  input: z.object({ identifier: identifier(), ...details }),
  idempotent: true,
  async run({ input: { identifier, ...rest }, http }) {
    const query = { identifierType: kindOf(identifier) }
    await http.put(at`/contacts/${identifier}`, { query, json: detailsOf(rest) })
    return { success: true, identifier }
  },
})

/** Reads a contact. */
export const getContact = brevo.action({
  name: 'get_contact',
  displayName: 'Get a contact',
  description: 'Reads one contact with its attributes and lists.',
  input: z.object({ identifier: identifier() }),
  idempotent: true,
  run: ({ input: { identifier }, http }) =>
    http.get(at`/contacts/${identifier}`, { query: { identifierType: kindOf(identifier) } }),
})

/** Deletes a contact. */
export const deleteContact = brevo.action({
  name: 'delete_contact',
  displayName: 'Delete a contact',
  description: 'Deletes a contact for good.',
  input: z.object({ identifier: identifier() }),
  idempotent: false,
  async run({ input: { identifier }, http }) {
    await http.delete(at`/contacts/${identifier}`, { query: { identifierType: kindOf(identifier) } })
    return { success: true, identifier }
  },
})

/** Lists the lists. */
export const listLists = brevo.action({
  name: 'list_contact_lists',
  displayName: 'List the lists',
  description: 'Lists of contacts, the newest first.',
  input: z.object({ limit: number({ label: 'At most', defaultValue: 10, min: 1, max: MAX_PAGE }) }),
  idempotent: true,
  run: ({ input, http }) => http.get('/contacts/lists', { query: { limit: input.limit, sort: 'desc' } }),
})

/** Puts a contact on a list. */
export const addToList = brevo.action({
  name: 'add_contact_to_list',
  displayName: 'Add a contact to a list',
  description: 'Puts a contact that exists on a list.',
  input: z.object({ list_id: list(), email: shortText({ label: 'E-mail' }) }),
  idempotent: true,
  run: ({ input: { list_id, email }, http }) =>
    http.post(at`/contacts/lists/${list_id}/contacts/add`, { json: { emails: [email] } }),
})
