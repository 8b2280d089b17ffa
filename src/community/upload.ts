import { createHash } from 'node:crypto'
import { builtinModules } from 'node:module'
import * as z from 'zod'
import { openDb } from '../db/client.ts'
import { findUploaded, keepUploaded, removeUploaded, workflowsUsing } from '../db/community-pieces.ts'
import type { ActorRef } from '../db/schema-access.ts'
import type { CommunityPieceRow } from '../db/schema-pieces.ts'
import { CodedError, isCoded } from '../errors.ts'
import { pieceNames } from '../piece/registry.ts'
import { shortPieceName } from '../workflow/piece-name.ts'
import { describePiece } from './describe.ts'
import { codeKey, forgetUploaded, isBuiltIn } from './store.ts'
import { readTarball } from './tarball.ts'

/** What a package says of itself. */
const Manifest = z.looseObject({
  name: z.string().regex(/^(?:@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/, 'is no name of a package'),
  version: z.string().regex(/^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/, 'is no exact version'),
  main: z.string().min(1).default('index.js'),
  type: z.string().optional(),
  dependencies: z.record(z.string(), z.string()).default({}),
})

/** A package as an upload brings it. */
interface Unpacked {
  package: string
  /** short */
  name: string
  version: string
  code: string
}

const MAX_CODE_BYTES = 10 * 1024 * 1024
/** A row of D1 may have 2 MB. */
const MAX_METADATA_CHARS = 1_000_000

/**
 * Takes a community piece in: its code to R2, what it says of itself to D1. The same again changes nothing.
 * @param tgz what `npm pack` makes of a piece that is one file
 * @throws CodedError PIECE_INVALID, PIECE_NOT_BUNDLED, PIECE_UNSUPPORTED, PIECE_TOO_LARGE; PIECE_TAKEN where other code
 * has that name and version; FILES_UNAVAILABLE, PIECE_SANDBOX_UNAVAILABLE where a binding is missing; DATABASE_ERROR
 */
export async function uploadPiece(
  env: Cloudflare.Env,
  tgz: Uint8Array<ArrayBuffer>,
  by: ActorRef,
  now: number,
): Promise<CommunityPieceRow> {
  const { FILES, LOADER } = env
  if (!FILES) throw new CodedError('FILES_UNAVAILABLE', 'Uploads need the R2 binding FILES in wrangler.toml.')
  if (!LOADER) {
    const message =
      'Community pieces need the Worker Loader binding LOADER in wrangler.toml (Workers Paid plan).'
    throw new CodedError('PIECE_SANDBOX_UNAVAILABLE', message)
  }
  const { code, ...which } = await unpack(tgz)
  if (await isBuiltIn(env, which.name, which.version)) throw taken(which, 'is part of this build')
  const metadata = await describeUpload(LOADER, which.package, code)
  if (JSON.stringify(metadata).length > MAX_METADATA_CHARS) {
    throw new CodedError(
      'PIECE_TOO_LARGE',
      `${which.package} says too much about itself: add it to the build.`,
    )
  }
  const hash = createHash('sha256').update(code).digest('hex')
  const row = { ...which, hash, metadata, bytes: Buffer.byteLength(code), addedBy: by, createdAt: now }
  // First the code: a row never leads nowhere.
  await FILES.put(codeKey(row), code)
  const kept = await keepUploaded(openDb(env.DB), row)
  if (kept.hash === hash && kept.package === which.package) return kept
  if (kept.hash !== hash) await FILES.delete(codeKey(row))
  throw taken(which, 'is there with other code')
}

/**
 * Takes an uploaded piece out that no workflow uses.
 * @throws CodedError PIECE_NOT_INSTALLED, PIECE_BUILT_IN, PIECE_IN_USE, DATABASE_ERROR
 */
export async function removeUpload(
  env: Cloudflare.Env,
  which: { name: string; version: string },
): Promise<void> {
  const id = `${which.name}@${which.version}`
  if (await isBuiltIn(env, which.name, which.version)) {
    const message = `"${id}" is part of this build: take it out with "npm run pieces:remove" and deploy.`
    throw new CodedError('PIECE_BUILT_IN', message)
  }
  const db = openDb(env.DB)
  const isOurs = pieceNames.includes(which.name)
  const removed = await removeUploaded(db, which, isOurs)
  if (!removed) {
    if (await findUploaded(db, which)) throw inUse(id, await workflowsUsing(db, which, isOurs))
    throw new CodedError('PIECE_NOT_INSTALLED', `No community piece "${id}" was uploaded.`)
  }
  forgetUploaded(which.name, which.version)
  // A run that goes on has its code in memory, or fails with PIECE_UNAVAILABLE.
  await env.FILES?.delete(codeKey(removed))
}

function inUse(id: string, users: readonly { id: string; name: string }[]): CodedError {
  const named = users.slice(0, 3).map(({ name }) => `"${name}"`)
  const others = users.length > named.length ? ` and ${users.length - named.length} more` : ''
  const message = `"${id}" is used by ${named.join(', ')}${others}: choose another version there first.`
  return new CodedError('PIECE_IN_USE', message, { details: { workflows: users.slice(0, 100) } })
}

const taken = ({ package: name, version }: Omit<Unpacked, 'code'>, why: string) =>
  new CodedError(
    'PIECE_TAKEN',
    `${name}@${version} ${why}. A version never changes: give it a new one, or remove that.`,
  )

/** The one file of a package. @throws CodedError PIECE_INVALID, PIECE_NOT_BUNDLED, PIECE_TOO_LARGE */
export async function unpack(tgz: Uint8Array<ArrayBuffer>): Promise<Unpacked> {
  const files = await readTarball(tgz, (path) => path === 'package.json' || /\.c?js$/.test(path))
  const { name, version, main, type, dependencies } = manifestIn(files.get('package.json'))
  if (type === 'module') throw notBundled(name, 'is an ES module')
  if (Object.keys(dependencies).length > 0) throw notBundled(name, 'needs other packages')
  const path = main.replace(/^\.\//, '')
  const file = files.get(path) ?? files.get(`${path}.js`) ?? files.get(`${path}/index.js`)
  if (!file) throw new CodedError('PIECE_INVALID', `${name} lacks its own main file "${main}".`)
  if (file.length > MAX_CODE_BYTES) {
    throw new CodedError(
      'PIECE_TOO_LARGE',
      `${name} has more than ${MAX_CODE_BYTES / 1024 / 1024} MiB of code.`,
    )
  }
  return { package: name, name: shortPieceName(name), version, code: new TextDecoder().decode(file) }
}

function manifestIn(file: Uint8Array | undefined): z.output<typeof Manifest> {
  if (!file)
    throw new CodedError('PIECE_INVALID', 'There is no package.json in it. Send what "npm pack" makes.')
  const parsed = Manifest.safeParse(parsedJson(file))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const where = issue?.path.join('.') || 'it'
  throw new CodedError(
    'PIECE_INVALID',
    `In its package.json "${where}" is not usable: ${issue?.message ?? ''}`,
  )
}

function parsedJson(file: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(file))
  } catch {
    return undefined
  }
}

/** The piece's metadata; what needs a file beside it is a matter for the command that makes one of many. */
async function describeUpload(loader: WorkerLoader, name: string, code: string) {
  try {
    return await describePiece(loader, name, code)
  } catch (error) {
    const module = isCoded(error) ? (error.details as { module?: string } | undefined)?.module : undefined
    if (module === undefined || module.startsWith('node:') || builtinModules.includes(module)) throw error
    throw notBundled(name, `needs "${module}" beside its main file`)
  }
}

function notBundled(name: string, why: string): CodedError {
  const message = `${name} ${why}: only one file in CommonJS can be uploaded. Add it to the build with "npm run pieces:add".`
  return new CodedError('PIECE_NOT_BUNDLED', message)
}
