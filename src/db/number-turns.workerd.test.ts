import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { watchedDb } from '../../test/support/query-plans.ts'
import { openDb } from './client.ts'
import { forgetTurns, takeTurn } from './number-turns.ts'

const db = openDb(env.DB)
const NOW = Date.parse('2026-03-03T09:00:00Z')
const turn = (number: string, provider = 'bland') => ({ provider, number, spacingMs: 10_000 })

test('of many who ask at once one gets the turn, and the others are told how long to wait', async () => {
  const waits = await Promise.all([1, 2, 3, 4].map(() => takeTurn(db, turn('+34600000001'), NOW)))
  expect(waits.toSorted((a, b) => a - b)).toEqual([0, 10_000, 10_000, 10_000])
})

test('the next turn comes once the spacing is over, and asking too soon does not put it off', async () => {
  const at = (ms: number) => takeTurn(db, turn('+34600000002'), NOW + ms)
  expect([await at(0), await at(4_000), await at(9_999), await at(10_000)]).toEqual([0, 6_000, 1, 0])
  expect(await at(10_001)).toBe(9_999)
})

test('other numbers and other platforms have turns of their own', async () => {
  const turns = [turn('+34600000003'), turn('+34600000004'), turn('+34600000003', 'other')]
  expect(await Promise.all(turns.map((each) => takeTurn(db, each, NOW)))).toEqual([0, 0, 0])
})

test('a clock that is behind waits for the spacing at most', async () => {
  await takeTurn(db, turn('+34600000005'), NOW)
  expect(await takeTurn(db, turn('+34600000005'), NOW - 60_000)).toBe(10_000)
})

test('old turns are forgotten along an index, and newer ones stay', async () => {
  await takeTurn(db, turn('+34600000006'), NOW)
  await takeTurn(db, turn('+34600000007'), NOW + 5_000)
  const watched = watchedDb()
  await forgetTurns(watched.db, NOW + 5_000)
  expect(await watched.plans()).toEqual([expect.stringContaining('INDEX number_turns_taken')])
  expect(await takeTurn(db, turn('+34600000006'), NOW + 6_000)).toBe(0)
  expect(await takeTurn(db, turn('+34600000007'), NOW + 6_000)).toBe(9_000)
})
