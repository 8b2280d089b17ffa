import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { checkbox, choice, dateTime, longText, object, shortText } from '../../src/piece/fields.ts'
import { at, type ServiceHttp } from '../../src/piece/service-http.ts'
import { contact, tag } from './inputs.ts'
import { intercom } from './service.ts'

const Found = z.object({ data: z.array(z.looseObject({ id: z.string() })) })

/** What is looked for in a search of Intercom's. */
export interface Condition {
  field: string
  operator: string
  value: string | number
}

/** A search in which all conditions hold. */
export const all = (value: readonly Condition[]) => ({ query: { operator: 'AND', value } })

/** The first contact for which all conditions hold. */
async function findContact(http: ServiceHttp, conditions: readonly Condition[]) {
  const json = { ...all(conditions), pagination: { per_page: 1 } }
  return (await http.post('/contacts/search', { json, answer: Found })).data[0]
}

const is = (field: string, value: string): Condition => ({ field, operator: '=', value })

/** Epoch seconds of a text. @throws CodedError INPUT_INVALID that names `field` */
export function secondsOf(text: string, field: string): number {
  const time = Date.parse(text)
  if (!Number.isNaN(time)) return Math.floor(time / 1000)
  throw new CodedError('INPUT_INVALID', `"${field}" is "${text}", which is no date and time.`)
}

/** Makes or changes a user. */
export const createOrUpdateUser = intercom.action({
  name: 'create-or-update-user',
  displayName: 'Create or change a user',
  description: 'Changes the user with an e-mail, who is made where there is none.',
  input: z.object({
    email: shortText({ label: 'E-mail' }),
    name: shortText({ label: 'Name', required: false }),
    userId: shortText({ label: 'User id', description: 'Of your own system.', required: false }),
    phone: shortText({ label: 'Phone', description: 'As +34600111222.', required: false }),
    createdAt: dateTime({ label: 'Signed up', required: false }),
    customAttributes: object({ label: 'Custom attributes', required: false }),
  }),
  idempotent: true,
  async run({ input: { email, name, userId, phone, createdAt, customAttributes }, http }) {
    const json = {
      name,
      external_id: userId,
      phone,
      signed_up_at: createdAt ? secondsOf(createdAt, 'createdAt') : undefined,
      custom_attributes: customAttributes,
    }
    const known = await findContact(http, [is('email', email), is('role', 'user')])
    return known
      ? http.put(at`/contacts/${known.id}`, { json })
      : http.post('/contacts', { json: { role: 'user', email, ...json } })
  },
})

/** Finds a user. */
export const findUser = intercom.action({
  name: 'find-user',
  displayName: 'Find a user',
  description: 'The user with an e-mail, a phone number or an id.',
  input: z.object({
    searchField: choice({
      label: 'Search by',
      choices: [
        { value: 'email', label: 'E-mail' },
        { value: 'phone', label: 'Phone' },
        { value: 'id', label: 'Id' },
        { value: 'external_id', label: 'User id of your own system' },
      ],
    }),
    searchValue: shortText({ label: 'Value' }),
  }),
  idempotent: true,
  async run({ input: { searchField, searchValue }, http }) {
    const user = await findContact(http, [is(searchField, searchValue), is('role', 'user')])
    return { found: user !== undefined, user: user ?? {} }
  },
})

/** Notes on a contact. */
export const addNoteToUser = intercom.action({
  name: 'add-note-to-user',
  displayName: 'Add a note to a contact',
  description: 'Writes a note that only the team sees.',
  input: z.object({ email: shortText({ label: 'E-mail' }), body: longText({ label: 'Note' }) }),
  idempotent: false,
  async run({ input: { email, body }, http }) {
    const found = await findContact(http, [is('email', email)])
    if (!found) throw new CodedError('RESOURCE_NOT_FOUND', '"email" is the e-mail of no contact in Intercom.')
    return http.post(at`/contacts/${found.id}/notes`, { json: { body } })
  },
})

/** Tags a contact. */
export const tagContact = intercom.action({
  name: 'add-or-remove-tag-on-contact',
  displayName: 'Tag a contact',
  description: 'Puts a tag on a contact, or takes it off.',
  input: z.object({
    contactId: contact(),
    tagId: tag(),
    untag: checkbox({ label: 'Take it off', defaultValue: false }),
  }),
  idempotent: true,
  run: ({ input: { contactId, tagId, untag }, http }) =>
    untag
      ? http.delete(at`/contacts/${contactId}/tags/${tagId}`)
      : http.post(at`/contacts/${contactId}/tags`, { json: { id: tagId } }),
})
