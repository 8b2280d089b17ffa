import * as z from 'zod'
import { checkbox, choice, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { contact } from './inputs.ts'
import { holded } from './service.ts'

const optionalText = (label: string, description?: string) =>
  shortText({ label, ...(description && { description }), required: false })

const contactFields = {
  email: optionalText('E-mail'),
  phone: optionalText('Phone'),
  mobile: optionalText('Mobile phone'),
  code: optionalText('VAT number'),
  type: choice({
    label: 'Type',
    required: false,
    choices: [
      { value: 'client', label: 'Customer' },
      { value: 'lead', label: 'Lead' },
      { value: 'supplier', label: 'Supplier' },
      { value: 'debtor', label: 'Debtor' },
      { value: 'creditor', label: 'Creditor' },
    ],
  }),
  is_person: checkbox({ label: 'Is a person', required: false }),
  address: optionalText('Street and number'),
  city: optionalText('City'),
  postal_code: optionalText('Postal code'),
  province: optionalText('Province'),
  country: optionalText('Country'),
}
const ContactInput = z.object({ name: optionalText('Name'), ...contactFields })

function contactJson(input: z.output<typeof ContactInput>) {
  const { is_person, address, city, postal_code, province, country, ...contact } = input
  const billAddress = { address, city, postalCode: postal_code, province, country }
  const isGiven = Object.values(billAddress).some((each) => each !== undefined)
  return { ...contact, isperson: is_person, ...(isGiven && { billAddress }) }
}

const createContact = holded.action({
  name: 'create_contact',
  displayName: 'Create a contact',
  description: 'Makes a customer, lead or supplier.',
  input: z.object({ name: shortText({ label: 'Name' }), ...contactFields }),
  idempotent: false,
  run: ({ input, http }) => http.post('/invoicing/v1/contacts', { json: contactJson(input) }),
})

const updateContact = holded.action({
  name: 'update_contact',
  displayName: 'Change a contact',
  description: 'Changes a contact. What is left empty stays as it is.',
  input: z.object({ contact_id: contact(), ...ContactInput.shape }),
  idempotent: true,
  run: ({ input: { contact_id, ...input }, http }) =>
    http.put(at`/invoicing/v1/contacts/${contact_id}`, { json: contactJson(input) }),
})

const getContact = holded.action({
  name: 'get_contact',
  displayName: 'Get a contact',
  description: 'Reads a contact.',
  input: z.object({ contact_id: contact() }),
  idempotent: true,
  run: ({ input, http }) => http.get(at`/invoicing/v1/contacts/${input.contact_id}`),
})

const Contacts = z.array(
  z.looseObject({ name: z.string().nullish(), email: z.string().nullish(), code: z.string().nullish() }),
)

const sameText = (one: string | null | undefined, other: string) =>
  (one ?? '').toLowerCase() === other.toLowerCase()

const findContacts = holded.action({
  name: 'find_contacts',
  displayName: 'Find contacts',
  description: 'The contacts that have all that is filled in; with nothing filled in, all of them.',
  input: z.object({
    phone: optionalText('Phone'),
    mobile: optionalText('Mobile phone'),
    custom_id: optionalText('Your own id'),
    email: optionalText('E-mail'),
    code: optionalText('VAT number'),
    name: optionalText('Part of the name'),
  }),
  idempotent: true,
  async run({ input, http }) {
    const query = { phone: input.phone, mobile: input.mobile, customId: input.custom_id }
    const found = await http.get('/invoicing/v1/contacts', { query, answer: Contacts })
    const name = input.name?.toLowerCase()
    // Holded itself searches by phone numbers and ids only.
    return found.filter(
      (each) =>
        (!input.email || sameText(each.email, input.email)) &&
        (!input.code || sameText(each.code, input.code)) &&
        (!name || (each.name ?? '').toLowerCase().includes(name)),
    )
  },
})

const deleteContact = holded.action({
  name: 'delete_contact',
  displayName: 'Delete a contact',
  description: 'Deletes a contact.',
  input: z.object({ contact_id: contact() }),
  idempotent: true,
  run: ({ input, http }) => http.delete(at`/invoicing/v1/contacts/${input.contact_id}`),
})

export const contacts = [createContact, updateContact, getContact, findContacts, deleteContact]
