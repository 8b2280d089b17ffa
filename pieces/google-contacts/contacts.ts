import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { choices, number, shortText } from '../../src/piece/fields.ts'
import { listItems } from '../_google/pages.ts'
import { details, PERSON_FIELDS, Person, pathOf, personOf, readPerson, resourceName } from './person.ts'
import { contacts } from './service.ts'

/** Adds a contact. */
export const addContact = contacts.action({
  name: 'add_contact',
  displayName: 'Create a contact',
  description: 'Adds a person to the contacts.',
  input: z.object({ firstName: shortText({ label: 'First name' }), ...details }),
  output: Person,
  idempotent: false,
  run: ({ input, http }) =>
    http.post('/people:createContact', { query: { personFields: PERSON_FIELDS }, json: personOf(input) }),
})

/** Changes a contact. */
export const updateContact = contacts.action({
  name: 'update_contact',
  displayName: 'Change a contact',
  description: 'Puts what is filled in in the place of a contact’s names, e-mails, phone numbers or company.',
  input: z.object({
    resourceName: resourceName(),
    etag: shortText({
      label: 'Version',
      description: 'Its etag: refuses the change where the contact has changed since.',
      required: false,
    }),
    updatePersonFields: choices({
      label: 'Change only',
      description: 'All that is filled in where empty. What is chosen here and not filled in is emptied.',
      required: false,
      choices: [
        { value: 'names', label: 'Name' },
        { value: 'emailAddresses', label: 'E-mail' },
        { value: 'phoneNumbers', label: 'Phone number' },
        { value: 'organizations', label: 'Job and company' },
      ],
    }),
    firstName: shortText({ label: 'First name', required: false }),
    ...details,
  }),
  output: Person,
  idempotent: true,
  async run({ input, http }) {
    const person = personOf(input)
    const chosen = input.updatePersonFields?.length ? input.updatePersonFields : Object.keys(person)
    if (chosen.length === 0) {
      throw new CodedError('INPUT_INVALID', 'Nothing is filled in. Fill in at least one field.')
    }
    // The API changes nothing without the version that is changed.
    const etag = input.etag ?? (await readPerson(http, input.resourceName)).etag
    return http.patch(`${pathOf(input.resourceName)}:updateContact`, {
      query: { updatePersonFields: chosen.join(','), personFields: PERSON_FIELDS },
      json: { etag, ...person },
    })
  },
})

/** Fields a search can give. */
const READABLE = [
  'addresses',
  'biographies',
  'birthdays',
  'emailAddresses',
  'events',
  'externalIds',
  'genders',
  'imClients',
  'locations',
  'memberships',
  'metadata',
  'names',
  'nicknames',
  'occupations',
  'organizations',
  'phoneNumbers',
  'photos',
  'relations',
  'urls',
  'userDefined',
]

/** Finds contacts. */
export const searchContacts = contacts.action({
  name: 'search_contact',
  displayName: 'Find contacts',
  description: 'Contacts whose name, e-mail, phone number or company begins with a text.',
  input: z.object({
    query: shortText({ label: 'Text' }),
    readMask: choices({
      label: 'Tell',
      defaultValue: ['names', 'emailAddresses', 'phoneNumbers', 'organizations'],
      choices: READABLE.map((value) => ({ value, label: value })),
    }),
    pageSize: number({ label: 'At most', defaultValue: 10, min: 1, max: 30 }),
  }),
  output: z.object({ results: z.array(z.looseObject({ person: Person })) }),
  idempotent: true,
  async run({ input, http }) {
    // Google looks through a copy, which only an empty search brings up to date:
    // https://developers.google.com/people/v1/contacts#search_the_users_contacts
    await http.get('/people:searchContacts?query=', { query: { readMask: 'names' } })
    const { results } = await http.get('/people:searchContacts', {
      query: { query: input.query, readMask: input.readMask.join(','), pageSize: input.pageSize },
      answer: z.object({ results: z.array(z.looseObject({ person: Person })).default([]) }),
    })
    return { results }
  },
})

/** Reads a contact. */
export const getContact = contacts.action({
  name: 'get_contact',
  displayName: 'Get a contact',
  description: 'Reads one contact.',
  input: z.object({ resourceName: resourceName() }),
  output: Person,
  idempotent: true,
  run: ({ input, http }) => readPerson(http, input.resourceName),
})

/** Most contacts in one page. */
const MAX_PAGE = 1000

/** Lists contacts. */
export const listContacts = contacts.action({
  name: 'list_contacts',
  displayName: 'List contacts',
  description: 'The contacts of the account, those changed last first.',
  input: z.object({ maxResults: number({ label: 'At most', defaultValue: 200, min: 1, max: 10_000 }) }),
  idempotent: true,
  async run({ input, http }) {
    const found = await listItems(http, '/people/me/connections', {
      in: 'connections',
      item: Person,
      query: {
        personFields: PERSON_FIELDS,
        sortOrder: 'LAST_MODIFIED_DESCENDING',
        pageSize: Math.min(input.maxResults, MAX_PAGE),
      },
      limit: input.maxResults,
    })
    return { contacts: found, count: found.length }
  },
})

/** Deletes a contact. */
export const deleteContact = contacts.action({
  name: 'delete_contact',
  displayName: 'Delete a contact',
  description: 'Deletes a contact for good.',
  input: z.object({ resourceName: resourceName() }),
  idempotent: false,
  async run({ input, http }) {
    await http.delete(`${pathOf(input.resourceName)}:deleteContact`)
    return { deleted: true, resourceName: input.resourceName }
  },
})
