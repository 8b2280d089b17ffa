import * as z from 'zod'
import { choice, longText, number, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { automation, contact, contactCustomFields, fieldValues, mailingList, tag } from './inputs.ts'
import { activeCampaign } from './service.ts'

const optionalText = (label: string) => shortText({ label, required: false })

const contactFields = {
  firstName: optionalText('First name'),
  lastName: optionalText('Last name'),
  phone: optionalText('Phone'),
  contactCustomFields: contactCustomFields(),
}
const newContact = z.object({ email: shortText({ label: 'E-mail' }), ...contactFields })

interface ContactInput {
  email?: string | undefined
  firstName?: string | undefined
  lastName?: string | undefined
  phone?: string | undefined
  contactCustomFields?: Record<string, unknown> | undefined
}

const contactJson = ({ contactCustomFields, email, firstName, lastName, phone }: ContactInput) => ({
  contact: { email, firstName, lastName, phone, fieldValues: fieldValues(contactCustomFields) },
})

const createContact = activeCampaign.action({
  name: 'activecampaign_create_contact',
  displayName: 'Create a contact',
  description: 'Makes a contact; one with the same e-mail address is an error.',
  input: newContact,
  idempotent: false,
  run: ({ input, http }) => http.post('/contacts', { json: contactJson(input) }),
})

const syncContact = activeCampaign.action({
  name: 'activecampaign_create_or_update_contact',
  displayName: 'Create or change a contact',
  description: 'Changes the contact with this e-mail address, or makes it where there is none.',
  input: newContact,
  idempotent: true,
  run: ({ input, http }) => http.post('/contact/sync', { json: contactJson(input) }),
})

const updateContact = activeCampaign.action({
  name: 'activecampaign_update_contact',
  displayName: 'Change a contact',
  description: 'Changes a contact. What is left empty stays as it is.',
  input: z.object({ contactId: contact(), email: optionalText('E-mail'), ...contactFields }),
  idempotent: true,
  run: ({ input, http }) => http.put(at`/contacts/${input.contactId}`, { json: contactJson(input) }),
})

const getContact = activeCampaign.action({
  name: 'activecampaign_get_contact',
  displayName: 'Get a contact',
  description: 'Reads a contact with what belongs to it.',
  input: z.object({ contactId: contact() }),
  idempotent: true,
  run: ({ input, http }) => http.get(at`/contacts/${input.contactId}`),
})

const MAX_FOUND = 100

const findContact = activeCampaign.action({
  name: 'activecampaign_find_contact',
  displayName: 'Find contacts',
  description: 'The contacts that fit; none is no error.',
  input: z.object({
    email: optionalText('E-mail'),
    phone: optionalText('Phone'),
    search: optionalText('Words, in names and e-mail'),
    limit: number({ label: 'At most', defaultValue: 20, min: 1, max: MAX_FOUND }),
  }),
  idempotent: true,
  run: ({ input, http }) => http.get('/contacts', { query: input }),
})

const addTag = activeCampaign.action({
  name: 'activecampaign_add_tag_to_contact',
  displayName: 'Add a tag to a contact',
  description: 'Adds a tag to a contact.',
  input: z.object({ contactId: contact(), tagId: tag() }),
  idempotent: true,
  run: ({ input, http }) =>
    http.post('/contactTags', {
      json: { contactTag: { contact: Number(input.contactId), tag: Number(input.tagId) } },
    }),
})

const ContactTags = z.object({ contactTags: z.array(z.object({ id: z.string(), tag: z.string() })) })

const removeTag = activeCampaign.action({
  name: 'activecampaign_remove_tag_from_contact',
  displayName: 'Remove a tag from a contact',
  description: 'Takes a tag off a contact; one it does not have is no error.',
  input: z.object({ contactId: contact(), tagId: tag() }),
  idempotent: true,
  async run({ input, http }) {
    const { contactTags } = await http.get(at`/contacts/${input.contactId}/contactTags`, {
      answer: ContactTags,
    })
    const found = contactTags.find((each) => each.tag === input.tagId)
    if (found) await http.delete(at`/contactTags/${found.id}`)
    return { removed: found !== undefined }
  },
})

const subscribe = activeCampaign.action({
  name: 'activecampaign_subscribe_or_unsubscribe_contact_from_list',
  displayName: 'Put a contact on a list or off it',
  description: 'Subscribes a contact to a list, or unsubscribes it.',
  input: z.object({
    listId: mailingList(),
    status: choice({
      label: 'What to do',
      defaultValue: '1',
      choices: [
        { value: '1', label: 'Subscribe' },
        { value: '2', label: 'Unsubscribe' },
      ],
    }),
    contactId: contact(),
  }),
  idempotent: true,
  run: ({ input: { listId, status, contactId }, http }) =>
    http.post('/contactLists', { json: { contactList: { list: listId, contact: contactId, status } } }),
})

const addToAutomation = activeCampaign.action({
  name: 'activecampaign_add_contact_to_automation',
  displayName: 'Start an automation for a contact',
  description: 'Lets a contact enter an automation.',
  input: z.object({ contactId: contact(), automationId: automation() }),
  idempotent: false,
  run: ({ input, http }) =>
    http.post('/contactAutomations', {
      json: {
        contactAutomation: { contact: Number(input.contactId), automation: Number(input.automationId) },
      },
    }),
})

const addNote = activeCampaign.action({
  name: 'activecampaign_add_note_to_contact',
  displayName: 'Add a note to a contact',
  description: 'Writes a note, such as the summary of a call, to a contact.',
  input: z.object({ contactId: contact(), note: longText({ label: 'Note' }) }),
  idempotent: false,
  run: ({ input, http }) =>
    http.post('/notes', {
      json: { note: { note: input.note, relid: Number(input.contactId), reltype: 'Subscriber' } },
    }),
})

export const contacts = [
  createContact,
  syncContact,
  updateContact,
  getContact,
  findContact,
  addTag,
  removeTag,
  subscribe,
  addToAutomation,
  addNote,
]
