import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { choice, list, longText, number, object, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { freshdesk } from './service.ts'

/** Freshdesk's most in a page. */
const MAX_PAGE = 100

const contactId = () => shortText({ label: 'Contact', description: 'Its id.' })

const details = {
  email: shortText({ label: 'E-mail', required: false }),
  phone: shortText({ label: 'Phone', required: false }),
  mobile: shortText({ label: 'Mobile', required: false }),
  job_title: shortText({ label: 'Job', required: false }),
  address: longText({ label: 'Address', required: false }),
  description: longText({ label: 'About', required: false }),
  tags: list({ label: 'Tags', required: false }),
  custom_fields: object({ label: 'Custom fields', description: 'By name.', required: false }),
}

/** Makes a contact. */
export const createContact = freshdesk.action({
  name: 'create_contact',
  displayName: 'Create a contact',
  description: 'Makes a contact with an e-mail, a phone or a mobile number.',
  input: z.object({ name: shortText({ label: 'Name' }), ...details }),
  idempotent: false,
  run({ input, http }) {
    if (!input.email && !input.phone && !input.mobile) {
      throw new CodedError('INPUT_INVALID', 'Give one of "email", "phone" and "mobile".')
    }
    return http.post('/contacts', { json: input })
  },
})

/** Changes a contact. */
export const updateContact = freshdesk.action({
  name: 'update_contact',
  displayName: 'Change a contact',
  description: 'Changes what is given of a contact; the rest stays.',
  input: z.object({
    contactid: contactId(),
    name: shortText({ label: 'Name', required: false }),
    ...details,
  }),
  idempotent: true,
  run: ({ input: { contactid, ...json }, http }) => http.put(at`/contacts/${contactid}`, { json }),
})

/** Reads a contact. */
export const getContact = freshdesk.action({
  name: 'get_contact_from_id',
  displayName: 'Get a contact',
  description: 'Reads one contact by its id.',
  input: z.object({ contactid: contactId() }),
  idempotent: true,
  run: ({ input, http }) => http.get(at`/contacts/${input.contactid}`),
})

/** Finds contacts. */
export const getContacts = freshdesk.action({
  name: 'get_contacts',
  displayName: 'Find contacts',
  description: 'Contacts, all or those with an e-mail or phone number.',
  input: z.object({
    filter_type: choice({
      label: 'Search by',
      required: false,
      choices: [
        { value: 'email', label: 'E-mail' },
        { value: 'mobile', label: 'Mobile' },
        { value: 'phone', label: 'Phone' },
        { value: 'company_id', label: 'Company’s id' },
        { value: 'updated_since', label: 'Changed since' },
      ],
    }),
    filter_value: shortText({ label: 'Value', required: false }),
    filter_status: choice({
      label: 'State',
      required: false,
      choices: [
        { value: 'blocked', label: 'Blocked' },
        { value: 'deleted', label: 'Deleted' },
        { value: 'unverified', label: 'Not verified' },
        { value: 'verified', label: 'Verified' },
      ],
    }),
    per_page: number({
      label: 'At most',
      description: '0 for as many as Freshdesk gives.',
      defaultValue: 0,
      min: 0,
      max: MAX_PAGE,
    }),
  }),
  idempotent: true,
  run: ({ input: { filter_type, filter_value, filter_status, per_page }, http }) =>
    http.get('/contacts', {
      query: {
        ...(filter_type && { [filter_type]: filter_value }),
        state: filter_status,
        per_page: per_page || undefined,
      },
    }),
})
