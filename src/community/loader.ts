import { createHash } from 'node:crypto'
import { CodedError } from '../errors.ts'
import type { Json } from '../json.ts'
import { retryAfter } from '../piece/http-client.ts'
import type { InstalledPiece } from './code.ts'
import { CONTEXT } from './guest/context.ts'
import { DESCRIBE } from './guest/describe.ts'
import { MAIN } from './guest/main.ts'
import { WORLD } from './guest/world.ts'
import { type HostParts, PieceHost } from './host.ts'
import { type Reply, readReply, type Said, type Thrown } from './reply.ts'

/** What became of a call. */
export interface Performed {
  output: Json
  said: Said
  /** the piece's own console */
  logs: string[]
}

/** A task for a piece, with what it takes. */
export interface Task {
  task: 'action' | 'hook' | 'options' | 'props' | 'validate' | 'appEvents' | 'verifyAppEvent'
  asked: Readonly<Record<string, unknown>>
  host: HostParts
  /** ends the call, whatever the piece does, with the signal's reason */
  signal: AbortSignal
}

interface Guest extends Rpc.WorkerEntrypointBranded {
  perform(task: string, asked: unknown, host: PieceHost): Promise<object>
}

const COMPATIBILITY_DATE = '2026-11-01'
/** Of one call; nothing limits CPU locally. */
const CPU_MS = 30_000
const MAX_OUTPUT_BYTES = 1_048_576
/** Characters of a service's answer that an error repeats. */
const MAX_MESSAGE = 700

const GUEST = { 'main.js': MAIN, 'world.js': WORLD, 'describe.js': DESCRIBE, 'context.js': CONTEXT }
const GUEST_HASH = createHash('sha256').update(JSON.stringify(GUEST)).digest('hex')

/**
 * Has a piece do something in a Dynamic Worker of its own, one for each hash of its code, which later calls reuse.
 * @throws CodedError PIECE_SANDBOX_UNAVAILABLE, PIECE_UNLOADABLE, PIECE_FAILED, PIECE_TIMEOUT, PIECE_MEMORY,
 * HTTP_STATUS for what a service answered, what our egress refused with, OUTPUT_INVALID, OUTPUT_TOO_LARGE; or the
 * signal's reason
 */
export async function perform(
  loader: WorkerLoader | undefined,
  piece: InstalledPiece,
  task: Task,
): Promise<Performed> {
  const name = piece.metadata.displayName
  if (!loader) {
    const message = `${name} is a community piece: those need the Worker Loader binding LOADER in wrangler.toml (Workers Paid plan).`
    throw new CodedError('PIECE_SANDBOX_UNAVAILABLE', message)
  }
  const { outcome, said, logs } = await invoke(load(loader, piece), name, task)
  switch (outcome.kind) {
    case 'ok':
      return { output: outputIn(name, outcome.output), said, logs }
    case 'thrown':
      throw failure(name, outcome)
    case 'not_json':
      throw new CodedError('OUTPUT_INVALID', `${name} gave an output that isn't JSON: ${outcome.message}`)
    case 'too_large':
      throw tooLarge(name)
  }
}

function outputIn(name: string, text: string): Json {
  // Counted in there already; a piece may have seen to it that it wasn't.
  if (text.length > MAX_OUTPUT_BYTES) throw tooLarge(name)
  try {
    return JSON.parse(text) as Json
  } catch (cause) {
    throw unreadable(name, cause)
  }
}

const tooLarge = (name: string): CodedError =>
  new CodedError('OUTPUT_TOO_LARGE', `${name} gave over 1 MiB of JSON. Ask it for less.`)

const unreadable = (name: string, cause: unknown): CodedError =>
  new CodedError('PIECE_FAILED', `${name} gave an answer that can't be read.`, { cause })

function load(loader: WorkerLoader, piece: InstalledPiece): WorkerStub {
  return loader.get(`piece:${piece.hash}:${GUEST_HASH}`, async () => ({
    compatibilityDate: COMPATIBILITY_DATE,
    compatibilityFlags: ['nodejs_compat'],
    mainModule: 'main.js',
    modules: {
      ...Object.fromEntries(Object.entries(GUEST).map(([file, js]) => [file, { js }])),
      'piece.cjs': { cjs: await piece.code() },
    },
    env: {},
    // The way out is the host that comes with each call, so that every request belongs to a run.
    globalOutbound: null,
    limits: { cpuMs: CPU_MS, subRequests: 0 },
  }))
}

/** Calls the guest, and stops waiting when the signal says so, whatever the guest does. */
async function invoke(worker: WorkerStub, name: string, { task, asked, host, signal }: Task): Promise<Reply> {
  signal.throwIfAborted()
  const stop = Promise.withResolvers<never>()
  const abort = () => stop.reject(signal.reason)
  signal.addEventListener('abort', abort)
  try {
    const request = { maxBytes: MAX_OUTPUT_BYTES, ...asked }
    const answer = worker.getEntrypoint<Guest>().perform(task, request, new PieceHost(host))
    const answered = answer.catch((error: unknown) => {
      throw platformError(name, error)
    })
    using reply = (await Promise.race([answered, stop.promise])) as Disposable
    return read(name, reply)
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

function read(name: string, reply: unknown): Reply {
  try {
    return readReply(reply)
  } catch (cause) {
    throw unreadable(name, cause)
  }
}

/** What the platform threw instead of an answer. Its texts are the only thing it gives to tell the cases apart. */
function platformError(name: string, error: unknown): CodedError {
  const message = error instanceof Error ? error.message : String(error)
  if (/exceeded.*CPU/i.test(message)) {
    return new CodedError('PIECE_TIMEOUT', `${name} needed over ${CPU_MS / 1000} s of CPU.`)
  }
  if (/exceeded.*memory/i.test(message)) {
    return new CodedError('PIECE_MEMORY', `${name} needed over 128 MB of memory. Have it do less at a time.`)
  }
  return new CodedError('PIECE_UNLOADABLE', `${name} could not be run: ${message}`, { cause: error })
}

/** What a piece threw, as our error. Most throw what a service answered. */
function failure(name: string, { refused, status, message, body, ...thrown }: Thrown): CodedError {
  if (refused) {
    return new CodedError(refused.code, `${name}: ${refused.message}`, { retryable: refused.retryable })
  }
  const words = message.slice(0, MAX_MESSAGE)
  if (!status) {
    const kind = thrown.name && thrown.name !== 'Error' ? `${thrown.name}: ` : ''
    return new CodedError('PIECE_FAILED', `${name}: ${kind}${words}`)
  }
  const retryAfterMs = retryAfter(thrown.retryAfter)
  return new CodedError('HTTP_STATUS', `${name}: its service answered ${status}. ${words}`, {
    retryable: status === 408 || status === 429 || status >= 500,
    details: { status, body, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) },
  })
}
