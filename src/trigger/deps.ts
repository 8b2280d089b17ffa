import type { RunLookup } from '../call/dispatch.ts'
import { runsOf } from '../call/dispatch.ts'
import { openConnections, renewConnection } from '../connection/open.ts'
import type { Keys } from '../connection/seal.ts'
import { type Db, openDb } from '../db/client.ts'
import type { OpenConnection } from '../engine/ports.ts'
import type { Json } from '../json.ts'
import { type HttpClient, httpClientFor } from '../piece/http-client.ts'
import type { KeyValueStore } from '../piece/services.ts'
import { publicUrl } from '../public-url.ts'
import { createStore } from '../run/store-client.ts'

/** What triggers need of the Worker around them. */
export interface TriggerDeps {
  db: Db
  runs: RunLookup
  http: HttpClient
  keys: Keys
  publicUrl: string
  /** @throws CodedError CONNECTION_NOT_FOUND, CONNECTION_INACTIVE */
  connections(ids: readonly string[]): Promise<Record<string, OpenConnection>>
  /** asks a connection's service for new credentials after it refused these; undefined where there are none */
  refreshConnection(id: string, refused: Json): Promise<OpenConnection | undefined>
  store(workflowId: string): KeyValueStore & { clear(): Promise<void> }
  /** epoch milliseconds */
  now(): number
  /** a number in [0, 1) for jitter */
  random(): number
}

/**
 * What triggers need, as the platform fills it.
 * @param origin where services reach us, as a request shows it; PATCHCORD_PUBLIC_URL where there is none
 */
export function triggerDeps(
  env: Cloudflare.Env,
  { origin = publicUrl(env), now = Date.now }: { origin?: string; now?: () => number } = {},
): TriggerDeps {
  return {
    db: openDb(env.DB),
    runs: runsOf(env),
    http: httpClientFor(env),
    keys: env,
    publicUrl: origin,
    connections: (ids) => openConnections(env, ids),
    refreshConnection: (id, refused) => renewConnection(env, id, refused),
    store: (workflowId) =>
      createStore(env.STORES, `trigger:${workflowId}`) as ReturnType<TriggerDeps['store']>,
    now,
    random: Math.random,
  }
}
