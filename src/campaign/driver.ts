import { toErrorData } from '../errors.ts'
import type { CampaignDeps } from './deps.ts'
import { nextTurn, turn } from './turn.ts'

/** An alarm this near is as good as one right now: moving it costs a write, and asking when to costs a look. Milliseconds. */
const NEAR_MS = 1_000
/** After a turn that failed, and longer each time. Milliseconds. */
const AFTER_FAILURE_MS = 2_000
const MAX_AFTER_FAILURE_MS = 5 * 60_000

/** What keeps a campaign going: an alarm leads to a turn, and that to the next alarm. */
export interface Driver {
  deps: CampaignDeps
  /** the alarm went off. Never throws */
  alarm(): Promise<void>
  /** looks anew when to come next, whatever it believes of its alarm: that may have been lost */
  wake(): void
}

/**
 * Drives a campaign by an alarm that outlives the process. There is always one while there is something to do by itself,
 * so whoever is killed goes on where it was.
 */
export function createDriver(world: Omit<CampaignDeps, 'changed'>, setAlarm: (at: number) => void): Driver {
  let alarmAt: number | null = null
  let failures = 0
  let inTurn = false
  const deps: CampaignDeps = { ...world, changed }

  function changed(): void {
    const isNear = alarmAt !== null && alarmAt <= world.now() + NEAR_MS
    // A turn looks when to come next at its end.
    if (!inTurn && !isNear) rearm()
  }

  function rearm(): void {
    const due = nextTurn(deps)
    if (due === null) return
    const wait = failures > 0 ? Math.min(AFTER_FAILURE_MS * 2 ** (failures - 1), MAX_AFTER_FAILURE_MS) : 0
    const at = Math.max(due, world.now() + wait)
    if (alarmAt !== null && alarmAt <= at) return
    alarmAt = at
    setAlarm(at)
  }

  async function alarm(): Promise<void> {
    alarmAt = null
    inTurn = true
    try {
      await turn(deps)
      failures = 0
    } catch (error) {
      failures++
      console.error('campaign.turn', toErrorData(error).code, failures)
    } finally {
      inTurn = false
    }
    rearm()
  }

  function wake(): void {
    alarmAt = null
    if (!inTurn) rearm()
  }

  return { deps, alarm, wake }
}
