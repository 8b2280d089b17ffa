import { isObject } from '../../../json.ts'

const MAX_DEPTH = 4
const MAX_FIELDS = 40

/** The TypeScript type that sample data has, as far as it can be told from one sample. */
export function typeOf(value: unknown, depth = 0): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) {
    const types = new Set(value.slice(0, MAX_FIELDS).map((item) => typeOf(item, depth + 1)))
    if (types.size === 0) return 'unknown[]'
    const [only = ''] = types
    return types.size === 1 && /^\w+$/.test(only) ? `${only}[]` : `(${[...types].join(' | ')})[]`
  }
  if (!isObject(value)) return typeof value
  if (depth >= MAX_DEPTH) return 'object'
  const indent = '  '.repeat(depth + 1)
  const fields = Object.entries(value)
    .slice(0, MAX_FIELDS)
    .map(([key, item]) => `${indent}${nameOf(key)}: ${typeOf(item, depth + 1)}`)
  return fields.length === 0 ? '{}' : `{\n${fields.join('\n')}\n${'  '.repeat(depth)}}`
}

const nameOf = (key: string) => (/^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key))
