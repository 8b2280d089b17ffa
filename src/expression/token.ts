import { isCoded } from '../errors.ts'
import { REDACTED } from '../secret-names.ts'
import { measure } from './copy.ts'
import { unknownReference } from './expressions.ts'
import { evaluateExpression } from './interpreter.ts'
import { type Compiled, compileExpression, compilePath } from './parse.ts'
import { type Path, walk } from './path.ts'
import { ExpressionError, LIMITS, limitError, type Scope } from './run.ts'
import { ownValue } from './values.ts'

/** One `{{…}}` of an input. Parsed when first needed, unless it is a plain chain of members. */
export interface Token {
  /** what stands between the braces, trimmed */
  readonly source: string
  /** where in the input it stands */
  readonly path: string
  compiled: Compiled | undefined
}

export interface Warning {
  code: 'UNKNOWN_REFERENCE' | 'EXPRESSION_SYNTAX' | 'EXPRESSION_ERROR'
  /** path inside the input, e.g. `body.items[0]` */
  path: string
  /** the token's source, without the braces */
  token: string
  /** never holds a value: values may be secrets */
  message: string
}

export interface ResolveOptions {
  /** epoch milliseconds that `Date.now()` and `new Date()` see, so that resolving again gives the same */
  now: number
  /** tokens that mention one of these roots become `**REDACTED**` */
  redact?: ReadonlySet<string>
}

/** One resolution of a template. */
export interface Resolution {
  readonly scope: Scope
  readonly options: ResolveOptions
  readonly warnings: Warning[]
  /** size of all that was made, as against taken from the scope */
  size: number
}

/** A token from what stands between its braces. */
export function makeToken(source: string, path: string): Token {
  return { source: source.trim(), path, compiled: compilePath(source) }
}

/** The token's compiled form; parses it the first time. */
export function compiledOf(token: Token): Compiled {
  token.compiled ??= compileExpression(token.source)
  return token.compiled
}

/**
 * A token's value: '' for null, undefined and every failure, as in Activepieces, and every failure a warning.
 * @throws CodedError EXPRESSION_LIMIT, and coded errors of the scope (a missing connection, say)
 */
export function resolveToken(token: Token, resolution: Resolution): unknown {
  const compiled = compiledOf(token)
  try {
    if (compiled.kind === 'path') return resolvePath(token, compiled.path, resolution) ?? ''
    if (compiled.kind === 'code') return resolveCode(token, compiled, resolution) ?? ''
  } catch (error) {
    if (isCoded(error)) throw error
    const known = error instanceof ExpressionError
    // an error of the host's may quote a value
    const message = known ? error.message : 'The value could not be read'
    warn(token, resolution, known ? error.code : 'EXPRESSION_ERROR', message)
    return ''
  }
  if (compiled.kind === 'over') throw limitError(token.source, compiled.what)
  if (token.source !== '') warn(token, resolution, 'EXPRESSION_SYNTAX', compiled.message)
  return ''
}

function resolvePath(token: Token, path: Path, resolution: Resolution): unknown {
  const { scope, options } = resolution
  if (options.redact?.has(path.root)) return REDACTED
  if (!scope.has(path.root)) {
    warn(token, resolution, 'UNKNOWN_REFERENCE', unknownReference(path.root))
    return ''
  }
  const root = scope.get(path.root)
  const value = walk(root, path.keys)
  if (value === undefined && !path.optional) {
    warn(token, resolution, 'UNKNOWN_REFERENCE', whereItBreaks(root, path))
  }
  return typeof value === 'function' ? '' : value
}

function whereItBreaks(root: unknown, { root: name, keys }: Path): string {
  let at = root
  let sofar = name
  for (const key of keys) {
    if (at === undefined) break
    if (at === null) return `"${sofar}" is null, so it has no "${key}"`
    at = ownValue(at, key)
    if (at === undefined) return `"${sofar}" has no "${key}"`
    sofar += typeof key === 'number' ? `[${key}]` : `.${key}`
  }
  return `"${sofar}" has no value`
}

type Code = Extract<Compiled, { kind: 'code' }>

function resolveCode(token: Token, { node, analysis }: Code, resolution: Resolution): unknown {
  const { scope, options } = resolution
  for (const name of analysis.free) if (options.redact?.has(name)) return REDACTED
  const { source } = token
  const { mutates } = analysis
  const value = evaluateExpression(node, { source, scope, now: options.now, mutates })
  grow(token, resolution, measure(source, value, LIMITS.resultSize))
  return value
}

/**
 * Counts what a resolution has made.
 * @throws CodedError EXPRESSION_LIMIT
 */
export function grow(token: Token, resolution: Resolution, size: number): void {
  resolution.size += size
  if (resolution.size > LIMITS.resultSize) throw limitError(token.source, 'makes the input larger than 4 MiB')
}

/** Records a failure. */
export function warn(token: Token, resolution: Resolution, code: Warning['code'], message: string): void {
  resolution.warnings.push({ code, path: token.path, token: token.source.slice(0, 200), message })
}
