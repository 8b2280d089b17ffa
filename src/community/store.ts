import { openDb } from '../db/client.ts'
import { findUploaded, listUploaded, uploadedVersions } from '../db/community-pieces.ts'
import type { CommunityPieceRow } from '../db/schema-pieces.ts'
import { CodedError } from '../errors.ts'
import { pinOf } from '../workflow/piece-name.ts'
import type { InstalledPiece, LoadCode } from './code.ts'
import { type CommunityPiece, Metadata } from './piece.ts'

/** Where community pieces lie: files of the build (`npm run pieces:add`), and uploads in D1 and R2. */
export type PieceBindings = Pick<Cloudflare.Env, 'ASSETS' | 'DB' | 'FILES'>

/** What the build's index says of a piece. */
type Entry = Pick<CommunityPiece, 'name' | 'package' | 'version' | 'hash'>

/** Files of a build never change under a Worker: what was read is kept for good. */
const built = new WeakMap<Fetcher, { index?: readonly Entry[]; pieces: Map<string, InstalledPiece> }>()

/** How long an upload is used without asking whether it is still there. */
const KEPT_MS = 5_000
const uploads = new Map<string, { piece: InstalledPiece; until: number }>()

/**
 * Finds installed pieces, those of the build before those uploaded. A version may be written as a definition pins it.
 * @throws (the function) CodedError DATABASE_ERROR; PIECE_UNAVAILABLE from `code()` where the files are gone
 */
export function installedPieces(env: PieceBindings): LoadCode {
  return async ({ name, version: pinned }) => {
    const version = pinOf(pinned).version ?? (await newestVersion(env, name))
    if (version === undefined) return undefined
    return (await builtPiece(env, name, version)) ?? (await uploadedPiece(env, name, version))
  }
}

/** An installed piece, with who uploaded it and when, where it is not of the build. */
export type Listed = CommunityPiece & { upload?: Pick<CommunityPieceRow, 'addedBy' | 'createdAt'> }

/** Every installed piece, by name, newest version first. @throws CodedError DATABASE_ERROR */
export async function listInstalled(env: PieceBindings): Promise<Listed[]> {
  const entries = await indexOf(env)
  const [shelved, uploaded] = await Promise.all([
    Promise.all(entries.map(({ name, version }) => builtPiece(env, name, version))),
    listUploaded(openDb(env.DB)),
  ])
  const all: Listed[] = [
    ...shelved.filter((piece) => piece !== undefined),
    ...uploaded.map((row) => ({ ...pieceOf(env, row), upload: row })),
  ]
  return all.sort((a, b) =>
    a.name < b.name ? -1 : a.name > b.name ? 1 : compareVersions(b.version, a.version),
  )
}

/** True where a piece is part of the build, which only a new build can change. */
export async function isBuiltIn(env: PieceBindings, name: string, version: string): Promise<boolean> {
  return (await indexOf(env)).some((each) => each.name === name && each.version === version)
}

/** Where the code of an upload lies in R2. A version that is removed and comes back has a place of its own. */
export const codeKey = ({ name, version, hash }: Entry): string => `community/${name}/${version}/${hash}.cjs`

/** Has this isolate forget an upload that was removed. */
export function forgetUploaded(name: string, version: string): void {
  uploads.delete(`${name}@${version}`)
}

async function newestVersion(env: PieceBindings, name: string): Promise<string | undefined> {
  const entries = (await indexOf(env)).filter((each) => each.name === name)
  const versions = [
    ...entries.map(({ version }) => version),
    ...(await uploadedVersions(openDb(env.DB), name)),
  ]
  return versions.sort(compareVersions).at(-1)
}

/** By numbers; a version with a word behind it (`1.0.0-beta`) comes before the one without. */
function compareVersions(a: string, b: string): number {
  const [[coreA = '', ...wordA], [coreB = '', ...wordB]] = [a.split('-'), b.split('-')]
  const byNumber = coreA.localeCompare(coreB, 'en', { numeric: true })
  if (byNumber !== 0 || wordA.length === 0 || wordB.length === 0)
    return byNumber || wordB.length - wordA.length
  return wordA.join('-').localeCompare(wordB.join('-'), 'en', { numeric: true })
}

function shelfOf({ ASSETS }: PieceBindings) {
  const known = built.get(ASSETS) ?? { pieces: new Map<string, InstalledPiece>() }
  built.set(ASSETS, known)
  return known
}

async function indexOf(env: PieceBindings): Promise<readonly Entry[]> {
  const shelf = shelfOf(env)
  if (!shelf.index) {
    const response = await assetOf(env, 'index.json')
    // A build without community pieces has no index.
    shelf.index = response ? ((await response.json()) as Entry[]) : []
  }
  return shelf.index
}

async function builtPiece(
  env: PieceBindings,
  name: string,
  version: string,
): Promise<InstalledPiece | undefined> {
  if (!(await isBuiltIn(env, name, version))) return undefined
  const { pieces } = shelfOf(env)
  const key = `${name}@${version}`
  const known = pieces.get(key)
  if (known) return known
  const response = await assetOf(env, `${name}/${version}/piece.json`)
  if (!response) throw gone(name, version)
  const said = (await response.json()) as CommunityPiece
  const piece: InstalledPiece = {
    name,
    package: said.package,
    version,
    hash: said.hash,
    metadata: Metadata.parse(said.metadata),
    async code() {
      const file = await assetOf(env, `${name}/${version}/piece.cjs`)
      if (!file) throw gone(name, version)
      return file.text()
    },
  }
  pieces.set(key, piece)
  return piece
}

/** A file under `public/_community`, which nobody outside is given: `run_worker_first` in wrangler.toml. */
async function assetOf({ ASSETS }: PieceBindings, path: string): Promise<Response | undefined> {
  const response = await ASSETS.fetch(`http://assets/_community/${path}`)
  if (response.ok) return response
  await response.body?.cancel()
  return undefined
}

async function uploadedPiece(
  env: PieceBindings,
  name: string,
  version: string,
): Promise<InstalledPiece | undefined> {
  const key = `${name}@${version}`
  const known = uploads.get(key)
  if (known && known.until > Date.now()) return known.piece
  const row = await findUploaded(openDb(env.DB), { name, version })
  if (!row) return undefined
  const piece = pieceOf(env, row)
  uploads.set(key, { piece, until: Date.now() + KEPT_MS })
  return piece
}

function pieceOf(env: PieceBindings, row: CommunityPieceRow): InstalledPiece {
  const { name, package: packageName, version, hash, metadata } = row
  return {
    ...{ name, package: packageName, version, hash },
    metadata: Metadata.parse(metadata),
    async code() {
      const object = await env.FILES?.get(codeKey(row))
      if (!object) throw gone(name, version)
      return object.text()
    },
  }
}

function gone(name: string, version: string): CodedError {
  const message = `The code of the community piece ${name}@${version} is gone: add it again.`
  return new CodedError('PIECE_UNAVAILABLE', message)
}
