import fc from 'fast-check'
import { expect, it } from 'vitest'
import { nextAlarm, type WakeReasons } from './alarm.ts'

const idle: WakeReasons = {
  now: 1_000,
  busy: false,
  nextWait: null,
  stranded: false,
  outbox: false,
  nextErrand: null,
  outboxFailures: 0,
}

it('sets no alarm when nothing is left to do', () => {
  expect(nextAlarm(idle)).toBeNull()
})

it('wakes for the earliest reason, never in the past', () => {
  const reasons = fc.record({
    now: fc.constant(1_000),
    busy: fc.boolean(),
    nextWait: fc.option(fc.integer({ min: 0, max: 10_000 })),
    stranded: fc.boolean(),
    outbox: fc.boolean(),
    nextErrand: fc.option(fc.integer({ min: 0, max: 10_000 })),
    outboxFailures: fc.nat(50),
  })
  fc.assert(
    fc.property(reasons, (reason) => {
      const at = nextAlarm(reason)
      if (at === null) return
      expect(at).toBeGreaterThan(reason.now)
      if (reason.nextWait !== null && reason.nextWait > reason.now)
        expect(at).toBeLessThanOrEqual(reason.nextWait)
      if (reason.nextErrand !== null) expect(at).toBeLessThanOrEqual(Math.max(reason.nextErrand, 1_001))
    }),
  )
})

it('is set whenever a run is moving, so that a dead process is followed by an alarm', () => {
  expect(nextAlarm({ ...idle, busy: true })).not.toBeNull()
  expect(nextAlarm({ ...idle, stranded: true })).not.toBeNull()
})

it('asks a failing index less and less often', () => {
  const first = nextAlarm({ ...idle, outbox: true }) ?? 0
  const later = nextAlarm({ ...idle, outbox: true, outboxFailures: 6 }) ?? 0
  expect(later - idle.now).toBeGreaterThan(10 * (first - idle.now))
})
