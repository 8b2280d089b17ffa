import * as z from 'zod'
import { choice, dateTime, longText, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { all, type Condition, secondsOf } from './contacts.ts'
import { admin, contact, conversation, ticketProperties, ticketType } from './inputs.ts'
import { intercom } from './service.ts'

/** Begins a conversation. */
export const createConversation = intercom.action({
  name: 'create-conversation',
  displayName: 'Create a conversation',
  description: 'Begins a conversation as if the contact had written.',
  input: z.object({
    contactType: choice({
      label: 'Kind of contact',
      defaultValue: 'user',
      choices: [
        { value: 'user', label: 'User' },
        { value: 'lead', label: 'Lead' },
      ],
    }),
    contactId: contact(),
    body: longText({ label: 'Message' }),
  }),
  idempotent: false,
  run: ({ input: { contactType, contactId, body }, http }) =>
    http.post('/conversations', { json: { from: { type: contactType, id: contactId }, body } }),
})

const said = { from: admin(), conversationId: conversation(), body: longText({ label: 'Message' }) }

/** Answers in a conversation. */
export const reply = intercom.action({
  name: 'replyToConversation',
  displayName: 'Reply to a conversation',
  description: 'Answers the contact as a teammate.',
  input: z.object(said),
  idempotent: false,
  run: ({ input: { from, conversationId, body }, http }) =>
    http.post(at`/conversations/${conversationId}/reply`, {
      json: { message_type: 'comment', type: 'admin', admin_id: from, body },
    }),
})

/** Notes in a conversation. */
export const addNote = intercom.action({
  name: 'addNoteToConversation',
  displayName: 'Add a note to a conversation',
  description: 'Writes a note that only the team sees.',
  input: z.object(said),
  idempotent: false,
  run: ({ input: { from, conversationId, body }, http }) =>
    http.post(at`/conversations/${conversationId}/reply`, {
      json: { message_type: 'note', type: 'admin', admin_id: from, body },
    }),
})

/** Reads a conversation. */
export const getConversation = intercom.action({
  name: 'get-conversation',
  displayName: 'Get a conversation',
  description: 'Reads one conversation with all that was said.',
  input: z.object({ conversationId: conversation() }),
  idempotent: true,
  run: ({ input, http }) => http.get(at`/conversations/${input.conversationId}`),
})

const OPERATORS = { contains: '~', equals: '=', starts_with: '^' } as const
const Found = z.object({ conversations: z.array(z.unknown()) })

/** Finds a conversation. */
export const findConversation = intercom.action({
  name: 'find-conversation',
  displayName: 'Find a conversation',
  description: 'The first conversation that fits.',
  input: z.object({
    searchField: choice({
      label: 'Search by',
      choices: [
        { value: 'id', label: 'Id' },
        { value: 'source.subject', label: 'Subject' },
        { value: 'source.body', label: 'Message' },
        { value: 'source.author.email', label: 'Author’s e-mail' },
        { value: 'contact_ids', label: 'Contact’s id' },
        { value: 'admin_assignee_id', label: 'Teammate’s id' },
        { value: 'team_assignee_id', label: 'Team’s id' },
        { value: 'tag_ids', label: 'Tag’s id' },
      ],
    }),
    matchType: choice({
      label: 'That',
      defaultValue: 'equals',
      choices: [
        { value: 'contains', label: 'Contains' },
        { value: 'equals', label: 'Is' },
        { value: 'starts_with', label: 'Begins with' },
      ],
    }),
    searchTerm: shortText({ label: 'Value' }),
    status: choice({
      label: 'State',
      required: false,
      choices: [
        { value: 'open', label: 'Open' },
        { value: 'closed', label: 'Closed' },
        { value: 'snoozed', label: 'Snoozed' },
      ],
    }),
    updateAfter: dateTime({ label: 'Changed after', required: false }),
    updateBefore: dateTime({ label: 'Changed before', required: false }),
  }),
  idempotent: true,
  async run({ input: { searchField, matchType, searchTerm, status, updateAfter, updateBefore }, http }) {
    const conditions: Condition[] = [
      { field: searchField, operator: OPERATORS[matchType], value: searchTerm },
    ]
    if (status) conditions.push({ field: 'state', operator: '=', value: status })
    const bounds = [
      { operator: '>', text: updateAfter, name: 'updateAfter' },
      { operator: '<', text: updateBefore, name: 'updateBefore' },
    ]
    for (const { operator, text, name } of bounds) {
      if (text) conditions.push({ field: 'updated_at', operator, value: secondsOf(text, name) })
    }
    const { conversations } = await http.post('/conversations/search', {
      json: all(conditions),
      answer: Found,
    })
    return { found: conversations.length > 0, conversation: conversations[0] ?? {} }
  },
})

/** Makes a ticket. */
export const createTicket = intercom.action({
  name: 'create-ticket',
  displayName: 'Create a ticket',
  description: 'Makes a ticket of a type for a contact.',
  input: z.object({
    ticketTypeId: ticketType(),
    contactId: contact(),
    companyId: shortText({ label: 'Company', description: 'Its id.', required: false }),
    ticketProperties: ticketProperties(),
  }),
  idempotent: false,
  run: ({ input: { ticketTypeId, contactId, companyId, ticketProperties }, http }) =>
    http.post('/tickets', {
      json: {
        ticket_type_id: ticketTypeId,
        contacts: [{ id: contactId }],
        company_id: companyId,
        ticket_attributes: ticketProperties,
      },
    }),
})
