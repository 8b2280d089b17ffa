import { compileRegex, type Program } from '../regex/compile.ts'
import { findMatch } from '../regex/match.ts'
import { fail, type Run, reserveText, spend } from '../run.ts'
import { Regex, text } from '../values.ts'
import type { Method } from './methods.ts'
import type { Found } from './search.ts'

const MAX_CACHED = 200
const programs = new Map<string, Program>()

/**
 * A regular expression value. Compiled patterns are kept, as the same few run again and again.
 * @throws ExpressionError for a malformed pattern
 */
export function makeRegex(run: Run, source: string, flags: string): Regex {
  const key = `${flags}/${source}`
  let program = programs.get(key)
  if (!program) {
    spend(run, 1 + (source.length >> 2))
    try {
      program = compileRegex(source, flags)
    } catch {
      return fail('the regular expression is not valid, or too large')
    }
    if (programs.size >= MAX_CACHED) programs.clear()
    programs.set(key, program)
  }
  return new Regex(source, flags, program)
}

/** The pattern in an argument: as it is, or made from a text. */
export function toRegex(run: Run, value: unknown, flags = ''): Regex {
  if (value instanceof Regex) return value
  return makeRegex(run, value === undefined ? '(?:)' : text(run, value), flags)
}

/** The first match at or after `from`, or undefined. */
export function findRegex(run: Run, regex: Regex, subject: string, from: number): Found | undefined {
  const sticky = regex.flags.includes('y')
  const registers = findMatch(regex.program, subject, from, sticky, (steps) => spend(run, steps))
  if (!registers) return undefined
  const groups: (string | undefined)[] = []
  for (let group = 0; group < regex.program.groupCount; group++) {
    const start = registers[group * 2] ?? -1
    const end = registers[group * 2 + 1] ?? -1
    groups.push(start < 0 || end < 0 ? undefined : subject.slice(start, end))
  }
  const { names } = regex.program
  const named =
    names.size === 0
      ? undefined
      : Object.fromEntries([...names].map(([name, group]) => [name, groups[group]] as const))
  return { index: registers[0] ?? 0, groups, named }
}

/** Every match, as the `g` flag finds them. */
export function findAllRegex(run: Run, regex: Regex, subject: string): Found[] {
  const found: Found[] = []
  let from = 0
  while (from <= subject.length) {
    const match = findRegex(run, regex, subject, from)
    if (!match) break
    spend(run, 1)
    found.push(match)
    const length = match.groups[0]?.length ?? 0
    from = match.index + length
    if (length === 0) from += regex.program.flags.unicode && (subject.codePointAt(from) ?? 0) > 0xffff ? 2 : 1
  }
  return found
}

/** A match as `exec` gives it: a list of the match and its groups, with index, input and groups as fields. */
export function matchList(match: Found, input: string): unknown[] {
  return Object.assign([...match.groups], { index: match.index, input, groups: match.named })
}

function exec(run: Run, self: Regex, value: unknown): Found | undefined {
  const subject = text(run, value)
  const remembers = self.flags.includes('g') || self.flags.includes('y')
  const match = findRegex(run, self, subject, remembers ? self.lastIndex : 0)
  if (remembers) self.lastIndex = match ? match.index + (match.groups[0]?.length ?? 0) : 0
  return match
}

/** Methods of regular expressions. */
export const REGEX_METHODS: ReadonlyMap<string, Method<Regex>> = new Map<string, Method<Regex>>([
  ['test', (run, self, [value]) => exec(run, self, value) !== undefined],
  [
    'exec',
    (run, self, [value]) => {
      const match = exec(run, self, value)
      return match ? matchList(match, text(run, value)) : null
    },
  ],
  ['toString', (run, self) => text(run, self)],
])

/** `subject.split(regex, limit)`. */
export function splitByRegex(run: Run, subject: string, regex: Regex, limit: number): unknown[] {
  if (subject === '') return findRegex(run, regex, '', 0) ? [] : ['']
  const parts: unknown[] = []
  let at = 0
  for (const match of findAllRegex(run, regex, subject)) {
    const length = match.groups[0]?.length ?? 0
    if (length === 0 && (match.index === at || match.index >= subject.length)) continue
    parts.push(subject.slice(at, match.index), ...match.groups.slice(1))
    at = match.index + length
  }
  parts.push(subject.slice(at))
  reserveText(run, subject.length)
  return parts.slice(0, limit)
}

/** `subject.search(regex)`. */
export function searchRegex(run: Run, subject: string, regex: Regex): number {
  return findRegex(run, regex, subject, 0)?.index ?? -1
}

/** `RegExp(source, flags)`. */
export function regexFrom(run: Run, args: unknown[]): Regex {
  const [source, flags] = args
  const given = source instanceof Regex ? source : undefined
  const pattern = given ? given.source : source === undefined ? '(?:)' : text(run, source)
  return makeRegex(run, pattern || '(?:)', flags === undefined ? (given?.flags ?? '') : text(run, flags))
}
