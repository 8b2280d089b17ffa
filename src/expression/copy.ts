import { fail, LIMITS, limitError, nested, type Run, reserveItems } from './run.ts'
import { isInternal, isRecord, setOwn } from './values.ts'

/** A deep copy of data, so that an expression may sort or change it without anybody else seeing. */
export function copyData(run: Run, value: unknown): unknown {
  if (value instanceof Date) return new Date(value)
  if (Array.isArray(value)) {
    reserveItems(run, value.length)
    return nested(run, () => value.map((item) => copyData(run, item)))
  }
  if (typeof value === 'function') return undefined
  if (!isRecord(value)) return value
  return nested(run, () => {
    const made: Record<string, unknown> = {}
    const keys = Object.keys(value)
    reserveItems(run, keys.length)
    for (const key of keys) setOwn(made, key, copyData(run, value[key]))
    return made
  })
}

/**
 * The size of a value once written as JSON, roughly, what is shared counted each time.
 * @throws ExpressionError where it holds a function
 * @throws CodedError EXPRESSION_LIMIT past `limit`, or where it is nested too deeply (a cycle is)
 */
export function measure(source: string, value: unknown, limit: number): number {
  let size = 0
  const visit = (part: unknown, depth: number): void => {
    size += typeof part === 'string' ? part.length + 2 : 4
    if (size > limit) throw limitError(source, 'gives a result that is too large')
    if (typeof part !== 'object' || part === null) return
    if (depth > LIMITS.depth) throw limitError(source, 'gives a result that is nested too deeply')
    if (isInternal(part)) fail('the result holds a function or a regular expression')
    if (Array.isArray(part)) {
      for (const item of part) visit(item, depth + 1)
    } else if (isRecord(part)) {
      for (const key of Object.keys(part)) {
        size += key.length + 3
        visit(part[key], depth + 1)
      }
    }
  }
  visit(value, 0)
  return size
}
