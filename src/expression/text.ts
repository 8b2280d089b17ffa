import { grow, makeToken, type Resolution, resolveToken, type Token, warn } from './token.ts'
import { extractTokens } from './tokens.ts'

/** A text with tokens in it: exactly one token, tokens among text, or a text that is repeated for each item. */
export type TextNode =
  | { kind: 'token'; token: Token }
  | { kind: 'text'; parts: Parts }
  | { kind: 'zip'; parts: Parts }

type Parts = readonly (string | Token)[]

/** Finds the tokens of a text; undefined where it has none. */
export function compileText(text: string, path: string): TextNode | undefined {
  if (!text.includes('{{')) return undefined
  const spans = extractTokens(text)
  if (spans.length === 0) return undefined
  const parts: (string | Token)[] = []
  let at = 0
  for (const { start, end, source } of spans) {
    if (start > at) parts.push(text.slice(at, start))
    parts.push(makeToken(source, path))
    at = end
  }
  if (at < text.length) parts.push(text.slice(at))
  const [first] = parts
  if (parts.length === 1 && typeof first === 'object') return { kind: 'token', token: first }
  const zips = spans.some(({ source }) => source.trimStart().startsWith('flattenNestedKeys'))
  return { kind: zips ? 'zip' : 'text', parts }
}

/** The tokens of a text, in order. */
export function tokensOf(node: TextNode): readonly Token[] {
  return node.kind === 'token' ? [node.token] : node.parts.filter((part) => typeof part === 'object')
}

/** The value of one token as it is; of text among tokens a text; of a `flattenNestedKeys` text a list of texts. */
export function resolveText(node: TextNode, resolution: Resolution): unknown {
  if (node.kind === 'token') return resolveToken(node.token, resolution)
  if (node.kind === 'zip') return zip(node.parts, resolution)
  let made = ''
  for (const part of node.parts) {
    if (typeof part === 'string') made += part
    else {
      const text = asText(part, resolveToken(part, resolution), resolution)
      grow(part, resolution, text.length)
      made += text
    }
  }
  return made
}

/** A text as it is, anything else as JSON. */
function asText(token: Token, value: unknown, resolution: Resolution): string {
  if (typeof value === 'string') return value
  if (value === null || value === undefined) return ''
  try {
    return JSON.stringify(value) ?? ''
  } catch {
    warn(token, resolution, 'EXPRESSION_ERROR', 'The value can not be written as text')
    return ''
  }
}

/** One text for each item of the longest list among the tokens; what is no list stands in every one. */
function zip(parts: Parts, resolution: Resolution): string[] {
  const first = parts.find((part) => typeof part === 'object')
  const columns = parts.map((part) =>
    typeof part === 'string' ? part : { token: part, value: resolveToken(part, resolution) },
  )
  const length = columns.reduce<number>((most, column) => Math.max(most, listLength(column)), 0)
  const rows: string[] = []
  for (let row = 0; row < length; row++) {
    let made = ''
    for (const column of columns) {
      if (typeof column === 'string') made += column
      else made += asText(column.token, itemAt(column.value, row), resolution)
    }
    if (first) grow(first, resolution, made.length + columns.length)
    rows.push(made)
  }
  return rows
}

function listLength(column: string | { value: unknown }): number {
  return typeof column !== 'string' && Array.isArray(column.value) ? column.value.length : 0
}

function itemAt(value: unknown, row: number): unknown {
  return Array.isArray(value) ? value[row] : value
}
