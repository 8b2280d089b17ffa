import { isObject } from '../../src/json.ts'
import { asParsed } from '../../src/piece/field-values.ts'
import type { Dialect } from '../_sql/statements.ts'

const quote = (name: string) => `"${name.replaceAll('"', '""')}"`

/** How PostgreSQL writes things. */
export const dialect: Dialect = {
  quote,
  argument: (n) => `$${n}`,
  table(value) {
    const { schema, name } = tableOf(value)
    return schema === undefined ? quote(name) : `${quote(schema)}.${quote(name)}`
  },
}

/** A table as the field holds it: `schema.name`, `name` alone, or what Activepieces keeps of one. */
export function tableOf(value: string): { schema?: string; name: string } {
  const object = asParsed(value)
  if (isObject(object) && typeof object.table_name === 'string') {
    return { schema: String(object.table_schema ?? 'public'), name: object.table_name }
  }
  const dot = value.indexOf('.')
  return dot < 0 ? { name: value } : { schema: value.slice(0, dot), name: value.slice(dot + 1) }
}
