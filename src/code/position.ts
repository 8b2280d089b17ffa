/** A place in the user's source: line and column from 1. */
export interface Position {
  line: number
  column: number
}

/** The line and column of an offset into `text`. */
export function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset).split('\n')
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 }
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** The numbers of one source map segment (base64 VLQ, ECMA-426). */
function decodeSegment(segment: string): number[] {
  const numbers: number[] = []
  let value = 0
  let shift = 0
  for (const char of segment) {
    const digit = BASE64.indexOf(char)
    value |= (digit & 31) << shift
    shift += 5
    if (digit & 32) continue
    numbers.push(value & 1 ? -(value >>> 1) : value >>> 1)
    value = 0
    shift = 0
  }
  return numbers
}

/**
 * Where a place in transpiled code was in the source. The transpiler keeps lines, so only the column moves.
 * @param mappings the `mappings` field of a source map with one source
 */
export function originalPosition(mappings: string, place: Position): Position {
  let sourceColumn = 0
  let best = { generated: 0, source: 0 }
  for (const [index, line] of mappings.split(';').entries()) {
    let generated = 0
    for (const segment of line === '' ? [] : line.split(',')) {
      const [toGenerated = 0, , , toSource = 0] = decodeSegment(segment)
      generated += toGenerated
      sourceColumn += toSource
      if (index === place.line - 1 && generated < place.column) best = { generated, source: sourceColumn }
    }
    if (index === place.line - 1) break
  }
  return { line: place.line, column: best.source + place.column - best.generated }
}

const ASYNC = ' async'
const MAX_NESTED_ARROWS = 100

/**
 * Where the syntax error in `source` really is. Sucrase reads `(a) => { … }` as an expression in parentheses when its
 * body has an error, and then blames what follows the `)`. It does not do so for an async arrow, so the blamed arrow
 * is made one, and again for arrows inside it, as long as that moves the error on.
 * @param first what sucrase threw for `source`
 * @param attempt runs sucrase on a text
 * @returns the innermost error and its offset in `source`, if it has one
 */
export function locateError(
  source: string,
  first: unknown,
  attempt: (text: string) => void,
): { error: unknown; offset?: number } {
  let text = source
  let error = first as { pos?: number }
  for (let added = 0; ; added += ASYNC.length) {
    const { pos } = error
    if (pos === undefined) return { error: first }
    const open = added < MAX_NESTED_ARROWS * ASYNC.length ? openingBefore(text, pos) : -1
    const located = { error, offset: pos - added }
    if (open < 0) return located
    text = text.slice(0, open) + ASYNC + text.slice(open)
    try {
      attempt(text)
      return located
    } catch (next) {
      error = next as { pos?: number }
      if (!(error.pos !== undefined && error.pos > pos + ASYNC.length)) return located
    }
  }
}

/** Offset of the `(` that the `)` right before `offset` closes, where `=>` or a return type follows; otherwise -1. */
function openingBefore(text: string, offset: number): number {
  if (!/^(=>|:)/.test(text.slice(offset, offset + 2))) return -1
  const end = text.slice(0, offset).trimEnd().length
  if (text[end - 1] !== ')') return -1
  let depth = 0
  for (let at = end - 1; at >= 0; at--) {
    if (text[at] === ')') depth++
    else if (text[at] === '(' && --depth === 0) return at
  }
  return -1
}
