import * as z from 'zod'
import {
  choice,
  choices,
  dateTime,
  dropdown,
  dynamicFields,
  longText,
  number,
  type OptionsContext,
  shortText,
} from '../../src/piece/fields.ts'
import type { QueryValue } from '../../src/piece/service-http.ts'

/** ActiveCampaign gives at most this many at once; more are found by typing. */
const PAGE = 100

const Contact = z.object({
  id: z.string(),
  email: z.string().nullish(),
  firstName: z.string().nullish(),
  lastName: z.string().nullish(),
})
const Contacts = z.object({ contacts: z.array(Contact) })

async function listContacts({ http, search }: OptionsContext) {
  const query = { search, limit: PAGE }
  const { contacts } = await http.get('/contacts', { query, answer: Contacts })
  return contacts.map(({ id, email, firstName, lastName }) => ({
    value: id,
    label: [firstName, lastName].filter(Boolean).join(' ') || email || id,
  }))
}

/** Somebody. */
export const contact = () => dropdown({ label: 'Contact', searchable: true, options: listContacts })

/** Things of a kind, by the property that names them. */
const listed =
  (path: string, kind: string, label: string, query: Readonly<Record<string, QueryValue>> = {}) =>
  async ({ http }: OptionsContext) => {
    const items = z.array(z.object({ id: z.string(), [label]: z.string() }))
    const answer = z.object({ [kind]: items })
    const found = await http.get(path, { query: { limit: PAGE, ...query }, answer })
    return (found[kind] ?? []).map((item) => ({ value: String(item.id), label: String(item[label]) }))
  }

/** A mailing list. */
export const mailingList = () => dropdown({ label: 'List', options: listed('/lists', 'lists', 'name') })

/** A tag of contacts. */
export const tag = () =>
  dropdown({
    label: 'Tag',
    searchable: true,
    options: (context) => listed('/tags', 'tags', 'tag', { search: context.search })(context),
  })

/** An automation that contacts may enter. */
export const automation = () =>
  dropdown({ label: 'Automation', options: listed('/automations', 'automations', 'name') })

/** Where deals are. */
export const pipelines = listed('/dealGroups', 'dealGroups', 'title')

/** The stages of the pipeline chosen in `group`. */
export const stages = (context: OptionsContext) =>
  listed('/dealStages', 'dealStages', 'title', { 'filters[d_groupid]': String(context.input.group) })(context)

/** Those who work with the account. */
export const users = listed('/users', 'users', 'email')

const Fields = z.object({
  fields: z.array(z.object({ id: z.string(), title: z.string(), type: z.string() })),
  fieldOptions: z
    .array(z.object({ field: z.string(), value: z.string(), label: z.string().nullish() }))
    .nullish(),
})

/** Fields of contacts that the account made itself, by their ids. */
export const contactCustomFields = () =>
  dynamicFields({
    label: 'Custom fields',
    required: false,
    dependsOn: [],
    async fields({ http }) {
      const { fields, fieldOptions } = await http.get('/fields', { query: { limit: PAGE }, answer: Fields })
      return z.object(
        Object.fromEntries(
          fields.map(({ id, title, type }) => {
            const offered = (fieldOptions ?? []).filter(({ field }) => field === id)
            return [id, inputOf(title, type, offered)]
          }),
        ),
      )
    },
  })

function inputOf(
  label: string,
  type: string,
  offered: { value: string; label?: string | null | undefined }[],
) {
  const about = { label, required: false } as const
  const options = offered.map((each) => ({ value: each.value, label: each.label || each.value }))
  switch (type) {
    case 'dropdown':
    case 'radio':
      return choice({ ...about, choices: options })
    case 'checkbox':
    case 'listbox':
    case 'multiselect':
      return choices({ ...about, choices: options })
    case 'number':
    case 'currency':
      return number(about)
    case 'date':
      return dateTime({ ...about, description: 'A day: 2026-03-05' })
    case 'datetime':
      return dateTime(about)
    case 'textarea':
      return longText(about)
    default:
      return shortText(about)
  }
}

/** Custom fields as ActiveCampaign takes them: several choices stand between double bars. What is empty is left out. */
export function fieldValues(values: Record<string, unknown> | undefined) {
  const given = Object.entries(values ?? {}).filter(
    ([, value]) => value !== undefined && value !== null && value !== '',
  )
  if (given.length === 0) return undefined
  return given.map(([field, value]) => ({
    field,
    value: Array.isArray(value) ? `||${value.join('||')}||` : String(value),
  }))
}
