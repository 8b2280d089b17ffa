import type { Json } from './json.ts'

/** An error as data: what is stored in a run and sent over HTTP. */
export interface ErrorData {
  /** Stable, in capitals: `STEP_TIMEOUT`, `ARGUMENT_INVALID` … */
  code: string
  /** One sentence that names the field or step at fault and what to do. */
  message: string
  /** True where the same attempt may succeed later. */
  retryable: boolean
  details?: Json
}

/** Options of a CodedError beside its code and message. */
export interface ErrorOptions {
  retryable?: boolean
  details?: Json
  cause?: unknown
}

/** The one error class of the product. Crosses RPC by its `code`, so test with `isCoded`, not `instanceof`. */
export class CodedError extends Error {
  readonly code: string
  readonly retryable: boolean
  readonly details?: Json

  constructor(code: string, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'CodedError'
    this.code = code
    this.retryable = options.retryable ?? false
    if (options.details !== undefined) this.details = options.details
  }
}

/** True for our errors, also after they crossed a Durable Object's RPC, where the class is lost. */
export function isCoded(error: unknown): error is Error & ErrorData {
  return (
    error instanceof Error && typeof (error as { code?: unknown }).code === 'string' && 'retryable' in error
  )
}

/**
 * Any thrown value as error data. What is not ours becomes `fallbackCode` with its own message.
 * @param fallbackCode code for errors that carry none
 */
export function toErrorData(error: unknown, fallbackCode = 'INTERNAL_ERROR'): ErrorData {
  if (isCoded(error)) {
    const data: ErrorData = { code: error.code, message: error.message, retryable: error.retryable }
    if (error.details !== undefined) data.details = error.details
    return data
  }
  const message = error instanceof Error ? error.message : String(error)
  return { code: fallbackCode, message, retryable: false }
}
