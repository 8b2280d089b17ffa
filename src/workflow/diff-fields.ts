import { isObject } from '../json.ts'
import { isSecretName, REDACTED } from '../secret-names.ts'
import { isBlank } from './blank.ts'
import { pathText } from './issue.ts'

/** One field that differs. A side where it was not there is missing; a secret shows as REDACTED on both. */
export interface FieldChange {
  path: string
  before?: unknown
  after?: unknown
}

/** The fields that differ between two values, as deep as both sides have the same form. */
export function fieldChanges(path: readonly PropertyKey[], before: unknown, after: unknown): FieldChange[] {
  if (isObject(before) && isObject(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)])
    return [...keys].flatMap((key) => fieldChanges([...path, key], before[key], after[key]))
  }
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    return before.flatMap((item, index) => fieldChanges([...path, index], item, after[index]))
  }
  return before === after ? [] : [fieldChange(path, before, after)]
}

/** A field that differs as a whole. */
export function fieldChange(path: readonly PropertyKey[], before: unknown, after: unknown): FieldChange {
  const isSecret = path.some((key) => isSecretName(String(key)))
  const shown = (value: unknown) => (isSecret && !isBlank(value) ? REDACTED : withoutSecrets(value))
  return {
    path: pathText(path),
    ...(before === undefined ? {} : { before: shown(before) }),
    ...(after === undefined ? {} : { after: shown(after) }),
  }
}

function withoutSecrets(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  const text = JSON.stringify(value, (key, inner: unknown) =>
    isSecretName(key) && !isBlank(inner) ? REDACTED : inner,
  )
  return JSON.parse(text)
}
