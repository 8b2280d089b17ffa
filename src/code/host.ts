import { CodedError } from '../errors.ts'
import type { Json } from '../json.ts'
import { type CompiledCode, compile } from './compile.ts'
import { GUEST } from './guest.ts'

/** One call of a Code step. */
export interface CodeCall {
  /** the step's name, for messages */
  step: string
  /** a TypeScript or JavaScript module with `export const code = async (inputs) => …`, or `exports.code = …` */
  code: string
  inputs: Json
  /** wall time, milliseconds */
  timeoutMs: number
  /** CPU time, milliseconds; 10 s unless given */
  cpuMs?: number
  /** lets `fetch` out to the internet; off unless true */
  allowNetwork?: boolean
  /** ends the call with the signal's reason */
  signal?: AbortSignal
}

/** What a Code step gave back. */
export interface CodeResult {
  output: Json
  /** console lines as `level: text`, at most 200 lines and about 32,000 characters */
  logs: string[]
}

export type RunCode = (call: CodeCall) => Promise<CodeResult>

/** The guest's answer, see guest.ts. */
type Reply = { logs: string[] } & (
  | { kind: 'ok'; output: string }
  | { kind: 'thrown' | 'not_json'; name: string; message: string; line?: number }
  | { kind: 'timeout' | 'no_function' | 'too_large' }
)

interface Guest extends Rpc.WorkerEntrypointBranded {
  run(inputs: string, limits: { timeoutMs: number; ticks: number; maxOutputBytes: number }): Promise<Reply>
}

const COMPATIBILITY_DATE = '2026-11-01'
const DEFAULT_CPU_MS = 10_000
/**
 * Loop turns and function calls that count as a millisecond of CPU. Nothing limits CPU locally, so this is what ends
 * an endless loop there: with the default, after 100 million turns, about a third of a second of empty ones.
 */
const TICKS_PER_CPU_MS = 10_000
const MAX_INPUT_CHARS = 8_388_608
const MAX_OUTPUT_BYTES = 1_048_576
/** How much later than the guest we stop waiting: its own timer answers first, and with the logs. */
const GRACE_MS = 500

/**
 * Makes the function that runs Code steps, each version in a Dynamic Worker of its own that later calls reuse.
 * @param loader the Worker Loader binding; without it every call fails with CODE_SANDBOX_UNAVAILABLE
 * @throws (the function) CodedError CODE_SYNTAX, CODE_TOO_LARGE, CODE_NO_FUNCTION, CODE_FAILED, CODE_TIMEOUT,
 * CODE_MEMORY, CODE_INPUT_TOO_LARGE, CODE_OUTPUT_TOO_LARGE, OUTPUT_INVALID; CODE_SANDBOX_FAILED, the only one that
 * is retryable; or the signal's reason. Once the code ran, `details.logs` holds its console.
 */
export function createCodeHost(loader: WorkerLoader | undefined): RunCode {
  return async (call) => {
    if (!loader) {
      const reason = 'a Code step needs the Worker Loader binding LOADER in wrangler.toml (Workers Paid plan)'
      throw failure(call, 'CODE_SANDBOX_UNAVAILABLE', reason)
    }
    const inputs = JSON.stringify(call.inputs ?? {})
    if (inputs.length > MAX_INPUT_CHARS) {
      const reason = `the input is over ${MAX_INPUT_CHARS} characters of JSON; pass less`
      throw failure(call, 'CODE_INPUT_TOO_LARGE', reason)
    }
    const compiled = await compile(call.step, call.code)
    const reply = await invoke(load(loader, compiled, call.allowNetwork ?? false), call, inputs)
    return result(call, reply)
  }
}

