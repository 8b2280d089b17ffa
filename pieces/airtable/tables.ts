import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { isObject } from '../../src/json.ts'
import { at, type ServiceHttp } from '../../src/piece/service-http.ts'

/** Pages of bases read for a dropdown, of up to 1000 each. */
const MAX_PAGES = 5

const Bases = z.object({
  bases: z.array(z.object({ id: z.string(), name: z.string() })),
  offset: z.string().optional(),
})
const Column = z.object({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  description: z.string().nullish(),
  options: z.looseObject({ choices: z.array(z.object({ name: z.string() })).optional() }).nullish(),
})
const Table = z.object({
  id: z.string(),
  name: z.string(),
  primaryFieldId: z.string(),
  fields: z.array(Column),
  views: z.array(z.object({ id: z.string(), name: z.string() })),
})
const Tables = z.object({ tables: z.array(Table) })

/** A column of a table, as the metadata API describes it. */
export type Column = z.output<typeof Column>

/** The bases that the token may see. */
export async function listBases(http: ServiceHttp) {
  const found: z.output<typeof Bases>['bases'] = []
  let offset: string | undefined
  for (let page = 0; page < MAX_PAGES; page++) {
    const answer = await http.get('/meta/bases', { query: { offset }, answer: Bases })
    found.push(...answer.bases)
    offset = answer.offset
    if (!offset) break
  }
  return found
}

/** The tables of a base. */
export async function listTables(http: ServiceHttp, base: string) {
  const { tables } = await http.get(at`/meta/bases/${base}/tables`, { answer: Tables })
  return tables
}

/** A table by id or name. @throws CodedError INPUT_INVALID where the base has none */
export async function findTable(http: ServiceHttp, base: string, idOrName: string) {
  const tables = await listTables(http, base)
  const found = tables.find(({ id, name }) => id === idOrName || name === idOrName)
  if (found) return found
  const names = tables.map(({ name }) => name).join(', ')
  throw new CodedError('INPUT_INVALID', `The base has no table "${idOrName}". It has: ${names}.`)
}

/** Columns that Airtable fills in itself. */
const COMPUTED: ReadonlySet<string> = new Set([
  'formula',
  'createdTime',
  'rollup',
  'count',
  'lookup',
  'multipleLookupValues',
  'autoNumber',
  'lastModifiedTime',
  'button',
  'createdBy',
  'lastModifiedBy',
  'externalSyncSource',
  'aiText',
])

/** Whether a column can be written. */
export const isWritable = ({ type }: Column) => !COMPUTED.has(type)

const LISTS: ReadonlySet<string> = new Set([
  'multipleAttachments',
  'multipleRecordLinks',
  'multipleSelects',
  'multipleCollaborators',
])

/** The values that were given, by column id or name, as Airtable takes them. What is empty is left out. */
export function cellsOf(columns: readonly Column[], values: Record<string, unknown>) {
  const given = Object.entries(values).filter(([, value]) => !isEmpty(value))
  return Object.fromEntries(
    given.map(([key, value]) => {
      const column = columns.find(({ id, name }) => id === key || name === key)
      return [key, column ? cellOf(column, value) : value]
    }),
  )
}

const isEmpty = (value: unknown) =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)

function cellOf({ type }: Column, value: unknown): unknown {
  if (!LISTS.has(type)) return value
  const items = Array.isArray(value) ? value : [value]
  if (type !== 'multipleAttachments') return items
  return items.map((item) => (isObject(item) ? item : { url: item }))
}
