import * as z from 'zod'
import {
  checkbox,
  dateTime,
  dropdown,
  dynamicFields,
  json,
  list,
  longText,
  number,
  type OptionsContext,
  shortText,
} from '../../src/piece/fields.ts'
import type { ServiceHttp } from '../../src/piece/service-http.ts'

const Column = z.object({ type: z.string().optional(), format: z.string().optional() })
const Description = z.object({
  paths: z.record(z.string(), z.unknown()).default({}),
  definitions: z
    .record(z.string(), z.object({ properties: z.record(z.string(), Column).default({}) }))
    .default({}),
})

/** What PostgREST says of the project's schema: https://docs.postgrest.org/en/stable/references/api/openapi.html */
function describe(http: ServiceHttp) {
  return http.get('/rest/v1/', {
    headers: { accept: 'application/openapi+json' },
    answer: Description,
  })
}

/** The columns of a table, by name. */
async function columnsOf(http: ServiceHttp, table: string) {
  const { definitions } = await describe(http)
  return definitions[table]?.properties ?? {}
}

const sameLabel = (value: string) => ({ value, label: value })

/** A table or view of the project. */
export const table = () =>
  dropdown({
    label: 'Table',
    async options({ http }) {
      const { definitions } = await describe(http)
      return Object.keys(definitions).sort().map(sameLabel)
    },
  })

const RPC = '/rpc/'

/** A function of the database. */
export const databaseFunction = () =>
  dropdown({
    label: 'Function',
    async options({ http }) {
      const { paths } = await describe(http)
      const names = Object.keys(paths).filter((path) => path.startsWith(RPC))
      return names.map((path) => sameLabel(path.slice(RPC.length)))
    },
  })

async function columnNames({ http, input }: OptionsContext) {
  return Object.keys(await columnsOf(http, String(input.table_name))).map(sameLabel)
}

/** A column of the table. */
export const column = (label: string) => dropdown({ label, dependsOn: ['table_name'], options: columnNames })

/** A column of the table that is usually called so. */
export const columnLike = <const N extends string>(label: string, defaultValue: N) =>
  dropdown({ label, defaultValue, dependsOn: ['table_name'], options: columnNames })

/** A field for each column of the table. */
export const columns = (label: string) =>
  dynamicFields({
    label,
    dependsOn: ['table_name'],
    async fields({ http, input }) {
      const known = await columnsOf(http, String(input.table_name))
      return z.object(
        Object.fromEntries(Object.entries(known).map(([name, each]) => [name, fieldFor(name, each)])),
      )
    },
  })

function fieldFor(name: string, { type, format = '' }: z.output<typeof Column>) {
  const about = { label: name, required: false, ...(format && { description: format }) } as const
  if (/^jsonb?$/.test(format)) return json(about)
  if (/^(timestamp|date)/.test(format)) return dateTime(about)
  switch (type) {
    case 'integer':
    case 'number':
      return number(about)
    case 'boolean':
      return checkbox(about)
    case 'array':
      return list(about)
    default:
      return format === 'text' ? longText(about) : shortText(about)
  }
}

/**
 * The values that were filled in. JSON and lists that came as text are parsed; the schema is only asked for where some
 * text looks like it.
 */
export async function rowOf(http: ServiceHttp, table: string, values: Record<string, unknown>) {
  const given = Object.entries(values).filter(([, value]) => value !== '' && value !== undefined)
  const looksParsed = ([, value]: [string, unknown]) => typeof value === 'string' && /^\s*[[{]/.test(value)
  const known = given.some(looksParsed) ? await columnsOf(http, table) : {}
  return Object.fromEntries(
    given.map(([name, value]) => {
      const { type, format = '' } = known[name] ?? {}
      const isParsed = looksParsed([name, value]) && (type === 'array' || /^jsonb?$/.test(format))
      return [name, isParsed ? parsed(String(value)) : value]
    }),
  )
}

/** JSON text as its value. A list of Postgres's own, {a,b}, is none and stays text. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