function load(loader: WorkerLoader, compiled: CompiledCode, allowNetwork: boolean): WorkerStub {
  return loader.get(`code:${compiled.id}:${allowNetwork ? 'network' : 'offline'}`, () => ({
    compatibilityDate: COMPATIBILITY_DATE,
    mainModule: 'guest.js',
    modules: { 'guest.js': GUEST, 'step.js': compiled.module },
    env: {},
    // Left out, the guest has our own access to the internet.
    ...(allowNetwork ? {} : { globalOutbound: null }),
  }))
}

/** Calls the guest, and stops waiting at the deadline or the signal, whatever the guest does. */
async function invoke(worker: WorkerStub, call: CodeCall, inputs: string): Promise<Reply> {
  const { signal, timeoutMs, cpuMs = DEFAULT_CPU_MS } = call
  signal?.throwIfAborted()
  const stop = Promise.withResolvers<never>()
  const abort = () => stop.reject(signal?.reason)
  signal?.addEventListener('abort', abort)
  const timer = setTimeout(() => stop.reject(timeout(call)), timeoutMs + GRACE_MS)
  try {
    const limits = { timeoutMs, ticks: cpuMs * TICKS_PER_CPU_MS, maxOutputBytes: MAX_OUTPUT_BYTES }
    const answer = worker.getEntrypoint<Guest>(undefined, { limits: { cpuMs } }).run(inputs, limits)
    const answered = answer.catch((error: unknown) => {
      throw platformError(call, error)
    })
    using reply = await Promise.race([answered, stop.promise])
    return reply
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', abort)
  }
}

function result(call: CodeCall, reply: Reply): CodeResult {
  const { logs } = reply
  switch (reply.kind) {
    case 'ok':
      return { output: JSON.parse(reply.output) as Json, logs }
    case 'thrown': {
      // The platform's own sentence speaks of bindings, which a step does not have.
      const offline = /not permitted to access the internet/.test(reply.message)
      const message = offline
        ? 'the network is off in this Code step; call out from an HTTP step'
        : reply.message
      const what = [reply.name, message].filter(Boolean).join(': ')
      const where = reply.line ? ` (line ${reply.line})` : ''
      const details = { logs, name: reply.name, ...(reply.line ? { line: reply.line } : {}) }
      throw failure(call, 'CODE_FAILED', `${what}${where}`, details)
    }
    case 'not_json':
      throw failure(call, 'OUTPUT_INVALID', `code() returned no JSON: ${reply.message}`, { logs })
    case 'too_large':
      throw failure(call, 'CODE_OUTPUT_TOO_LARGE', 'code() returned over 1 MiB of JSON; return less', {
        logs,
      })
    case 'no_function':
      throw failure(call, 'CODE_NO_FUNCTION', 'write `export const code = async (inputs) => …`', { logs })
    case 'timeout':
      throw timeout(call, logs)
  }
}

/** What the platform threw instead of an answer. Its texts are the only thing it gives to tell the cases apart. */
function platformError(call: CodeCall, error: unknown): CodedError {
  const message = error instanceof Error ? error.message : String(error)
  if (/exceeded.*CPU/i.test(message)) return timeout(call)
  if (/exceeded.*memory/i.test(message)) return failure(call, 'CODE_MEMORY', 'the code needs over 128 MB')
  if (/SyntaxError/.test(message)) return failure(call, 'CODE_SYNTAX', message)
  const text = `Step "${call.step}": the sandbox could not run the code: ${message}`
  return new CodedError('CODE_SANDBOX_FAILED', text, { retryable: true, cause: error })
}

function timeout(call: CodeCall, logs: string[] = []): CodedError {
  const { timeoutMs, cpuMs = DEFAULT_CPU_MS } = call
  const reason = `the code did not end within ${timeoutMs} ms, or ${cpuMs} ms of CPU; do less, or raise the step's timeout`
  return failure(call, 'CODE_TIMEOUT', reason, { logs })
}

function failure(call: CodeCall, code: string, reason: string, details?: Json): CodedError {
  return new CodedError(code, `Step "${call.step}": ${reason}`, details === undefined ? {} : { details })
}
