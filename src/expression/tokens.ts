import { parses } from './parse.ts'

/** A `{{…}}` in a text: where it stands, and what is between the braces. */
export interface TokenSpan {
  start: number
  end: number
  source: string
}

/** Only with one of these in it can a token end elsewhere than the pairs say. */
const NEEDS_READING = /['"`{]/

/**
 * Finds the tokens of a text. Doubled braces are counted in pairs, as Activepieces counts them; where its end
 * falls inside a string literal or an object (`{{ "}}" }}`, `{{ {"a":{"b":1}}}}`), the end that the
 * expression's own braces and quotes give is taken instead, provided that it makes a valid expression.
 */
export function extractTokens(text: string): TokenSpan[] {
  const found: TokenSpan[] = []
  // reading by braces may look far ahead; what it may look at in all keeps this linear
  let allowance = text.length * 4 + 65_536
  let start = text.indexOf('{{')
  while (start >= 0) {
    const paired = endByPairs(text, start + 2)
    let end = paired
    if (paired < 0 || NEEDS_READING.test(text.slice(start + 2, paired - 2))) {
      const exact = allowance > 0 ? endByBraces(text, start + 2) : -1
      allowance -= (exact < 0 ? text.length : exact) - start
      if (exact >= 0 && exact !== paired && parses(text.slice(start + 2, exact - 2))) end = exact
    }
    if (end < 0) return found
    found.push({ start, end, source: text.slice(start + 2, end - 2) })
    start = text.indexOf('{{', end)
  }
  return found
}

/** Past the `}}` that closes, each `{{` inside opening one more; -1 where none does. */
function endByPairs(text: string, from: number): number {
  let open = 1
  for (let at = from; at < text.length - 1; ) {
    const pair = text[at] === text[at + 1] ? text[at] : ''
    if (pair === '{') open++
    if (pair === '}' && --open === 0) return at + 2
    at += pair === '{' || pair === '}' ? 2 : 1
  }
  return -1
}

/** Past the first `}}` outside every brace and literal of the expression; -1 where there is none. */
function endByBraces(text: string, from: number): number {
  const open: ('{' | '`')[] = []
  for (let at = from; at < text.length; at++) {
    const char = text[at]
    if (open.at(-1) === '`') {
      if (char === '\\') at++
      else if (char === '`') open.pop()
      else if (char === '$' && text[at + 1] === '{') {
        open.push('{')
        at++
      }
    } else if (char === '`' || char === '{') open.push(char)
    else if (char === "'" || char === '"') {
      at = endOfString(text, at)
      if (at < 0) return -1
    } else if (char === '}') {
      if (open.length > 0) open.pop()
      else if (text[at + 1] === '}') return at + 2
    }
  }
  return -1
}

/** Where the quoted literal that starts at `at` closes; -1 where it doesn't on its line. */
function endOfString(text: string, at: number): number {
  for (let end = at + 1; end < text.length; end++) {
    const char = text[end]
    if (char === '\\') end++
    else if (char === '\n') return -1
    else if (char === text[at]) return end
  }
  return -1
}
