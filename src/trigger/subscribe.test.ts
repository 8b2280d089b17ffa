import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { TriggerDeps } from './deps.ts'
import { nextTurn } from './subscribe.ts'

const turn = (random: number, intervalMs: number | null) =>
  nextTurn({ now: () => 1_000_000, random: () => random } as TriggerDeps, { intervalMs, cursor: null })

test('turns come within the interval, and those of triggers enabled together drift apart', () => {
  void fc.assert(
    fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (random) => {
      const wait = (turn(random, 300_000) ?? 0) - 1_000_000
      return wait >= 240_000 && wait <= 300_000
    }),
  )
  expect(new Set([0, 0.25, 0.5, 0.75].map((random) => turn(random, 300_000))).size).toBe(4)
  expect(turn(0.5, null)).toBeNull()
})
