import { checkLength, type Run, reserveText, spend } from '../run.ts'
import { isCallable, text } from '../values.ts'

/** One place where a text or a pattern was found. */
export interface Found {
  index: number
  /** the whole match, then the groups */
  groups: (string | undefined)[]
  named: Record<string, string | undefined> | undefined
}

/**
 * Pays for looking for `needle` in `haystack`: the platform's search is quadratic at worst, so the worst
 * case is what is paid for.
 */
export function payForSearch(run: Run, haystack: string, needle: string): void {
  const comparisons = Math.max(haystack.length - needle.length, 0) * needle.length
  spend(run, 1 + (haystack.length >> 10) + Math.floor(comparisons / 2048))
}

/** Every place (or the first) where a plain text is found. */
export function findText(run: Run, haystack: string, needle: string, all: boolean): Found[] {
  payForSearch(run, haystack, needle)
  const found: Found[] = []
  let index = haystack.indexOf(needle)
  while (index >= 0) {
    spend(run, 1)
    found.push({ index, groups: [needle], named: undefined })
    const next = index + Math.max(needle.length, 1)
    if (!all || next > haystack.length) break
    index = haystack.indexOf(needle, next)
  }
  return found
}

/** `source` with every found place replaced by a text with `$1` and the like, or by what a function gives. */
export function replaceFound(
  run: Run,
  source: string,
  found: readonly Found[],
  replacement: unknown,
): string {
  const parts: string[] = []
  let length = 0
  let at = 0
  for (const match of found) {
    const whole = match.groups[0] ?? ''
    const made = isCallable(replacement)
      ? text(
          run,
          run.call(replacement, [
            ...match.groups,
            match.index,
            source,
            ...(match.named ? [match.named] : []),
          ]),
        )
      : expand(run, text(run, replacement), source, match)
    const kept = source.slice(at, match.index)
    length += kept.length + made.length
    checkLength(run, length)
    parts.push(kept, made)
    at = match.index + whole.length
  }
  reserveText(run, length + source.length - at)
  parts.push(source.slice(at))
  return parts.join('')
}

/** `$$`, `$&`, `$1`, `$<name>` and the like in a replacement. */
function expand(run: Run, replacement: string, source: string, match: Found): string {
  if (!replacement.includes('$')) return replacement
  const whole = match.groups[0] ?? ''
  let length = 0
  return replacement.replace(/\$(?:([$&`'])|(\d\d?)|<([^>]*)>)/g, (sign, mark, digits, name) => {
    const part = () => {
      if (mark === '$') return '$'
      if (mark === '&') return whole
      if (mark === '`') return source.slice(0, match.index)
      if (mark === "'") return source.slice(match.index + whole.length)
      if (name !== undefined) return match.named ? (match.named[name] ?? '') : sign
      return group(match, digits) ?? sign
    }
    const made = part()
    length += made.length
    checkLength(run, length)
    return made
  })
}

function group({ groups }: Found, digits: string): string | undefined {
  const two = Number(digits)
  if (two >= 1 && two < groups.length) return groups[two] ?? ''
  const one = Number(digits.charAt(0))
  return digits.length === 2 && one >= 1 && one < groups.length
    ? (groups[one] ?? '') + digits.charAt(1)
    : undefined
}
