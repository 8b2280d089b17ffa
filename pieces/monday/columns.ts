import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { isObject } from '../../src/json.ts'
import type { ServiceHttp } from '../../src/piece/service-http.ts'
import { read } from './service.ts'

const Column = z.object({ id: z.string(), title: z.string(), type: z.string(), settings_str: z.string() })
const Boards = z.object({ boards: z.tuple([z.object({ columns: z.array(Column) })]) })

/** A column of a board. */
export type Column = z.output<typeof Column>

/** The columns of a board. */
export async function listColumns(http: ServiceHttp, board: string): Promise<Column[]> {
  const query = 'query ($board: ID!) { boards(ids: [$board]) { columns { id title type settings_str } } }'
  const { boards } = await read(http, query, { board }, Boards)
  return boards[0].columns
}

const texts = (value: unknown) => (Array.isArray(value) ? value : [value]).map(String)
const halves = (value: unknown, between: string) => String(value).split(between)

function dateOf(value: unknown, title: string) {
  const text = String(value)
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return { date: text }
  const moment = new Date(text)
  if (Number.isNaN(moment.getTime())) {
    throw new CodedError(
      'INPUT_INVALID',
      `"${title}" is "${text}", which is no date. Write it as 2026-05-31.`,
    )
  }
  const [date, time] = moment.toISOString().split('T')
  return { date, time: time?.slice(0, 8) }
}

function phoneOf(value: unknown) {
  const [number = '', country] = halves(value, '-')
  return {
    phone: number.startsWith('+') ? number : `+${number}`,
    ...(country && { countryShortName: country }),
  }
}

/** A list of ids, as a list or as text of one. */
function ids(value: unknown): number[] {
  return texts(value)
    .flatMap((each) => each.split(/[^\d]+/))
    .filter(Boolean)
    .map(Number)
}

/** How a plain value is written, by type of column: https://developer.monday.com/api-reference/reference/column-types-reference */
const WRITERS: Readonly<Record<string, (value: unknown, title: string) => unknown>> = {
  text: String,
  numbers: String,
  long_text: (value) => ({ text: String(value) }),
  checkbox: (value) => ({ checked: String(value).toLowerCase() === 'true' ? 'true' : 'false' }),
  status: (value) => ({ label: String(value) }),
  dropdown: (value) => ({ labels: texts(value) }),
  date: dateOf,
  timeline: (value) => ({ from: halves(value, ';')[0], to: halves(value, ';')[1] }),
  week: (value) => ({ week: { startDate: halves(value, ';')[0], endDate: halves(value, ';')[1] } }),
  hour: (value) => ({ hour: Number(halves(value, ':')[0]), minute: Number(halves(value, ':')[1] ?? 0) }),
  email: (value) => ({ email: String(value), text: String(value) }),
  link: (value) => ({ url: String(value), text: String(value) }),
  phone: phoneOf,
  people: (value) => ({ personsAndTeams: ids(value).map((id) => ({ id, kind: 'person' })) }),
  rating: (value) => ({ rating: Number(value) }),
  country: (value) => ({ countryCode: halves(value, '-')[0], countryName: halves(value, '-')[1] }),
  location: (value) => {
    const [lat = '', lng = '', address = ''] = halves(value, '|')
    return { lat, lng, address }
  },
  world_clock: (value) => ({ timezone: String(value) }),
  board_relation: (value) => ({ item_ids: ids(value) }),
  dependency: (value) => ({ item_ids: ids(value) }),
  tags: (value) => ({ tag_ids: ids(value) }),
}

/** Whether a column can be written from a plain value. */
export const isWritable = ({ type }: Column) => Object.hasOwn(WRITERS, type)

const isEmpty = (value: unknown) =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)

/**
 * The values that were filled in as monday.com takes them, as JSON text. Objects are sent as they are.
 * @throws CodedError INPUT_INVALID for an unknown column
 */
export function columnValues(columns: readonly Column[], values: Record<string, unknown>): string {
  const given = Object.entries(values).filter(([, value]) => !isEmpty(value))
  const written = given.map(([id, value]) => {
    const column = columns.find((each) => each.id === id)
    const writer = column && WRITERS[column.type]
    if (isObject(value)) return [id, value]
    if (column && writer) return [id, writer(value, column.title)]
    const known = columns.filter(isWritable).map((each) => `${each.id} (${each.title})`)
    const message = `The board has no column "${id}" that can be set. It has: ${known.join(', ')}.`
    throw new CodedError('INPUT_INVALID', message)
  })
  return JSON.stringify(Object.fromEntries(written))
}

/** What is asked of a column's value. */
export const VALUE_FIELDS = `id type text value
  ... on BoardRelationValue { linked_item_ids }
  ... on MirrorValue { display_value }`

const Value = z.object({
  id: z.string(),
  type: z.string(),
  text: z.string().nullish(),
  value: z.unknown(),
  linked_item_ids: z.array(z.string()).optional(),
  display_value: z.string().optional(),
})

/** An item as it is asked for. */
export const Item = z.object({ id: z.string(), name: z.string(), column_values: z.array(Value) })

/** An item as one object: its id, its name, and its columns' values by id. */
export function plainItem({ id, name, column_values }: z.output<typeof Item>) {
  return { id, name, ...plainValues(column_values) }
}

/** Columns' values as plain ones, by id. */
export const plainValues = (values: z.output<typeof Item>['column_values']) =>
  Object.fromEntries(values.map((value) => [value.id, plainValue(value)]))

function plainValue({ type, text, value, linked_item_ids, display_value }: z.output<typeof Value>): unknown {
  switch (type) {
    case 'checkbox':
      return text === 'v' || text === 'true'
    case 'numbers':
    case 'rating':
      return text ? Number(text) : null
    case 'dropdown':
    case 'tags':
      return text ? text.split(', ') : []
    case 'people':
      return peopleIn(value)
    case 'board_relation':
      return linked_item_ids ?? []
    default:
      return text || display_value || null
  }
}

const People = z.object({ personsAndTeams: z.array(z.object({ id: z.number() })) })

/** The ids of people. monday.com gives a value as JSON text. */
function peopleIn(value: unknown): number[] {
  if (typeof value !== 'string') return []
  const { data } = People.safeParse(JSON.parse(value))
  return (data?.personsAndTeams ?? []).map(({ id }) => id)
}
