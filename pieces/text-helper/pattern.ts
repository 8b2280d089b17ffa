import { CodedError } from '../../src/errors.ts'
import { compileRegex } from '../../src/expression/regex/compile.ts'
import { findMatch } from '../../src/expression/regex/match.ts'

/** Work one search may cost, in steps of the matcher; about a second. */
const MAX_STEPS = 250_000

/** One match: the whole text, then the groups; `null` for a group that took no part. */
export interface Match {
  index: number
  groups: (string | null)[]
  named: Record<string, string | null>
}

/**
 * Every match of a user's pattern, found by a matcher that stops where the built-in one would hang.
 * What is no regular expression (`C++`, `(`) is looked for as plain text.
 * @throws CodedError REGEX_TOO_SLOW
 */
export function* matches(text: string, pattern: string, ignoreCase: boolean): Generator<Match> {
  const flags = ignoreCase ? 'i' : ''
  const program = isRegex(pattern) ? compileRegex(pattern, flags) : compileRegex(escaped(pattern), flags)
  let left = MAX_STEPS
  const spend = (steps: number) => {
    left -= steps
    if (left < 0) throw tooSlow(pattern)
  }
  for (let from = 0; from <= text.length; ) {
    const found = findMatch(program, text, from, false, spend)
    if (!found) return
    const [start = 0, end = 0] = found
    const group = (n: number) => {
      const at = found[2 * n] ?? -1
      return at < 0 ? null : text.slice(at, found[2 * n + 1])
    }
    yield {
      index: start,
      groups: Array.from({ length: found.length / 2 }, (_, n) => group(n)),
      named: Object.fromEntries([...program.names].map(([name, n]) => [name, group(n)])),
    }
    from = end > start ? end : end + 1
  }
}

/** A replacement with JavaScript's `$1`, `$&`, `$<name>` and `$$` filled in. */
export function expand(replacement: string, match: Match): string {
  return replacement.replace(/\$(?:(\$)|(&)|(\d\d?)|<([^>]*)>)/g, (token, dollar, whole, digits, name) => {
    if (dollar) return '$'
    if (whole) return match.groups[0] ?? ''
    if (name !== undefined) return Object.hasOwn(match.named, name) ? (match.named[name] ?? '') : ''
    const number = Number(digits)
    if (number > 0 && number < match.groups.length) return match.groups[number] ?? ''
    const first = Number(digits[0])
    const isOneDigit = digits.length === 2 && first > 0 && first < match.groups.length
    return isOneDigit ? `${match.groups[first] ?? ''}${digits[1]}` : token
  })
}

function isRegex(pattern: string): boolean {
  try {
    new RegExp(pattern)
    return true
  } catch {
    return false
  }
}

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')

function tooSlow(pattern: string): CodedError {
  const message = `The pattern "${pattern}" takes too long on this text. Avoid repeats inside repeats, such as (a+)+.`
  return new CodedError('REGEX_TOO_SLOW', message)
}
