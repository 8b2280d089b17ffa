import { env } from 'cloudflare:workers'
import { createHash } from 'node:crypto'
import type { InstalledPiece, LoadCode } from '../../src/community/code.ts'
import { describePiece } from '../../src/community/describe.ts'

/** A piece as it would be installed, from its code. */
export async function installed(name: string, version: string, source: string): Promise<InstalledPiece> {
  const hash = createHash('sha256').update(source).digest('hex')
  const code = async () => source
  const metadata = await describePiece(env.LOADER as WorkerLoader, name, source)
  return { name, package: `@activepieces/piece-${name}`, version, hash, code, metadata }
}

const published = new Map<string, Promise<InstalledPiece>>()

/** A published package, as it came from npm. */
export function publishedPiece(name: string, version: string): Promise<InstalledPiece> {
  const known = published.get(name) ?? fromPackage(name, version)
  published.set(name, known)
  return known
}

async function fromPackage(name: string, version: string): Promise<InstalledPiece> {
  const answer = await env.PIECES.fetch(`http://pieces/?package=@activepieces/piece-${name}`)
  return installed(name, version, await answer.text())
}

/** Published packages by name, each in one version, loaded when first asked for. */
export const loadPublished =
  (versions: Readonly<Record<string, string>>): LoadCode =>
  async ({ name, version = versions[name] }) =>
    version !== undefined && versions[name] === version ? publishedPiece(name, version) : undefined

/** Finds pieces among those given. */
export const loadAmong =
  (...pieces: readonly InstalledPiece[]): LoadCode =>
  async ({ name, version }) =>
    pieces.find((each) => each.name === name && (version ?? each.version) === each.version)
