import type { D1Migration } from '@cloudflare/vitest-pool-workers'
import type { CampaignObject } from './campaign/campaign-object.ts'
import type { ConnectionObject } from './connection/connection-object.ts'
import type { FeedObject } from './run/feed-object.ts'
import type { RunObject } from './run/run-object.ts'
import type { StoreObject } from './run/store-object.ts'

declare global {
  namespace Cloudflare {
    /** Bindings of wrangler.toml, secrets of `.dev.vars`, and what only tests set. */
    interface Env {
      DB: D1Database
      RUNS: DurableObjectNamespace<RunObject>
      FEEDS: DurableObjectNamespace<FeedObject>
      STORES: DurableObjectNamespace<StoreObject>
      CONNECTIONS: DurableObjectNamespace<ConnectionObject>
      /** the files of `public/` */
      ASSETS: Fetcher
      CAMPAIGNS: DurableObjectNamespace<CampaignObject>
      LOADER?: WorkerLoader
      FILES?: R2Bucket
      FORM_SENDERS?: RateLimit
      FORM_TOTALS?: RateLimit
      PATCHCORD_ADMIN_TOKEN: string
      /** base64 of 32 bytes */
      PATCHCORD_ENCRYPTION_KEY: string
      /** the key before it, while rows that were stored with it are re-encrypted */
      PATCHCORD_ENCRYPTION_KEY_PREVIOUS?: string
      /** '1' lets pieces reach loopback and private addresses: local development and tests */
      PATCHCORD_ALLOW_PRIVATE_HOSTS?: string
      /** the address links are built with; the request's own origin where unset */
      PATCHCORD_PUBLIC_URL?: string
      /** where Cloudflare Access vouches for members: `<team>.cloudflareaccess.com`, and the application's AUD tag */
      PATCHCORD_ACCESS_TEAM_DOMAIN?: string
      PATCHCORD_ACCESS_AUDIENCE?: string
      /** days that runs are kept after their end, where their workflow says nothing; 30 where unset */
      PATCHCORD_RETENTION_DAYS?: string
      /** days that files of runs are kept; 30 where unset */
      PATCHCORD_FILE_DAYS?: string
      /** what apps sign their events with, as JSON by piece: `{"slack": "…"}` */
      PATCHCORD_APP_SECRETS?: string
      /** how long the simulator lets phones ring; 1 where unset */
      PATCHCORD_SIMULATOR_RING_SECONDS?: string
      /** where we POST what an operator should know, and the `whsec_…` secret it is signed with */
      PATCHCORD_NOTICE_URL?: string
      PATCHCORD_NOTICE_SECRET?: string
      /** tests only: steps after which a run gives way and is recovered from its journal */
      PATCHCORD_STEPS_PER_TURN?: string
      TEST_MIGRATIONS: D1Migration[]
      /** tests only: holds requests against vendors' descriptions of their APIs */
      CONTRACTS: Fetcher
      /** tests only: the code of published packages */
      PIECES: Fetcher
    }
  }
  interface Env extends Cloudflare.Env {}
}
