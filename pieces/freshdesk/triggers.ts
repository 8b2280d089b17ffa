import * as z from 'zod'
import type { ServiceHttp } from '../../src/piece/service-http.ts'
import type { PollItem } from '../../src/piece/trigger.ts'
import { freshdesk } from './service.ts'

/** The latest tickets that are looked at with each poll. */
const LATEST = 100

const Tickets = z.array(z.looseObject({ id: z.number(), created_at: z.string(), updated_at: z.string() }))

const sampleData = {
  id: 20,
  subject: 'Call me back',
  description_text: 'Could somebody call me this afternoon?',
  status: 2,
  priority: 1,
  source: 3,
  requester_id: 5,
  requester: { id: 5, name: 'Ana Ruiz', email: 'ana@example.com', phone: '+34600111222' },
  tags: [],
  created_at: '2026-05-04T09:12:31Z',
  updated_at: '2026-05-04T09:12:31Z',
}

async function pollTickets(http: ServiceHttp, by: 'created_at' | 'updated_at'): Promise<PollItem[]> {
  const query = { order_by: by, order_type: 'desc', per_page: LATEST, include: 'description,requester' }
  const tickets = await http.get('/tickets', { query, answer: Tickets })
  return tickets.map((ticket) => ({
    id: by === 'created_at' ? String(ticket.id) : `${ticket.id}:${ticket.updated_at}`,
    at: Date.parse(ticket[by]),
    data: ticket as PollItem['data'],
  }))
}

/** A ticket was made. */
export const newTicket = freshdesk.trigger({
  name: 'new_ticket',
  displayName: 'New ticket',
  description: 'Starts for every new ticket.',
  type: 'POLLING',
  input: z.object({}),
  sampleData,
  poll: ({ http }) => pollTickets(http, 'created_at'),
})

/** A ticket was changed. */
export const updatedTicket = freshdesk.trigger({
  name: 'updated_ticket',
  displayName: 'Changed ticket',
  description: 'Starts for every ticket of the last 30 days that is made or changed.',
  type: 'POLLING',
  input: z.object({}),
  sampleData,
  poll: ({ http }) => pollTickets(http, 'updated_at'),
})
