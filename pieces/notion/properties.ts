import { CodedError } from '../../src/errors.ts'
import { isObject } from '../../src/json.ts'
import { plainText, richText } from './rich-text.ts'

/** A property of a data source, as its schema tells it. */
export interface Property {
  name: string
  type: string
  [more: string]: unknown
}

type Properties = Readonly<Record<string, Property>>

const texts = (value: unknown) => (Array.isArray(value) ? value : [value]).map(String)

/** How a plain value is written, by type of property. Types that Notion fills in itself are missing. */
const WRITERS: Readonly<Record<string, (value: unknown, name: string) => unknown>> = {
  title: (value) => richText(String(value)),
  rich_text: (value) => richText(String(value)),
  number: numberOf,
  checkbox: (value) => value === true || String(value).toLowerCase() === 'true',
  select: (value) => ({ name: String(value) }),
  status: (value) => ({ name: String(value) }),
  multi_select: (value) => texts(value).map((name) => ({ name })),
  date: (value) => (isObject(value) ? value : { start: String(value) }),
  email: String,
  url: String,
  phone_number: String,
  people: (value) => texts(value).map((id) => ({ object: 'user', id })),
  relation: (value) => texts(value).map((id) => ({ id })),
  files: (value) =>
    texts(value).map((url) => ({ name: url.slice(-100), type: 'external', external: { url } })),
}

function numberOf(value: unknown, name: string): number {
  const number = Number(value)
  if (Number.isFinite(number)) return number
  throw new CodedError('INPUT_INVALID', `"${name}" is a number in Notion. Write digits only.`)
}

/** Whether values of a property can be written. */
export const isWritable = ({ type }: Property) => Object.hasOwn(WRITERS, type)

const isEmpty = (value: unknown) =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)

/** The values that were filled in, each with its property. @throws CodedError INPUT_INVALID for an unknown name */
function* filledIn(known: Properties, values: Record<string, unknown>) {
  for (const [name, value] of Object.entries(values)) {
    if (isEmpty(value)) continue
    const property = Object.hasOwn(known, name) ? known[name] : undefined
    const writer = property && WRITERS[property.type]
    if (!property || !writer) {
      const names = Object.values(known)
        .filter(isWritable)
        .map((each) => each.name)
      const message = `The database has no property "${name}" that can be set. It has: ${names.join(', ')}.`
      throw new CodedError('INPUT_INVALID', message)
    }
    yield { name, value, type: property.type, written: writer(value, name) }
  }
}

/** Plain values as Notion's property objects. Empty ones are left out. @throws CodedError INPUT_INVALID */
export function propertiesOf(known: Properties, values: Record<string, unknown>) {
  const given = [...filledIn(known, values)]
  return Object.fromEntries(given.map(({ name, type, written }) => [name, { [type]: written }]))
}

/** Filters for items whose properties equal plain values. @throws CodedError INPUT_INVALID */
export function filtersOf(known: Properties, values: Record<string, unknown>): object[] {
  return [...filledIn(known, values)].flatMap(({ name, type, value, written }): object[] => {
    const contains = (each: string) => ({ property: name, [type]: { contains: each } })
    switch (type) {
      case 'multi_select':
      case 'people':
      case 'relation':
        return texts(value).map(contains)
      case 'number':
      case 'checkbox':
        return [{ property: name, [type]: { equals: written } }]
      case 'files':
        return [{ property: name, files: { is_not_empty: true } }]
      default:
        return [{ property: name, [type]: { equals: String(value) } }]
    }
  })
}

type Value = Record<string, unknown>

const nameOf = (value: unknown) => (isObject(value) ? (value.name ?? value.id ?? null) : null)
const namesOf = (value: unknown) => (Array.isArray(value) ? value.map(nameOf) : [])

/** How a property is read as a plain value, by type; others are given as they are. */
const READERS: Readonly<Record<string, (value: never) => unknown>> = {
  title: plainText,
  rich_text: plainText,
  select: nameOf,
  status: nameOf,
  multi_select: namesOf,
  people: namesOf,
  created_by: nameOf,
  last_edited_by: nameOf,
  relation: (value: Value[]) => value.map(({ id }) => id),
  date: (value: Value | null) =>
    value?.end ? { start: value.start, end: value.end } : (value?.start ?? null),
  files: (value: Value[]) =>
    value.map(({ external, file }) => ((external ?? file) as { url?: string } | undefined)?.url ?? null),
  formula: (value: Value) => inner(value),
  rollup: (value: Value) => inner(value),
  unique_id: ({ prefix, number }: Value) => (prefix ? `${prefix}-${number}` : number),
}

/** What a formula or rollup holds, which says its own type. */
function inner(value: Value): unknown {
  if (value.type !== 'array') return plainValue(value)
  return (value.array as Value[]).map(plainValue)
}

/** A property's value as a plain one. */
function plainValue(property: unknown): unknown {
  if (!isObject(property)) return property
  const type = String(property.type)
  const value = property[type] ?? null
  const reader = READERS[type]
  return reader && value !== null ? reader(value as never) : value
}

/** An item as Notion gives it, with `fields`: its properties as plain values by name. */
export function withFields<P extends { properties?: unknown }>(page: P) {
  const properties = isObject(page.properties) ? page.properties : {}
  const fields = Object.entries(properties).map(([name, value]) => [name, plainValue(value)])
  return { ...page, fields: Object.fromEntries(fields) }
}

/** The title of a page or item. */
export function titleOf({ properties }: { properties?: unknown }): string {
  const all = isObject(properties) ? Object.values(properties) : []
  const title = all.find((each) => isObject(each) && each.type === 'title')
  return isObject(title) ? plainText(title.title) : ''
}
