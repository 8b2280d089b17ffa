import * as z from 'zod'
import { dropdown, dynamicFields, type OptionsContext, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'

/** Contacts and conversations offered by a dropdown. */
const OFFERED = 50

const Admins = z.object({
  admins: z.array(z.object({ id: z.string(), name: z.string().nullish(), email: z.string().nullish() })),
})
const Tags = z.object({ data: z.array(z.object({ id: z.string(), name: z.string() })) })
const Contacts = z.object({
  data: z.array(z.object({ id: z.string(), name: z.string().nullish(), email: z.string().nullish() })),
})
const TicketTypes = z.object({
  data: z.array(
    z.object({ id: z.string(), name: z.string().nullish(), archived: z.boolean().default(false) }),
  ),
})
const TicketType = z.object({
  ticket_type_attributes: z.object({
    data: z.array(
      z.object({
        name: z.string(),
        description: z.string().nullish(),
        required_to_create: z.boolean().default(false),
        archived: z.boolean().default(false),
      }),
    ),
  }),
})

async function listAdmins({ http }: OptionsContext) {
  const { admins } = await http.get('/admins', { answer: Admins })
  return admins.map(({ id, name, email }) => ({ value: id, label: name || email || id }))
}

async function listTags({ http }: OptionsContext) {
  const { data } = await http.get('/tags', { answer: Tags })
  return data.map(({ id, name }) => ({ value: id, label: name }))
}

async function listContacts({ http, search }: OptionsContext) {
  const value = search
    ? { field: 'email', operator: '~', value: search }
    : { field: 'created_at', operator: '>', value: 0 }
  const json = { query: value, pagination: { per_page: OFFERED } }
  const { data } = await http.post('/contacts/search', { json, answer: Contacts })
  return data.map(({ id, name, email }) => ({
    value: id,
    label: [name, email].filter(Boolean).join(', ') || id,
  }))
}

async function listTicketTypes({ http }: OptionsContext) {
  const { data } = await http.get('/ticket_types', { answer: TicketTypes })
  return data.filter(({ archived }) => !archived).map(({ id, name }) => ({ value: id, label: name || id }))
}

/** Who of the team acts. */
export const admin = () => dropdown({ label: 'Teammate', description: 'Who says it.', options: listAdmins })

/** A tag. */
export const tag = () => dropdown({ label: 'Tag', options: listTags })

/** A contact; typing searches e-mails. */
export const contact = () => dropdown({ label: 'Contact', searchable: true, options: listContacts })

/** A conversation by its id. */
export const conversation = () => shortText({ label: 'Conversation', description: 'Its id.' })

/** A kind of tickets. */
export const ticketType = () => dropdown({ label: 'Type', options: listTicketTypes })

/** The attributes of tickets of the chosen type. */
export const ticketProperties = () =>
  dynamicFields({
    label: 'Attributes',
    dependsOn: ['ticketTypeId'],
    async fields({ http, input }) {
      const type = await http.get(at`/ticket_types/${String(input.ticketTypeId)}`, { answer: TicketType })
      const attributes = type.ticket_type_attributes.data.filter(({ archived }) => !archived)
      return z.object(
        Object.fromEntries(
          attributes.map(({ name, description, required_to_create: required }) => [
            name,
            shortText({
              label: name.replace(/^_default_(\w+)_$/, '$1'),
              description: description ?? '',
              required,
            }),
          ]),
        ),
      )
    },
  })
