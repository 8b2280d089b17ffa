import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PollItem } from '../piece/trigger.ts'
import { firstCursor, sift } from './sift.ts'

const item = (id: string, at?: number): PollItem => ({ id, data: { id }, ...(at !== undefined && { at }) })
const ids = (items: PollItem[]) => items.map(({ id }) => id)

test('what is there when a trigger is enabled starts nothing', () => {
  const there = [item('b', 2), item('a', 1)]
  expect(sift(firstCursor(there), there, 100).fresh).toEqual([])
})

test('new items start the oldest first, listed in whatever order', () => {
  const cursor = firstCursor([item('a', 1)])
  expect(ids(sift(cursor, [item('c', 3), item('a', 1), item('d', 4), item('b', 2)], 100).fresh)).toEqual([
    'b',
    'c',
    'd',
  ])
  expect(ids(sift(firstCursor([]), [item('3'), item('2'), item('1')], 100).fresh)).toEqual(['1', '2', '3'])
})

test('an item of the same moment as the last one is new, an older one is not', () => {
  const cursor = firstCursor([item('a', 10)])
  expect(ids(sift(cursor, [item('same', 10), item('older', 9), item('a', 10)], 100).fresh)).toEqual(['same'])
})

test('what is too much for one poll starts at the next ones, none left out and none twice', () => {
  const all = Array.from({ length: 250 }, (_, n) => item(String(n), n + 1)).reverse()
  let cursor = firstCursor([])
  const started: string[] = []
  for (const waiting of [150, 50, 0, 0]) {
    const found = sift(cursor, all, 100)
    expect(found.waiting).toBe(waiting)
    started.push(...ids(found.fresh))
    cursor = found.cursor
  }
  expect(started).toEqual(Array.from({ length: 250 }, (_, n) => String(n)))
})

test('memory is bounded, but what is still listed is never forgotten', () => {
  const listed = Array.from({ length: 3_000 }, (_, n) => item(`old-${n}`))
  let cursor = firstCursor(listed)
  for (let n = 0; n < 30; n++) {
    const more = Array.from({ length: 100 }, (_, m) => item(`new-${n}-${m}`))
    const found = sift(cursor, [...more, ...listed], 100)
    expect(found.fresh).toHaveLength(100)
    cursor = found.cursor
  }
  expect(cursor.seen.length).toBeLessThanOrEqual(5_000)
  expect(sift(cursor, listed, 100).fresh).toEqual([])
})

test('whatever polls list, no item starts twice', () => {
  const listing = fc.array(fc.record({ id: fc.integer({ min: 0, max: 30 }), at: fc.nat(20) }), {
    maxLength: 20,
  })
  fc.assert(
    fc.property(
      listing,
      fc.array(listing, { maxLength: 8 }),
      fc.integer({ min: 1, max: 5 }),
      (first, polls, limit) => {
        const items = (list: { id: number; at: number }[]) => list.map(({ id, at }) => item(String(id), at))
        let cursor = firstCursor(items(first))
        const started: string[] = []
        for (const list of polls) {
          const found = sift(cursor, items(list), limit)
          expect(found.fresh.length).toBeLessThanOrEqual(limit)
          started.push(...ids(found.fresh))
          cursor = found.cursor
        }
        expect(new Set(started).size).toBe(started.length)
        for (const { id } of first) expect(started).not.toContain(String(id))
      },
    ),
  )
})
