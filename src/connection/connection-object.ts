import { DurableObject } from 'cloudflare:workers'
import { openDb } from '../db/client.ts'
import { httpClientFor } from '../piece/http-client.ts'
import { requestToken, type TokenAnswer, type TokenRequest } from './oauth-token.ts'
import { type RenewDeps, renew } from './renew.ts'

/** After a service had trouble it is left alone for this long. */
const PAUSE_MS = 30_000

const OUTBOX = 'outbox'

/**
 * Renews the token of one connection, one renewal after another: steps that ask at the same time share what the first
 * one got. What the service answered is durable here before anything else is done with it, for the old refresh token
 * may be void by then. Between the answer's arrival and that write there is no I/O; a process killed in that moment
 * loses the grant, and the connection must be reconnected.
 */
export class ConnectionObject extends DurableObject<Cloudflare.Env> {
  private last: Promise<unknown> = Promise.resolve()
  private trouble: { error: unknown; until: number } | undefined

  /**
   * The connection's value as JSON text; null where it can't be renewed. See `renew`.
   * @param refused the access token that the service did not take; null where it only runs out
   */
  renew(id: string, refused: string | null): Promise<string | null> {
    const renewed = this.last.then(() => this.renewNow(id, refused))
    this.last = renewed.catch(() => undefined)
    return renewed
  }

  private async renewNow(id: string, refused: string | null): Promise<string | null> {
    const value = await renew(this.deps, id, refused ?? undefined)
    return value ? JSON.stringify(value) : null
  }

  private async ask(request: TokenRequest): Promise<TokenAnswer> {
    if (this.trouble && Date.now() < this.trouble.until) throw this.trouble.error
    try {
      return await requestToken(httpClientFor(this.env), request)
    } catch (error) {
      this.trouble = { error, until: Date.now() + PAUSE_MS }
      throw error
    }
  }

  private get deps(): RenewDeps {
    const { storage } = this.ctx
    return {
      db: openDb(this.env.DB),
      keys: this.env,
      ask: (request) => this.ask(request),
      now: () => Date.now(),
      outbox: {
        async put(text) {
          await storage.put(OUTBOX, text)
          await storage.sync()
        },
        take: () => storage.get<string>(OUTBOX),
        clear: async () => void (await storage.delete(OUTBOX)),
      },
    }
  }
}
