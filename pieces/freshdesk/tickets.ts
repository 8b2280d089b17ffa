import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { checkbox, choice, choices, list, longText, number, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import {
  detailsOf,
  maybePriority,
  maybeStatus,
  priority,
  STATUSES,
  status,
  ticket,
  ticketDetails,
} from './inputs.ts'
import { freshdesk } from './service.ts'

/** Freshdesk's most in a page. */
const MAX_PAGE = 100
/** Pages that a search gives: https://developers.freshdesk.com/api/#filter_tickets */
const SEARCH_PAGES = 10

/** Makes a ticket. */
export const createTicket = freshdesk.action({
  name: 'create_ticket',
  displayName: 'Create a ticket',
  description: 'Opens a ticket for a requester, who is made where there is none.',
  input: z.object({
    subject: shortText({ label: 'Subject' }),
    description: longText({ label: 'Text', description: 'May be HTML.' }),
    email: shortText({ label: 'Requester’s e-mail', required: false }),
    phone: shortText({ label: 'Requester’s phone', required: false }),
    name: shortText({
      label: 'Requester’s name',
      description: 'Needed with a phone alone.',
      required: false,
    }),
    status: status(),
    priority: priority(),
    source: choice({
      label: 'Came by',
      defaultValue: 3,
      choices: [
        { value: 1, label: 'E-mail' },
        { value: 2, label: 'Portal' },
        { value: 3, label: 'Phone' },
        { value: 7, label: 'Chat' },
        { value: 9, label: 'Feedback widget' },
        { value: 10, label: 'Outbound e-mail' },
      ],
    }),
    cc_emails: list({ label: 'Cc', required: false }),
    ...ticketDetails,
  }),
  idempotent: false,
  run({
    input: { cc_emails, subject, description, email, phone, name, status, priority, source, ...rest },
    http,
  }) {
    if (!email && !(phone && name)) {
      throw new CodedError('INPUT_INVALID', 'Give "email", or "phone" and "name": whose ticket is it?')
    }
    const requester = { email, phone, name }
    return http.post('/tickets', {
      json: { subject, description, ...requester, status, priority, source, cc_emails, ...detailsOf(rest) },
    })
  },
})

/** Changes a ticket. */
export const updateTicket = freshdesk.action({
  name: 'update_ticket',
  displayName: 'Change a ticket',
  description: 'Changes what is given of a ticket; the rest stays.',
  input: z.object({
    ticketid: ticket(),
    subject: shortText({ label: 'Subject', required: false }),
    status: maybeStatus(),
    priority: maybePriority(),
    ...ticketDetails,
  }),
  idempotent: true,
  run: ({ input: { ticketid, subject, status, priority, ...rest }, http }) =>
    http.put(at`/tickets/${ticketid}`, { json: { subject, status, priority, ...detailsOf(rest) } }),
})

/** Reads a ticket. */
export const getTicket = freshdesk.action({
  name: 'get_ticket',
  displayName: 'Get a ticket',
  description: 'Reads one ticket with its requester.',
  input: z.object({ ticketid: ticket() }),
  idempotent: true,
  run: ({ input, http }) => http.get(at`/tickets/${input.ticketid}`, { query: { include: 'requester' } }),
})

/** Lists tickets. */
export const getTickets = freshdesk.action({
  name: 'get_tickets',
  displayName: 'List tickets',
  description: 'The newest tickets of the last 30 days.',
  input: z.object({ limit: number({ label: 'At most', defaultValue: 30, min: 1, max: MAX_PAGE }) }),
  idempotent: true,
  run: ({ input, http }) => http.get('/tickets', { query: { per_page: input.limit } }),
})

const Status = z.object({ status: z.number(), responder_id: z.number().nullish() })

/** How a ticket stands. */
export const getTicketStatus = freshdesk.action({
  name: 'get_ticket_status',
  displayName: 'Get the status of a ticket',
  description: 'Whether a ticket is open, and who has it.',
  input: z.object({ ticketid: ticket() }),
  idempotent: true,
  async run({ input, http }) {
    const found = await http.get(at`/tickets/${input.ticketid}`, { answer: Status })
    const label = STATUSES.find(({ value }) => value === found.status)?.label.toUpperCase()
    // A list of one, as in Activepieces.
    return [
      {
        ticket_status: label ?? found.status,
        assigned_status: found.responder_id ? 'ASSIGNED' : 'NOTASSIGNED',
        assigned_id: found.responder_id ?? null,
      },
    ]
  },
})

const Found = z.object({ results: z.array(z.unknown()), total: z.number() })

/** Finds tickets by status. */
export const getTicketsByStatus = freshdesk.action({
  name: 'get_all_tickets_by_status',
  displayName: 'List tickets by status',
  description: 'Tickets that are open, pending, resolved or closed; at most 300.',
  input: z.object({
    status_filter: choices({
      label: 'Statuses',
      choices: STATUSES.map(({ value, label }) => ({ value: `status:${value}`, label })),
    }),
  }),
  idempotent: true,
  async run({ input, http }) {
    const query = `"${input.status_filter.join(' OR ')}"`
    const found: unknown[] = []
    for (let page = 1; page <= SEARCH_PAGES; page++) {
      const { results, total } = await http.get('/search/tickets', { query: { query, page }, answer: Found })
      found.push(...results)
      if (results.length === 0 || found.length >= total) break
    }
    return found
  },
})

/** Answers on a ticket. */
export const reply = freshdesk.action({
  name: 'reply_to_ticket',
  displayName: 'Reply to a ticket',
  description: 'Sends the requester an answer.',
  input: z.object({
    ticketid: ticket(),
    body: longText({ label: 'Text', description: 'May be HTML.' }),
    cc_emails: list({ label: 'Cc', required: false }),
  }),
  idempotent: false,
  run: ({ input: { ticketid, body, cc_emails }, http }) =>
    http.post(at`/tickets/${ticketid}/reply`, { json: { body, cc_emails } }),
})

/** Notes on a ticket. */
export const addNote = freshdesk.action({
  name: 'add_note_to_ticket',
  displayName: 'Add a note to a ticket',
  description: 'Writes a note for agents, or one the requester sees too.',
  input: z.object({
    ticketid: ticket(),
    body: longText({ label: 'Text', description: 'May be HTML.' }),
    private: checkbox({ label: 'For agents only', defaultValue: true }),
  }),
  idempotent: false,
  run: ({ input: { ticketid, body, private: isPrivate }, http }) =>
    http.post(at`/tickets/${ticketid}/notes`, { json: { body, private: isPrivate } }),
})

/** Reads what was said on a ticket. */
export const listConversations = freshdesk.action({
  name: 'list_conversations',
  displayName: 'List the conversations of a ticket',
  description: 'Answers and notes on a ticket, oldest first.',
  input: z.object({
    ticketid: ticket(),
    limit: number({ label: 'At most', defaultValue: 30, min: 1, max: MAX_PAGE }),
  }),
  idempotent: true,
  run: ({ input: { ticketid, limit }, http }) =>
    http.get(at`/tickets/${ticketid}/conversations`, { query: { per_page: limit } }),
})
