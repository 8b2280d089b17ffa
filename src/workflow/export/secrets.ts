import { extractTokens } from '../../expression/tokens.ts'
import { isObject } from '../../json.ts'
import { isSecretName } from '../../secret-names.ts'
import { isBlank } from '../blank.ts'
import type { FieldRule } from '../catalogue.ts'
import { hostileValue } from '../limits.ts'
import { isTemplate } from '../templates.ts'

/**
 * Blanks what is secret in a step's input, in place: values of secret fields, values under names that speak of
 * secrets, and credentials put where a connection belongs. Expressions stay, they only name things. Gives the paths of
 * what was blanked, from the step on.
 */
export function blankSecrets(
  input: Record<string, unknown>,
  rules: Readonly<Record<string, FieldRule>>,
): string[] {
  return placesIn(input, 'settings.input').flatMap((place) => {
    const field = String(place.key)
    const secret = Object.hasOwn(rules, field) ? rules[field]?.secret : undefined
    if (secret === true || field === 'auth') return blankAll(place)
    return blankNamed(place, secret ?? [])
  })
}

interface Place {
  holder: object
  key: string | number
  path: string
}

const valueAt = ({ holder, key }: Place): unknown => Reflect.get(holder, key)

function placesIn(value: unknown, path: string): Place[] {
  if (Array.isArray(value)) {
    return value.map((_, index) => ({ holder: value, key: index, path: `${path}[${index}]` }))
  }
  if (!isObject(value)) return []
  return Object.keys(value).map((key) => ({ holder: value, key, path: `${path}.${key}` }))
}

/** Blanks what stands under one of `names`, or a name that speaks of secrets, at and below a place. */
function blankNamed(place: Place, names: readonly string[]): string[] {
  const { key, path } = place
  if (typeof key === 'string' && isSecret(key, names)) return blankAll(place)
  const value = valueAt(place)
  if (typeof value === 'string') return blankInText(place, value, names)
  return placesIn(value, path).flatMap((inner) => blankNamed(inner, names))
}

function isSecret(name: string, names: readonly string[]): boolean {
  return isSecretName(name) || names.includes(name)
}

/** The same for objects and lists that came as JSON text, as forms write them. */
function blankInText(place: Place, text: string, names: readonly string[]): string[] {
  if (!/^\s*[{[]/.test(text)) return []
  const parsed = parsedOrNothing(text)
  if (parsed === undefined) {
    // With expressions in it, it is no JSON yet: too little is known to blank just a part.
    const isNamed = Array.from(text.matchAll(/"([^"]+)"\s*:/g)).some(([, name = '']) => isSecret(name, names))
    return isNamed ? blankAll(place) : []
  }
  if (placesIn(parsed, '').flatMap((inner) => blankNamed(inner, names)).length === 0) return []
  Reflect.set(place.holder, place.key, JSON.stringify(parsed))
  return [place.path]
}

/** The value of a JSON text that can be followed by recursion. */
function parsedOrNothing(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return hostileValue(value, null, '') ? undefined : value
  } catch {
    return undefined
  }
}

/** Blanks every value at and below a place, but expressions. */
function blankAll(place: Place): string[] {
  const value = valueAt(place)
  if (typeof value === 'object' && value !== null) return placesIn(value, place.path).flatMap(blankAll)
  if (isBlank(value) || isOnlyExpressions(value)) return []
  Reflect.set(place.holder, place.key, '')
  return [place.path]
}

/** How services want a credential introduced; it gives nothing away. */
const SCHEME = /^(?:bearer|basic|token|api-?key|key)?[\s:=]*$/i

/** True for text that names its secrets instead of holding them: `Bearer {{connections['x'].token}}`. */
function isOnlyExpressions(value: unknown): boolean {
  if (!isTemplate(value)) return false
  let rest = ''
  let at = 0
  for (const { start, end } of extractTokens(value)) {
    rest += value.slice(at, start)
    at = end
  }
  return at > 0 && SCHEME.test((rest + value.slice(at)).trim())
}
