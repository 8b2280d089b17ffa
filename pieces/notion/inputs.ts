import * as z from 'zod'
import {
  checkbox,
  choice,
  choices,
  dateTime,
  dropdown,
  dynamicFields,
  list,
  longText,
  number,
  type OptionsContext,
  shortText,
} from '../../src/piece/fields.ts'
import { isWritable, type Property, titleOf } from './properties.ts'
import { plainText } from './rich-text.ts'
import { findSource, queryItems, search } from './sources.ts'

/** Items and pages offered by a dropdown. */
const OFFERED = 100

/** A database; where it has several data sources, one of them. */
export const database = () =>
  dropdown({
    label: 'Database',
    description: 'Only databases that are connected to the integration are offered.',
    searchable: true,
    async options({ http, search: query }) {
      const found = await search(http, 'data_source', query)
      return found.map(({ id, title }) => ({ value: id, label: plainText(title) || 'Untitled' }))
    },
  })

/** An item of the database. */
export const item = () =>
  dropdown({
    label: 'Item',
    description: 'Its id.',
    dependsOn: ['database_id'],
    async options({ http, input }) {
      const { id } = await findSource(http, String(input.database_id))
      const found = await queryItems(http, id, {}, OFFERED)
      return found.map((each) => ({ value: each.id, label: titleOf(each) || 'Untitled' }))
    },
  })

/** A page that is connected to the integration. */
export const page = () =>
  dropdown({
    label: 'Page',
    description: 'Its id. Only pages that are connected to the integration are offered.',
    searchable: true,
    async options({ http, search: query }) {
      const found = await search(http, 'page', query)
      return found.map((each) => ({ value: each.id, label: titleOf(each) || 'Untitled' }))
    },
  })

/** A field for each property of the database that can be set, by name. */
export const properties = (label: string) =>
  dynamicFields({
    label,
    dependsOn: ['database_id'],
    async fields(context) {
      const { properties } = await findSource(context.http, String(context.input.database_id))
      const known = Object.entries(properties).filter(([, property]) => isWritable(property))
      const people = known.some(([, { type }]) => type === 'people') ? await listPeople(context) : []
      return z.object(Object.fromEntries(known.map(([name, each]) => [name, fieldFor(each, people)])))
    },
  })

const Users = z.object({
  results: z.array(z.object({ id: z.string(), name: z.string().nullish(), type: z.string().optional() })),
})

async function listPeople({ http }: OptionsContext) {
  const { results } = await http.get('/v1/users', { query: { page_size: OFFERED }, answer: Users })
  return results
    .filter(({ type }) => type === 'person')
    .map(({ id, name }) => ({ value: id, label: name ?? id }))
}

type Choices = { value: string; label: string }[]

function fieldFor(property: Property, people: Choices) {
  const about = { label: property.name, required: false } as const
  const offered = property.type === 'people' ? people : choicesOf(property)
  switch (property.type) {
    case 'select':
    case 'status':
      return offered.length > 0 ? choice({ ...about, choices: offered }) : shortText(about)
    case 'multi_select':
    case 'people':
      return offered.length > 0 ? choices({ ...about, choices: offered }) : list(about)
    case 'relation':
    case 'files':
      return list({ ...about, description: property.type === 'files' ? 'Addresses.' : 'Ids of items.' })
    case 'checkbox':
      return checkbox(about)
    case 'number':
      return number(about)
    case 'date':
      return dateTime(about)
    case 'rich_text':
      return longText(about)
    default:
      return shortText(about)
  }
}

const Choosable = z.object({ options: z.array(z.object({ name: z.string() })) })

function choicesOf(property: Property): Choices {
  const { data } = Choosable.safeParse(property[property.type])
  return (data?.options ?? []).map(({ name }) => ({ value: name, label: name }))
}
