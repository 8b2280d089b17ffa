import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { checkbox, choice, list, longText, number, shortText } from '../../src/piece/fields.ts'
import { at, type ServiceHttp } from '../../src/piece/service-http.ts'
import { conversation, mailbox, user } from './inputs.ts'
import { helpScout } from './service.ts'

/** Posts, and gives the id of what was made: Help Scout tells it in a header only. */
export async function make(http: ServiceHttp, path: string, json: unknown): Promise<{ id: number | null }> {
  const { headers } = await http.send('POST', path, { json })
  return { id: headers['resource-id'] ? Number(headers['resource-id']) : null }
}

/** A text inside a search of Help Scout's. */
export const quoted = (text: string) => `"${text.replace(/[\\"]/g, '\\$&')}"`

const STATUSES = [
  { value: 'active', label: 'Active' },
  { value: 'pending', label: 'Pending' },
  { value: 'closed', label: 'Closed' },
] as const

const idOf = (text: string | undefined) => (text ? Number(text) : undefined)

/** Begins a conversation. */
export const createConversation = helpScout.action({
  name: 'create_conversation',
  displayName: 'Create a conversation',
  description: 'Begins a conversation with a customer, who is made where there is none.',
  input: z.object({
    mailboxId: mailbox({ label: 'Inbox' }),
    subject: shortText({ label: 'Subject' }),
    customerEmail: shortText({ label: 'Customer’s e-mail' }),
    fromUser: user('By'),
    threadType: choice({
      label: 'The first message is',
      defaultValue: 'customer',
      choices: [
        { value: 'customer', label: 'From the customer' },
        { value: 'reply', label: 'From the team' },
        { value: 'phone', label: 'A call' },
        { value: 'chat', label: 'A chat' },
      ],
    }),
    status: choice({ label: 'Status', defaultValue: 'active', choices: STATUSES }),
    body: longText({ label: 'Text', description: 'May be HTML.' }),
    assignTo: user('Assigned to'),
    tags: list({ label: 'Tags', required: false }),
    cc: list({ label: 'Cc', required: false }),
    bcc: list({ label: 'Bcc', required: false }),
    imported: checkbox({ label: 'Imported', description: 'Sends no e-mail.', required: false }),
  }),
  idempotent: false,
  run({ input, http }) {
    const { mailboxId, subject, customerEmail, threadType, status, body, tags, cc, bcc, imported } = input
    const customer = { email: customerEmail }
    const type = threadType === 'phone' || threadType === 'chat' ? threadType : 'email'
    return make(http, '/conversations', {
      type,
      mailboxId: Number(mailboxId),
      subject,
      customer,
      status,
      user: idOf(input.fromUser),
      assignTo: idOf(input.assignTo),
      tags,
      imported,
      threads: [{ type: threadType, text: body, customer, imported, cc, bcc }],
    })
  },
})

/** Answers in a conversation. */
export const sendReply = helpScout.action({
  name: 'send_reply',
  displayName: 'Reply to a conversation',
  description: 'Sends the customer an answer, or keeps it as a draft.',
  input: z.object({
    conversationId: conversation(),
    text: longText({ label: 'Text', description: 'May be HTML.' }),
    customerId: number({ label: 'Customer', description: 'The id of whom it goes to.' }),
    draft: checkbox({ label: 'Keep as a draft', required: false }),
    imported: checkbox({ label: 'Imported', description: 'Sends no e-mail.', required: false }),
    status: choice({ label: 'Status afterwards', required: false, choices: STATUSES }),
    userId: number({ label: 'By', description: 'The id of a user.', required: false }),
    assignTo: number({ label: 'Assigned to', description: 'The id of a user.', required: false }),
    cc: list({ label: 'Cc', required: false }),
    bcc: list({ label: 'Bcc', required: false }),
  }),
  idempotent: false,
  run: ({ input: { conversationId, customerId, userId, ...rest }, http }) =>
    make(http, at`/conversations/${conversationId}/reply`, {
      ...rest,
      customer: { id: customerId },
      user: userId,
    }),
})

/** Notes in a conversation. */
export const addNote = helpScout.action({
  name: 'add_note',
  displayName: 'Add a note',
  description: 'Writes a note that only the team sees.',
  input: z.object({
    conversationId: conversation(),
    text: longText({ label: 'Text', description: 'May be HTML.' }),
    userId: number({ label: 'By', description: 'The id of a user.', required: false }),
    status: choice({ label: 'Status afterwards', required: false, choices: STATUSES }),
  }),
  idempotent: false,
  run: ({ input: { conversationId, text, userId, status }, http }) =>
    make(http, at`/conversations/${conversationId}/notes`, { text, user: userId, status }),
})

/** Reads a conversation. */
export const getConversation = helpScout.action({
  name: 'get_conversation',
  displayName: 'Get a conversation',
  description: 'Reads one conversation by its id.',
  input: z.object({ conversationId: conversation() }),
  idempotent: true,
  run: ({ input, http }) => http.get(at`/conversations/${input.conversationId}`),
})

const Found = z.object({
  _embedded: z.object({ conversations: z.array(z.unknown()) }).default({ conversations: [] }),
})

/** Finds a conversation. */
export const findConversation = helpScout.action({
  name: 'find_conversation',
  displayName: 'Find a conversation',
  description: 'The first conversation that fits all that is given.',
  input: z.object({
    subject: shortText({ label: 'Subject', required: false }),
    mailboxId: mailbox({ label: 'Inbox', required: false }),
    status: choice({
      label: 'Status',
      required: false,
      choices: [
        ...STATUSES,
        { value: 'open', label: 'Open' },
        { value: 'spam', label: 'Spam' },
        { value: 'all', label: 'All' },
      ],
    }),
    assignTo: user('Assigned to'),
    email: shortText({ label: 'Customer’s e-mail', required: false }),
    tags: list({ label: 'Tags', required: false }),
    query: shortText({ label: 'Query of your own', description: 'Such as body:"refund".', required: false }),
  }),
  idempotent: true,
  async run({ input: { subject, mailboxId, status, assignTo, email, tags, query }, http }) {
    const terms = [subject && `subject:${quoted(subject)}`, email && `email:${quoted(email)}`, query].filter(
      Boolean,
    )
    const asked = {
      mailbox: mailboxId,
      status,
      assigned_to: assignTo,
      tag: tags?.length ? tags.join(',') : undefined,
      query: terms.length > 0 ? `(${terms.join(' AND ')})` : undefined,
    }
    if (Object.values(asked).every((each) => each === undefined)) {
      throw new CodedError('INPUT_INVALID', 'Say what to find: "subject", "email", "query" or another field.')
    }
    const { conversations } = (await http.get('/conversations', { query: asked, answer: Found }))._embedded
    return { found: conversations.length > 0, data: conversations[0] ?? {} }
  },
})
