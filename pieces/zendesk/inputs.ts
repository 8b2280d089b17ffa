import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { isObject } from '../../src/json.ts'
import {
  choice,
  dropdown,
  dynamicFields,
  list,
  type OptionsContext,
  shortText,
} from '../../src/piece/fields.ts'

/** Records offered by a dropdown. */
const OFFERED = 100

const Named = z.object({ id: z.number(), name: z.string() })
const Organizations = z.object({ organizations: z.array(Named) })
const Groups = z.object({ groups: z.array(Named) })
const Tickets = z.object({ tickets: z.array(z.object({ id: z.number(), subject: z.string().nullish() })) })
const TicketFields = z.object({
  ticket_fields: z.array(
    z.object({
      id: z.number(),
      title: z.string(),
      type: z.string(),
      active: z.boolean().default(true),
      custom_field_options: z.array(z.object({ name: z.string(), value: z.string() })).nullish(),
    }),
  ),
})

const choicesOf = (records: readonly z.output<typeof Named>[]) =>
  records.map(({ id, name }) => ({ value: String(id), label: name }))

/** The organisations. */
export async function listOrganizations({ http }: OptionsContext) {
  const query = { per_page: OFFERED }
  return choicesOf((await http.get('/organizations', { query, answer: Organizations })).organizations)
}

const listGroups = async ({ http }: OptionsContext) =>
  choicesOf((await http.get('/groups', { answer: Groups })).groups)

async function listTickets({ http }: OptionsContext) {
  const query = { sort_by: 'updated_at', sort_order: 'desc', per_page: OFFERED }
  const { tickets } = await http.get('/tickets', { query, answer: Tickets })
  return tickets.map(({ id, subject }) => ({ value: String(id), label: `#${id} ${subject ?? ''}`.trim() }))
}

/** A ticket; the latest are offered. */
export const ticket = () => dropdown({ label: 'Ticket', description: 'Its number.', options: listTickets })

/** An organisation, if any. */
export const organization = () =>
  dropdown({ label: 'Organisation', required: false, options: listOrganizations })

/** Fields that a ticket has while it is made and later. */
export const ticketDetails = {
  priority: choice({
    label: 'Priority',
    required: false,
    choices: [
      { value: 'low', label: 'Low' },
      { value: 'normal', label: 'Normal' },
      { value: 'high', label: 'High' },
      { value: 'urgent', label: 'Urgent' },
    ],
  }),
  type: choice({
    label: 'Type',
    required: false,
    choices: [
      { value: 'problem', label: 'Problem' },
      { value: 'incident', label: 'Incident' },
      { value: 'question', label: 'Question' },
      { value: 'task', label: 'Task' },
    ],
  }),
  status: choice({
    label: 'Status',
    required: false,
    choices: [
      { value: 'new', label: 'New' },
      { value: 'open', label: 'Open' },
      { value: 'pending', label: 'Pending' },
      { value: 'hold', label: 'On hold' },
      { value: 'solved', label: 'Solved' },
      { value: 'closed', label: 'Closed' },
    ],
  }),
  assignee_email: shortText({ label: 'Assignee', description: 'The agent’s e-mail.', required: false }),
  organization_id: organization(),
  group_id: dropdown({ label: 'Group', required: false, options: listGroups }),
  tags: list({ label: 'Tags', description: 'In place of those the ticket has.', required: false }),
  external_id: shortText({ label: 'External id', description: 'Of your own system.', required: false }),
  custom_fields: dynamicFields({
    label: 'Custom fields',
    required: false,
    dependsOn: [],
    fields: customFields,
  }),
}

/** Types of fields that every ticket has, and which have a field of their own here. */
const SYSTEM = [
  'subject',
  'description',
  'priority',
  'status',
  'tickettype',
  'group',
  'assignee',
  'custom_status',
]

async function customFields({ http }: OptionsContext) {
  const { ticket_fields } = await http.get('/ticket_fields', { answer: TicketFields })
  const custom = ticket_fields.filter(({ active, type }) => active && !SYSTEM.includes(type))
  return z.object(
    Object.fromEntries(
      custom.map(({ id, title, type, custom_field_options }) => [
        String(id),
        type === 'tagger' && custom_field_options?.length
          ? choice({
              label: title,
              required: false,
              choices: custom_field_options.map(({ name, value }) => ({ value, label: name })),
            })
          : shortText({ label: title, required: false }),
      ]),
    ),
  )
}

/**
 * Custom fields as Zendesk takes them: by their id, which may stand in a longer name such as field_custom_field_12.
 * @throws CodedError INPUT_INVALID where a name has no id
 */
export function customFieldsOf(values: unknown) {
  const given = Object.entries(isObject(values) ? values : {})
  return given.flatMap(([name, value]) => {
    if (value === undefined || value === null || value === '') return []
    const id = /\d+$/.exec(name)?.[0]
    if (id) return [{ id: Number(id), value }]
    throw new CodedError('INPUT_INVALID', `"custom_fields" has "${name}": name fields by their id.`)
  })
}
