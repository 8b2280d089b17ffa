import { ownValue } from './values.ts'

/** A plain member chain such as `trigger.a['b'][0]?.c`, ready to walk. */
export interface Path {
  root: string
  keys: readonly (string | number)[]
  /** it has a `?.`: whoever wrote it expects that something may be missing */
  optional: boolean
}

const ROOT = /\s*([A-Za-z_$][\w$]*)/y
const LINK =
  /\s*(?:(\?)?\.\s*([A-Za-z_$][\w$]*)|(\?\.)?\s*\[\s*(?:(0|[1-9]\d{0,14})|'([^'\\\r\n]*)'|"([^"\\\r\n]*)")\s*\])/y

/** Words that are no names, or mean something without any step. */
const RESERVED = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum export extends ' +
    'false finally for function if implements import in Infinity instanceof interface let NaN new null package ' +
    'private protected public return static super switch this throw true try typeof undefined var void while ' +
    'with yield'
  ).split(' '),
)

/**
 * Reads a plain member chain without a parser; undefined where the text is anything else (operators, calls,
 * escapes in a key, a root that is a word of the language).
 */
export function parsePath(source: string): Path | undefined {
  ROOT.lastIndex = 0
  const root = ROOT.exec(source)?.[1]
  if (root === undefined || RESERVED.has(root)) return undefined
  const keys: (string | number)[] = []
  let optional = false
  let at = ROOT.lastIndex
  for (;;) {
    LINK.lastIndex = at
    const link = LINK.exec(source)
    if (!link) break
    at = LINK.lastIndex
    optional ||= link[1] !== undefined || link[3] !== undefined
    keys.push(link[4] === undefined ? (link[2] ?? link[5] ?? link[6] ?? '') : Number(link[4]))
  }
  return source.slice(at).trim() === '' ? { root, keys, optional } : undefined
}

/** The value at the end of `keys`, or undefined where the chain breaks off. */
export function walk(value: unknown, keys: readonly (string | number)[]): unknown {
  let at = value
  for (const key of keys) {
    if (at === null || at === undefined) return undefined
    at = ownValue(at, key)
  }
  return at
}
