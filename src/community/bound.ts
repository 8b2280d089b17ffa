import { createHash } from 'node:crypto'
import { openConnections } from '../connection/open.ts'
import { openDb } from '../db/client.ts'
import { findConnection } from '../db/connections.ts'
import { withoutSecrets } from '../engine/redact.ts'
import type { Json } from '../json.ts'
import { httpClientFor } from '../piece/http-client.ts'
import type { Connection } from '../piece/piece.ts'
import { publicUrl } from '../public-url.ts'
import { shortPieceName } from '../workflow/piece-name.ts'
import type { InstalledPiece } from './code.ts'
import { createEgress } from './egress.ts'
import { type HostParts, noParts } from './host.ts'
import { OWN_API } from './own-api.ts'

/** What `connect` gives to the parts of a community piece. */
export interface Connecting {
  connection?: Connection | undefined
  signal?: AbortSignal
}

/** The base of what every call of a piece is told. */
export function baseOf(env: Cloudflare.Env, connection: Connection | undefined) {
  return {
    auth: connection?.value ?? null,
    server: { apiUrl: OWN_API, publicUrl: `${publicUrl(env)}/`, token: '' },
    flow: { id: 'workflow', version: { id: 'version' } },
  }
}

/** What is bound to one call beside the network. */
export interface Binding {
  signal: AbortSignal
  note(line: string): void
  /** takes texts that may reach no record */
  keepSecrets?(secrets: readonly string[]): void
  store?: Pick<HostParts, 'get' | 'put' | 'remove'>
  writeFile?: HostParts['writeFile']
  flows?: HostParts['flows']
  fetch?(next: HostParts['fetch']): HostParts['fetch']
}

/** A piece's way to the world for one call. What is not bound is refused. */
export function partsOf(env: Cloudflare.Env, piece: InstalledPiece, binding: Binding): HostParts {
  const { signal, note, store, writeFile, flows, fetch = (next) => next } = binding
  return {
    ...noParts,
    ...store,
    ...(writeFile && { writeFile }),
    ...(flows && { flows }),
    fetch: fetch(createEgress(httpClientFor(env), signal, note)),
    connection: (id) => ownConnection(env, piece, id, binding),
  }
}

/** The value of a connection of this piece. Another's credentials are not for it: it hears that there is none. */
async function ownConnection(
  env: Cloudflare.Env,
  piece: InstalledPiece,
  id: string,
  { note, keepSecrets }: Binding,
): Promise<Json> {
  const row = await findConnection(openDb(env.DB), id)
  if (!row || shortPieceName(row.pieceName) !== piece.name) {
    note(`The piece asked for the connection "${id}", which is none of its own.`)
    return null
  }
  const opened = (await openConnections(env, [id]))[id]
  if (opened) keepSecrets?.(opened.secrets)
  return opened?.value ?? null
}

/** A value without some secrets. */
export const without = <T>(value: T, secrets: readonly string[]): T =>
  secrets.length === 0 ? value : (JSON.parse(withoutSecrets(JSON.stringify(value), secrets)) as T)

const MAX_KEY_CHARS = 128

/** A key of a store that others use too: two pieces never meet, and a long key stays one that a store takes. */
export function keyOf({ name }: Pick<InstalledPiece, 'name'>, key: string): string {
  const full = `${name}/${key}`
  if (full.length <= MAX_KEY_CHARS) return full
  return `${name.slice(0, 48)}/#${createHash('sha256').update(full).digest('hex')}`
}
