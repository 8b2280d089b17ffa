import { renewIfDue } from '../connection/open.ts'
import { openDb } from '../db/client.ts'
import { connectionsToRenew } from '../db/connections.ts'
import { toErrorData } from '../errors.ts'
import { inParallel } from '../parallel.ts'

const HOUR_MS = 3_600_000
/** By the last two hex digits of their ids: each connection has its hour once in so many, about ten days. */
const SHARES = 256
const AT_ONCE = 5
const MAX_RENEWED = 200

/**
 * Renews tokens that nobody used lately, a share of the connections every full hour: services forget grants that lie idle
 * for months, and a grant that has ended shows before a call needs it.
 */
export async function renewIdle(env: Cloudflare.Env, now: number): Promise<void> {
  const time = new Date(now)
  if (time.getUTCMinutes() !== 0) return
  const share = (Math.floor(now / HOUR_MS) % SHARES).toString(16).padStart(2, '0')
  const ids = await connectionsToRenew(openDb(env.DB), share, MAX_RENEWED)
  await inParallel(ids, AT_ONCE, async (id) => {
    // What is wrong with it is kept with the connection.
    await renewIfDue(env, id).catch((error) => console.error('tick.renew', id, toErrorData(error).code))
  })
}
