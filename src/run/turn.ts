import type { Turn } from '../engine/ports.ts'

/** Steps after which a long run lets other events of its object in. */
const STEPS_BETWEEN_YIELDS = 200

/** Turns as production has them: give way for a moment now and then, and always go on. */
export function createTurn(): Turn {
  let steps = 0
  const giveWay = async () => {
    await scheduler.wait(0)
    return true
  }
  return { spend: () => (++steps % STEPS_BETWEEN_YIELDS === 0 ? giveWay() : true), yield: giveWay }
}

/**
 * Turns of `limit` steps, for tests: after them the run is dropped from memory and must find its way from the journal.
 * @param park makes sure that the object is woken
 */
export function createShortTurn(limit: number, park: () => void): Turn {
  let steps = 0
  const spend = () => {
    if (++steps % limit !== 0) return true
    park()
    return false
  }
  return { spend, yield: async () => spend() }
}
