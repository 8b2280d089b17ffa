import type { Actor } from './actor.ts'

/** What every Hono app here is made with. */
export interface App {
  Bindings: Cloudflare.Env
  Variables: {
    /** who asks; null where the request carries no credential. Set on the management API only */
    actor: Actor | null
  }
}
