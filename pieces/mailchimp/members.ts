import * as z from 'zod'
import { isCoded } from '../../src/errors.ts'
import { checkbox, choice, dateTime, list, longText, object, shortText } from '../../src/piece/fields.ts'
import { audience, email, memberPath, newStatus, STATUSES } from './inputs.ts'
import { mailchimp } from './service.ts'

/** Adds or changes a member. */
export const addMember = mailchimp.action({
  name: 'add_member_to_list',
  displayName: 'Add or change a member',
  description: 'Adds somebody to an audience, or changes who is there.',
  input: z.object({
    list_id: audience(),
    email_address: email(),
    status_if_new: newStatus(),
    status: choice({
      label: 'Status',
      description: 'Also of who is there.',
      required: false,
      choices: STATUSES,
    }),
    email_type: choice({
      label: 'Kind of e-mail',
      required: false,
      choices: [
        { value: 'html', label: 'HTML' },
        { value: 'text', label: 'Plain text' },
      ],
    }),
    first_name: shortText({ label: 'First name', required: false }),
    last_name: shortText({ label: 'Last name', required: false }),
    merge_fields: object({
      label: 'Other merge fields',
      description: 'By tag, such as PHONE.',
      required: false,
    }),
    language: shortText({ label: 'Language', description: 'Such as es.', required: false }),
    vip: checkbox({ label: 'VIP', required: false }),
    skip_merge_validation: checkbox({ label: 'Required merge fields may be missing', defaultValue: false }),
  }),
  idempotent: true,
  run({ input, http }) {
    const { list_id, email_address, first_name, last_name, merge_fields, skip_merge_validation, ...rest } =
      input
    const merged = {
      ...merge_fields,
      ...(first_name && { FNAME: first_name }),
      ...(last_name && { LNAME: last_name }),
    }
    return http.put(memberPath(list_id, email_address), {
      query: { skip_merge_validation: skip_merge_validation || undefined },
      json: { ...rest, email_address, ...(Object.keys(merged).length > 0 && { merge_fields: merged }) },
    })
  },
})

/** Finds a member. */
export const findMember = mailchimp.action({
  name: 'find_subscriber',
  displayName: 'Find a member',
  description: 'The member of an audience with an e-mail.',
  input: z.object({ list_id: audience(), email: email() }),
  idempotent: true,
  async run({ input, http }) {
    try {
      return { found: true, subscriber: await http.get(memberPath(input.list_id, input.email)) }
    } catch (error) {
      if (isCoded(error) && error.code === 'RESOURCE_NOT_FOUND') return { found: false, subscriber: null }
      throw error
    }
  },
})

/** Changes the status of a member. */
export const updateStatus = mailchimp.action({
  name: 'update_subscriber_status',
  displayName: 'Change the status of a member',
  description: 'Subscribes or unsubscribes a member.',
  input: z.object({
    list_id: audience(),
    email: email(),
    status: choice({ label: 'Status', choices: STATUSES }),
  }),
  idempotent: true,
  run: ({ input: { list_id, email, status }, http }) =>
    http.patch(memberPath(list_id, email), { json: { status } }),
})

/** Archives a member. */
export const archiveMember = mailchimp.action({
  name: 'archive_subscriber',
  displayName: 'Archive a member',
  description: 'Takes a member out of an audience; what is known of them stays.',
  input: z.object({ list_id: audience(), email: email() }),
  idempotent: false,
  async run({ input: { list_id, email }, http }) {
    await http.delete(memberPath(list_id, email))
    return { success: true }
  },
})

const tagging = { list_id: audience(), email: email(), tag_names: list({ label: 'Tags' }) }

const tagsOf = (names: readonly unknown[], status: 'active' | 'inactive') => ({
  tags: names.map((name) => ({ name: String(name).trim(), status })),
})

/** Tags a member. */
export const addTags = mailchimp.action({
  name: 'add_subscriber_to_tag',
  displayName: 'Add tags to a member',
  description: 'Puts tags on a member; new ones are made.',
  input: z.object(tagging),
  idempotent: true,
  async run({ input: { list_id, email, tag_names }, http }) {
    await http.post(`${memberPath(list_id, email)}/tags`, { json: tagsOf(tag_names, 'active') })
    return { success: true, tags: tag_names }
  },
})

/** Takes tags off a member. */
export const removeTags = mailchimp.action({
  name: 'remove_subscriber_from_tag',
  displayName: 'Remove tags from a member',
  description: 'Takes tags off a member.',
  input: z.object(tagging),
  idempotent: true,
  async run({ input: { list_id, email, tag_names }, http }) {
    await http.post(`${memberPath(list_id, email)}/tags`, { json: tagsOf(tag_names, 'inactive') })
    return { success: true, tags: tag_names }
  },
})

/** Notes on a member. */
export const addNote = mailchimp.action({
  name: 'add_note_to_subscriber',
  displayName: 'Add a note to a member',
  description: 'Writes a note on a member, up to 1000 characters.',
  input: z.object({ list_id: audience(), email: email(), note: longText({ label: 'Note' }) }),
  idempotent: false,
  run: ({ input: { list_id, email, note }, http }) =>
    http.post(`${memberPath(list_id, email)}/notes`, { json: { note } }),
})

/** Tells of something a member did. */
export const createEvent = mailchimp.action({
  name: 'create_custom_event',
  displayName: 'Add an event to a member',
  description: 'Tells of something a member did, which journeys may begin with.',
  input: z.object({
    list_id: audience(),
    email: email(),
    name: shortText({ label: 'Event', description: 'Such as called_back; 2 to 30 characters.' }),
    properties: object({ label: 'Properties', required: false }),
    occurred_at: dateTime({ label: 'When', description: 'Now where empty.', required: false }),
  }),
  idempotent: false,
  async run({ input: { list_id, email, name, properties, occurred_at }, http }) {
    const texts = Object.entries(properties ?? {}).map(([key, value]) => [key, String(value)])
    const json = { name, occurred_at, ...(texts.length > 0 && { properties: Object.fromEntries(texts) }) }
    await http.post(`${memberPath(list_id, email)}/events`, { json })
    return { success: true }
  },
})
