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

/** What a piece said beside its outcome, see guest/context.ts. */
export interface Said {
  tags: string[]
  stop?: boolean
  response?: { status?: number; headers?: Record<string, string>; body?: Json }
  pause?: { type?: string; resumeDateTime?: string }
  listeners?: { events: string[]; identifier: string }
  schedule?: { cron: string; timezone: string }
}

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

type Reply = { logs: string[]; said: string } & (
  | { kind: 'ok'; output: string }
  | { kind: 'not_json'; message: string }
  | { kind: 'too_large' }
  | Thrown
)

interface Thrown {
  kind: 'thrown'
  name: string
  message: string
  status?: number
  body: string
  retryAfter?: string
  refused?: { code: string; message: string; retryable: boolean }
}

interface Guest extends Rpc.WorkerEntrypointBranded {
  perform(task: string, asked: unknown, host: PieceHost): Promise<Reply>
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
  const reply = await invoke(load(loader, piece), name, task)
  const said = JSON.parse(reply.said) as Said
  switch (reply.kind) {
    case 'ok':
      return { output: JSON.parse(reply.output) as Json, said, logs: reply.logs }
    case 'thrown':
      throw failure(name, reply)
    case 'not_json':
      throw new CodedError('OUTPUT_INVALID', `${name} gave an output that isn't JSON: ${reply.message}`)
    case 'too_large':
      throw new CodedError('OUTPUT_TOO_LARGE', `${name} gave over 1 MiB of JSON. Ask it for less.`)
  }
}

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
    using reply = await Promise.race([answered, stop.promise])
    return reply
  } finally {
    signal.removeEventListener('abort', abort)
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
