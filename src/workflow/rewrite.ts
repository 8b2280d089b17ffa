import { parseExpressionAt } from 'acorn'
import { extractTokens } from '../expression/tokens.ts'
import { type FreeName, freeNames } from './free-names.ts'

/** A piece of source to put in the place of another. */
export interface Edit {
  start: number
  end: number
  text: string
}

/**
 * Applies edits to the expressions inside the `{{ … }}` tokens of a text. `edit` gets each free name of an expression
 * and that expression's source, and answers with what to change. A token that is no valid JavaScript stays as it is.
 */
export function rewriteTokens(text: string, edit: (name: FreeName, source: string) => Edit[]): string {
  const edits = extractTokens(text).flatMap(({ start, source }) => {
    const offset = start + 2
    const own = namesIn(source).flatMap((name) => edit(name, source))
    return own.map((one) => ({ ...one, start: one.start + offset, end: one.end + offset }))
  })
  edits.sort((a, b) => a.start - b.start)
  let result = ''
  let at = 0
  for (const one of edits) {
    result += text.slice(at, one.start) + one.text
    at = one.end
  }
  return result + text.slice(at)
}

function namesIn(source: string): FreeName[] {
  try {
    const node = parseExpressionAt(source, 0, { ecmaVersion: 'latest', preserveParens: true })
    return source.slice(node.end).trim() === '' ? freeNames(node) : []
  } catch {
    // No JavaScript, or nested too deep for the parser: not ours to judge.
    return []
  }
}
