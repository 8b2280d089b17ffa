import { guarded, openDb } from '../db/client.ts'
import { triggerDeps } from '../trigger/deps.ts'
import { fireDueSchedules } from '../trigger/fire.ts'
import { sendNotices } from '../trigger/notices.ts'
import { runDueTriggers } from '../trigger/turn.ts'
import { keepHouse } from './housekeeping.ts'
import { pokeCampaigns, pokeSilent } from './poke.ts'
import { purgeDials, purgeOld, purgeReplays } from './purge.ts'
import { reconcileCalls } from './reconcile.ts'
import { renewIdle } from './renewals.ts'

/**
 * The work of one cron tick. Each part is bounded, and none waits for another or falls with it.
 * @throws what the first of the parts that failed threw, once all are done
 */
export async function tick(env: Cloudflare.Env, now: number): Promise<void> {
  const house = guarded(keepHouse(openDb(env.DB), now, env.FILES))
  const deps = triggerDeps(env, { now: () => now })
  const triggers = [fireDueSchedules(deps), runDueTriggers(deps)]
  const pokes = [pokeSilent(env, now), pokeCampaigns(env, now)]
  const purges = [purgeOld(env, now), purgeDials(env, now), purgeReplays(env, now)]
  const others = [renewIdle(env, now), sendNotices(env, now), reconcileCalls(env, now)]
  const parts = await Promise.allSettled([...pokes, ...purges, ...others, house, ...triggers])
  for (const part of parts) if (part.status === 'rejected') throw part.reason
}
