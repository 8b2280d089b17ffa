import type { AnyNode } from 'acorn'
import { CodedError } from '../errors.ts'
import type { Env } from './env.ts'

/** What step names and other roots mean. `get` may hand out objects with lazy getters. */
export interface Scope {
  has(name: string): boolean
  get(name: string): unknown
}

/** Bounds of one token's evaluation; `resultSize` is for a whole template. All in code units or pieces. */
export const LIMITS = {
  steps: 100_000,
  textLength: 1_048_576,
  textTotal: 16_777_216,
  listLength: 100_000,
  items: 1_000_000,
  depth: 500,
  sourceLength: 65_536,
  sourceDepth: 250,
  resultSize: 4_194_304,
} as const

/** The evaluation of one token: what it may see, and what it has used up. */
export interface Run {
  readonly source: string
  readonly scope: Scope
  /** epoch milliseconds */
  readonly now: number
  /** data read from the scope, copied because the expression changes things */
  readonly copies: Map<string, unknown> | undefined
  steps: number
  text: number
  items: number
  depth: number
  evaluate(node: AnyNode, env: Env | undefined): unknown
  call(callee: unknown, args: unknown[]): unknown
}

/** A failure inside an expression: the token becomes '' and a warning. `thrown` is what `catch (e)` sees. */
export class ExpressionError extends Error {
  readonly code: 'UNKNOWN_REFERENCE' | 'EXPRESSION_ERROR'
  readonly thrown: unknown

  constructor(
    code: 'UNKNOWN_REFERENCE' | 'EXPRESSION_ERROR',
    message: string,
    thrown: unknown = { name: 'Error', message },
  ) {
    super(message)
    this.code = code
    this.thrown = thrown
  }
}

/**
 * Ends the token with a warning. Messages name syntax only, never a value: values may be secrets.
 * @throws ExpressionError always
 */
export function fail(message: string): never {
  throw new ExpressionError('EXPRESSION_ERROR', message)
}

/** The error for a crossed bound; it names how the token starts. */
export function limitError(source: string, what: string): CodedError {
  const start = source.length > 60 ? `${source.slice(0, 60)}…` : source
  return new CodedError(
    'EXPRESSION_LIMIT',
    `The expression "{{${start}}}" ${what}. Make it smaller, or do this work in a Code step.`,
  )
}

/**
 * Pays for work, in steps: one a node, and about one for a microsecond of native work.
 * @throws CodedError EXPRESSION_LIMIT
 */
export function spend(run: Run, steps: number): void {
  run.steps += steps
  if (run.steps > LIMITS.steps) throw limitError(run.source, `takes more than ${LIMITS.steps} steps`)
}

/**
 * Stops a text under construction that has become too long.
 * @throws CodedError EXPRESSION_LIMIT
 */
export function checkLength(run: Run, length: number): void {
  if (length > LIMITS.textLength) throw limitError(run.source, 'makes a text longer than 1 MiB')
}

/**
 * Asks for a text of `length` code units before it is made.
 * @throws CodedError EXPRESSION_LIMIT
 */
export function reserveText(run: Run, length: number): void {
  checkLength(run, length)
  run.text += length
  if (run.text > LIMITS.textTotal) throw limitError(run.source, 'makes more than 16 MiB of text')
  if (length > 1024) spend(run, length >> 10)
}

/**
 * Stops a list that has become too long.
 * @throws CodedError EXPRESSION_LIMIT
 */
export function checkListLength(run: Run, length: number): void {
  if (length > LIMITS.listLength) {
    throw limitError(run.source, `makes a list of more than ${LIMITS.listLength} items`)
  }
}

/**
 * Asks for a list (or object) of `length` items before it is made.
 * @throws CodedError EXPRESSION_LIMIT
 */
export function reserveItems(run: Run, length: number): void {
  checkListLength(run, length)
  run.items += length
  if (run.items > LIMITS.items) throw limitError(run.source, `makes more than ${LIMITS.items} items`)
  if (length > 64) spend(run, length >> 6)
}

/**
 * Runs `work` one level deeper.
 * @throws CodedError EXPRESSION_LIMIT
 */
export function nested<T>(run: Run, work: () => T): T {
  deepen(run)
  const result = work()
  run.depth--
  return result
}

/** One level deeper; the caller counts back down. Throws EXPRESSION_LIMIT. */
export function deepen(run: Run): void {
  if (++run.depth > LIMITS.depth) throw limitError(run.source, 'is nested too deeply')
}
