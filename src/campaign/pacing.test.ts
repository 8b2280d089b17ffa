import fc from 'fast-check'
import { expect, test } from 'vitest'
import { allowance, type Group, nextAllowance } from './pacing.ts'

const MINUTE = 60_000

/** Begins as many calls as may be, at the moments that are asked for, or as soon as it may after them. */
function begin(perMinute: number, moments: number[]): Group[] {
  const groups: Group[] = []
  for (const moment of moments) {
    const at = nextAllowance(groups, perMinute, moment)
    const calls = allowance(groups, perMinute, at)
    if (calls > 0) groups.push({ at, calls })
  }
  return groups
}

test('no 60 seconds hold more calls than a minute may have, wherever they begin', () => {
  const gap = fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 3_000 }))
  const gaps = fc.array(gap, { minLength: 70, maxLength: 200 })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_200 }), gaps, (perMinute, list) => {
      let moment = 0
      const groups: Group[] = []
      for (const gap of list) {
        moment = Math.max(moment + gap, nextAllowance(groups, perMinute, moment))
        const calls = allowance(groups, perMinute, moment)
        if (calls > 0) groups.push({ at: moment, calls })
      }
      for (const { at } of groups) {
        const within = groups.filter((group) => group.at >= at && group.at < at + MINUTE)
        expect(within.reduce((sum, { calls }) => sum + calls, 0)).toBeLessThanOrEqual(perMinute)
      }
    }),
  )
})

test('a pace that is lowered holds for the minute before as well', () => {
  const groups = begin(600, Array(30).fill(0))
  const last = groups.at(-1)?.at ?? 0
  expect(allowance(groups, 60, last + 1_000)).toBe(0)
  expect(nextAllowance(groups, 60, last + 1_000)).toBeGreaterThanOrEqual(MINUTE)
})

test('a pace is reached, within a call a minute', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_200 }), (perMinute) => {
      const groups = begin(perMinute, Array(700).fill(0))
      const inTenMinutes = groups.filter(({ at }) => at < 10 * MINUTE)
      const calls = inTenMinutes.reduce((sum, group) => sum + group.calls, 0)
      expect(calls).toBeGreaterThanOrEqual(Math.min(perMinute, 60 * Math.ceil(perMinute / 60)) * 9)
    }),
  )
})

test.each([
  [1, [0, 60_000, 120_000]],
  [60, [0, 1_000, 2_000]],
  [90, [0, 1_334, 2_668]],
])('calls at %i a minute are spread', (perMinute, moments) => {
  expect(begin(perMinute, [0, 0, 0]).map(({ at }) => at)).toEqual(moments)
})
