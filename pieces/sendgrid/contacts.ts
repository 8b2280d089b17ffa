import * as z from 'zod'
import { isCoded } from '../../src/errors.ts'
import { dropdowns, list, object, shortText } from '../../src/piece/fields.ts'
import type { ServiceHttp } from '../../src/piece/service-http.ts'
import { sendgrid } from './service.ts'

/** Lists asked for: SendGrid's largest page. */
const MOST_LISTS = 1000

const Lists = z.object({ result: z.array(z.looseObject({ id: z.string(), name: z.string() })) })

const listsOf = async (http: ServiceHttp) =>
  (await http.get('/marketing/lists', { query: { page_size: MOST_LISTS }, answer: Lists })).result

/** Puts somebody into the contacts. */
export const createOrUpdateContact = sendgrid.action({
  name: 'create_or_update_contact',
  displayName: 'Add or change a contact',
  description: 'Adds a marketing contact, or changes the one with this address. It takes SendGrid a moment.',
  input: z.object({
    email: shortText({ label: 'E-mail' }),
    first_name: shortText({ label: 'First name', required: false }),
    last_name: shortText({ label: 'Last name', required: false }),
    list_ids: dropdowns({
      label: 'Lists',
      required: false,
      options: async ({ http }) => (await listsOf(http)).map(({ id, name }) => ({ value: id, label: name })),
    }),
    custom_fields: object({
      label: 'More fields',
      description: 'Such as city. Fields of your own stand by their ids in an object "custom_fields".',
      required: false,
    }),
  }),
  idempotent: true,
  run({ input: { email, first_name, last_name, list_ids, custom_fields }, http }) {
    const contact = { email, first_name, last_name, ...custom_fields }
    const lists = list_ids?.length ? { list_ids } : {}
    return http.put('/marketing/contacts', { json: { ...lists, contacts: [contact] } })
  },
})

/** Finds contacts. */
export const findContacts = sendgrid.action({
  name: 'find_contacts_by_email',
  displayName: 'Find contacts',
  description: 'Finds marketing contacts by their addresses.',
  input: z.object({ emails: list({ label: 'E-mails' }) }),
  idempotent: true,
  async run({ input, http }) {
    const json = { emails: input.emails.map(String) }
    return http.post('/marketing/contacts/search/emails', { json }).catch((error: unknown) => {
      // SendGrid's way to say that it knows none of them.
      if (isCoded(error) && error.code === 'RESOURCE_NOT_FOUND') return { result: {} }
      throw error
    })
  },
})

/** Finds a list. */
export const findList = sendgrid.action({
  name: 'find_list_by_name',
  displayName: 'Find a list',
  description: 'Finds the marketing lists of a name.',
  input: z.object({ name: shortText({ label: 'Name' }) }),
  idempotent: true,
  async run({ input: { name }, http }) {
    const same = (each: string) => each.trim().toLowerCase() === name.trim().toLowerCase()
    const lists = (await listsOf(http)).filter((each) => same(each.name))
    return { found: lists.length > 0, lists }
  },
})

/** Makes a list. */
export const createList = sendgrid.action({
  name: 'create_list',
  displayName: 'Create a list',
  description: 'Makes a list to put marketing contacts into.',
  input: z.object({ name: shortText({ label: 'Name' }) }),
  idempotent: false,
  run: ({ input, http }) => http.post('/marketing/lists', { json: input }),
})
