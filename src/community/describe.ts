import { CodedError } from '../errors.ts'
import { DESCRIBE } from './guest/describe.ts'
import { WORLD } from './guest/world.ts'
import { Metadata } from './piece.ts'

/**
 * The program around a piece's code that reads what the piece says of itself, as text because it runs in a Worker of
 * its own, made as it is for calls (loader.ts). Functions are code and are left out; where it matters that there is one, a flag says so.
 */
const GUEST = `
import { WorkerEntrypoint } from 'cloudflare:workers'
import './world.js'
import exported from './piece.cjs'
import { pieceIn } from './describe.js'

const is = (value) => typeof value === 'function'
const values = (record) => Object.values(record ?? {})

function found() {
  try { return pieceIn(exported) } catch {}
}

function describe() {
  const piece = found()
  if (!piece) return undefined
  const said = piece.metadata()
  const parts = (record, more) => Object.fromEntries(values(record).map((part) => [part.name, { ...part, tests: is(part.test), ...more?.(part) }]))
  const auth = [said.auth ?? piece.auth ?? []].flat().filter(Boolean)
  return {
    ...said,
    auth: auth.map((each) => ({ ...each, validates: is(each.validate) })),
    actions: parts(said.actions),
    triggers: parts(said.triggers),
    contextVersion: is(piece.getContextInfo) ? (piece.getContextInfo().version ?? null) : null,
    hasAppEvents: is(piece.events?.parseAndReply),
  }
}

export default class extends WorkerEntrypoint {
  describe() {
    return JSON.stringify(describe()) ?? ''
  }
}
`

interface Guest extends Rpc.WorkerEntrypointBranded {
  describe(): Promise<string>
}

const COMPATIBILITY_DATE = '2026-11-01'
/** Starting a piece takes tens of milliseconds; what takes longer than this never ends. */
const PATIENCE_MS = 20_000
/** Nothing limits it locally. */
const CPU_MS = 10_000
const MAX_METADATA_CHARS = 4 * 1024 * 1024

/**
 * What a piece says of itself, read in a Worker without network that is thrown away afterwards.
 * @param name for messages
 * @throws CodedError PIECE_UNSUPPORTED where it needs what a Worker has not, PIECE_INVALID where it is no piece
 */
export async function describePiece(loader: WorkerLoader, name: string, code: string): Promise<Metadata> {
  const worker = loader.load({
    compatibilityDate: COMPATIBILITY_DATE,
    compatibilityFlags: ['nodejs_compat'],
    mainModule: 'guest.js',
    modules: { 'guest.js': GUEST, 'world.js': WORLD, 'describe.js': DESCRIBE, 'piece.cjs': { cjs: code } },
    env: {},
    globalOutbound: null,
    limits: { cpuMs: CPU_MS, subRequests: 0 },
  })
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error('it did not start within 20 seconds')), PATIENCE_MS)
  try {
    return metadataIn(name, await Promise.race([worker.getEntrypoint<Guest>().describe(), late.promise]))
  } catch (error) {
    throw error instanceof CodedError ? error : unsupported(name, (error as Error).message)
  } finally {
    clearTimeout(timer)
  }
}

function metadataIn(name: string, text: string): Metadata {
  if (text.length > MAX_METADATA_CHARS) {
    throw new CodedError('PIECE_INVALID', `${name} says more about itself than 4 MiB: it can't be shown.`)
  }
  const read = text ? Metadata.safeParse(JSON.parse(text)) : undefined
  if (!read) throw new CodedError('PIECE_INVALID', `${name} exports no piece: is it one of Activepieces?`)
  if (read.success) return read.data
  const [issue] = read.error.issues
  const where = issue?.path.join('.') ?? ''
  throw new CodedError('PIECE_INVALID', `${name} says nothing usable in "${where}": ${issue?.message ?? ''}`)
}

/** What keeps a piece from starting, with the module named where one is missing. */
function unsupported(name: string, reason: string): CodedError {
  const missing = /No such module "?([^"\s]+?)"?[.\s]*(?:imported|required|$)/m.exec(reason)?.[1]
  const message = missing
    ? `${name} needs the module "${missing.replace(/^node:/, '')}", which a Worker does not have.`
    : `${name} does not start in a Worker: ${reason}`
  return new CodedError('PIECE_UNSUPPORTED', message, missing ? { details: { module: missing } } : {})
}
