import { expect, test } from 'vitest'
import { toFire, upcoming } from './timetable.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

const every = (interval: number, makesUpFor: number) => ({
  next: (after: number) => (Math.floor(after / interval) + 1) * interval,
  makesUpFor,
  dataAt: () => ({}),
})

test('what is due is fired, and nothing of before or after', () => {
  expect(toFire(every(HOUR, 1), 9 * HOUR, 10 * HOUR - 1)).toEqual([])
  expect(toFire(every(HOUR, 1), 9 * HOUR, 10 * HOUR)).toEqual([10 * HOUR])
  expect(toFire(every(HOUR, 1), 10 * HOUR, 10 * HOUR + MINUTE)).toEqual([])
})

test('of an hour of missed minutes the latest one counts, or as many as are made up for', () => {
  const now = 100 * HOUR + 30_000
  expect(toFire(every(MINUTE, 1), 99 * HOUR, now)).toEqual([100 * HOUR])
  expect(toFire(every(MINUTE, 3), 99 * HOUR, now)).toEqual([
    100 * HOUR - 2 * MINUTE,
    100 * HOUR - MINUTE,
    100 * HOUR,
  ])
  expect(toFire(every(MINUTE, 100), 99 * HOUR, now)).toHaveLength(60)
})

test('where nothing is made up for, only a time that is not late is fired', () => {
  expect(toFire(every(HOUR, 0), 0, 10 * HOUR + 5 * MINUTE)).toEqual([10 * HOUR])
  expect(toFire(every(HOUR, 0), 0, 10 * HOUR + 5 * MINUTE + 1)).toEqual([])
})

test('an outage of ten years is not gone through minute by minute', () => {
  let asked = 0
  const { next, ...rest } = every(MINUTE, 10)
  const counting = {
    ...rest,
    next(after: number) {
      asked++
      return next(after)
    },
  }
  expect(toFire(counting, 0, 87_600 * HOUR)).toHaveLength(10)
  expect(asked).toBeLessThan(100)
})

test('a rule of long ago that ended is found again, and its times to come are none', () => {
  const single = {
    next: (after: number) => (after < HOUR ? HOUR : undefined),
    makesUpFor: 1,
    dataAt: () => ({}),
  }
  expect(toFire(single, 0, 10_000 * HOUR)).toEqual([HOUR])
  expect(upcoming(single, 0, 5)).toEqual([HOUR])
  expect(upcoming(single, HOUR, 5)).toEqual([])
})
