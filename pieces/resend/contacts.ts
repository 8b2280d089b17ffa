import * as z from 'zod'
import { checkbox, dropdown, number, object, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { resend } from './service.ts'

const Named = z.object({ data: z.array(z.looseObject({ id: z.string(), name: z.string() })) })

/** Something of the account that has a name. */
const named = (label: string, path: string) =>
  dropdown({
    label,
    required: false,
    async options({ http }) {
      const { data } = await http.get(path, { answer: Named })
      return data.map(({ id, name }) => ({ value: id, label: name }))
    },
  })

const contactId = () => shortText({ label: 'Contact', description: 'Its id or e-mail address.' })

/** Puts somebody into the contacts. */
export const createContact = resend.action({
  name: 'create_contact',
  displayName: 'Create contact',
  description: 'Adds a contact, to an audience if you like.',
  input: z.object({
    audience_id: named('Audience', '/audiences'),
    email: shortText({ label: 'E-mail' }),
    first_name: shortText({ label: 'First name', required: false }),
    last_name: shortText({ label: 'Last name', required: false }),
    unsubscribed: checkbox({ label: 'Gets no broadcasts', defaultValue: false }),
    properties: object({
      label: 'Properties',
      description: 'Of your own, by their keys.',
      required: false,
    }),
  }),
  idempotent: false,
  run: ({ input, http }) => http.post('/contacts', { json: input }),
})

/** Changes a contact. */
export const updateContact = resend.action({
  name: 'update_contact',
  displayName: 'Change a contact',
  description: 'Changes the name of a contact, its properties, or whether it gets broadcasts.',
  input: z.object({
    contact_id: contactId(),
    first_name: shortText({ label: 'First name', required: false }),
    last_name: shortText({ label: 'Last name', required: false }),
    unsubscribed: checkbox({
      label: 'Gets no broadcasts',
      description: 'As it was where left out.',
      required: false,
    }),
    properties: object({
      label: 'Properties',
      description: 'Of your own, by their keys.',
      required: false,
    }),
  }),
  idempotent: true,
  run: ({ input: { contact_id, ...contact }, http }) =>
    http.patch(at`/contacts/${contact_id}`, { json: contact }),
})

/** Reads a contact. */
export const getContact = resend.action({
  name: 'get_contact',
  displayName: 'Get a contact',
  description: 'Reads a contact by its id or address.',
  input: z.object({ contact_id: contactId() }),
  idempotent: true,
  run: ({ input, http }) => http.get(at`/contacts/${input.contact_id}`),
})

/** Removes a contact. */
export const deleteContact = resend.action({
  name: 'delete_contact',
  displayName: 'Delete a contact',
  description: 'Removes a contact from the account.',
  input: z.object({ contact_id: contactId() }),
  idempotent: false,
  run: ({ input, http }) => http.delete(at`/contacts/${input.contact_id}`),
})

const limit = () => number({ label: 'At most', defaultValue: 50, min: 1, max: 100 })

const Listed = z.object({ data: z.array(z.unknown()) })

/** Reads contacts. */
export const listContacts = resend.action({
  name: 'list_contacts',
  displayName: 'List contacts',
  description: 'The contacts of the account, or of one segment.',
  input: z.object({ segment_id: named('Only of this segment', '/segments'), limit: limit() }),
  idempotent: true,
  run: async ({ input, http }) => (await http.get('/contacts', { query: input, answer: Listed })).data,
})

/** Reads domains. */
export const listDomains = resend.action({
  name: 'list_domains',
  displayName: 'List domains',
  description: 'The domains of the account, and whether they are verified.',
  input: z.object({ limit: limit() }),
  idempotent: true,
  run: async ({ input, http }) => (await http.get('/domains', { query: input, answer: Listed })).data,
})
