import * as z from 'zod'
import { dropdown } from '../../src/piece/fields.ts'
import type { ServiceHttp } from '../../src/piece/service-http.ts'
import type { PollItem } from '../../src/piece/trigger.ts'
import { listOrganizations } from './inputs.ts'
import { zendesk } from './service.ts'
import { newest } from './tickets.ts'

const Tickets = z.object({
  tickets: z.array(
    z.looseObject({
      id: z.number(),
      created_at: z.string(),
      updated_at: z.string(),
      organization_id: z.number().nullish(),
    }),
  ),
})

/** What Activepieces keeps where all are wanted. */
const ALL = 'all'

const input = z.object({
  organization_id: dropdown({
    label: 'Only of this organisation',
    required: false,
    options: listOrganizations,
  }),
})

const sampleData = {
  id: 5,
  subject: 'Call me back',
  description: 'Could somebody call me this afternoon?',
  status: 'new',
  priority: 'normal',
  requester_id: 8193592318236,
  organization_id: 8193599387420,
  tags: ['callback'],
  created_at: '2026-05-04T09:12:31Z',
  updated_at: '2026-05-04T09:12:31Z',
}

async function pollTickets(
  http: ServiceHttp,
  by: 'created_at' | 'updated_at',
  organization: string | undefined,
): Promise<PollItem[]> {
  const { tickets } = await http.get('/tickets', { query: newest(by), answer: Tickets })
  const isWanted = ({ organization_id }: { organization_id?: number | null | undefined }) =>
    !organization || organization === ALL || String(organization_id) === organization
  return tickets.filter(isWanted).map((ticket) => ({
    id: by === 'created_at' ? String(ticket.id) : `${ticket.id}:${ticket.updated_at}`,
    at: Date.parse(ticket[by]),
    data: ticket as PollItem['data'],
  }))
}

/** A ticket was made. */
export const newTicket = zendesk.trigger({
  name: 'new_ticket',
  displayName: 'New ticket',
  description: 'Starts for every new ticket.',
  type: 'POLLING',
  input,
  sampleData,
  poll: ({ http, input }) => pollTickets(http, 'created_at', input.organization_id),
})

/** A ticket was changed. */
export const updatedTicket = zendesk.trigger({
  name: 'updated_ticket',
  displayName: 'Changed ticket',
  description: 'Starts for every ticket that is made, changed or commented on.',
  type: 'POLLING',
  input,
  sampleData,
  poll: ({ http, input }) => pollTickets(http, 'updated_at', input.organization_id),
})
