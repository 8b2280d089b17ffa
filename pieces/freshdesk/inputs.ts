import * as z from 'zod'
import { choice, dropdown, list, type OptionsContext, object, shortText } from '../../src/piece/fields.ts'

/** Tickets offered by a dropdown. */
const OFFERED = 100

/** Statuses that every account has: https://developers.freshdesk.com/api/#ticket-properties */
export const STATUSES = [
  { value: 2, label: 'Open' },
  { value: 3, label: 'Pending' },
  { value: 4, label: 'Resolved' },
  { value: 5, label: 'Closed' },
] as const

const PRIORITIES = [
  { value: 1, label: 'Low' },
  { value: 2, label: 'Medium' },
  { value: 3, label: 'High' },
  { value: 4, label: 'Urgent' },
] as const

const Tickets = z.array(z.object({ id: z.number(), subject: z.string().nullish() }))
const Groups = z.array(z.object({ id: z.number(), name: z.string() }))
const Agents = z.array(
  z.object({
    id: z.number(),
    contact: z.object({ name: z.string().nullish(), email: z.string().nullish() }),
  }),
)

async function listTickets({ http }: OptionsContext) {
  const query = { order_by: 'updated_at', per_page: OFFERED }
  const tickets = await http.get('/tickets', { query, answer: Tickets })
  return tickets.map(({ id, subject }) => ({ value: String(id), label: `#${id} ${subject ?? ''}`.trim() }))
}

async function listGroups({ http }: OptionsContext) {
  const groups = await http.get('/groups', { answer: Groups })
  return groups.map(({ id, name }) => ({ value: String(id), label: name }))
}

async function listAgents({ http }: OptionsContext) {
  const agents = await http.get('/agents', { query: { per_page: OFFERED }, answer: Agents })
  return agents.map(({ id, contact: { name, email } }) => ({
    value: String(id),
    label: name || email || String(id),
  }))
}

/** A ticket; the latest are offered. */
export const ticket = () => dropdown({ label: 'Ticket', description: 'Its number.', options: listTickets })

/** Fields that a ticket has while it is made and later. */
export const ticketDetails = {
  type: shortText({ label: 'Type', description: 'As in your account, such as Question.', required: false }),
  group_id: dropdown({ label: 'Group', required: false, options: listGroups }),
  responder_id: dropdown({ label: 'Agent', required: false, options: listAgents }),
  tags: list({ label: 'Tags', required: false }),
  custom_fields: object({
    label: 'Custom fields',
    description: 'By name, such as cf_order.',
    required: false,
  }),
}

/** The status of a ticket. */
export const maybeStatus = () => choice({ label: 'Status', required: false, choices: STATUSES })

/** The priority of a ticket. */
export const maybePriority = () => choice({ label: 'Priority', required: false, choices: PRIORITIES })

/** As above, for a new ticket. */
export const status = () => choice({ label: 'Status', defaultValue: 2, choices: STATUSES })
export const priority = () => choice({ label: 'Priority', defaultValue: 1, choices: PRIORITIES })

type Details = z.output<z.ZodObject<typeof ticketDetails>>

/** Details as Freshdesk takes them: ids are numbers. */
export const detailsOf = ({ group_id, responder_id, ...rest }: Details) => ({
  ...rest,
  ...(group_id && { group_id: Number(group_id) }),
  ...(responder_id && { responder_id: Number(responder_id) }),
})
