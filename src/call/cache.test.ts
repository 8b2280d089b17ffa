import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createCache } from './cache.ts'

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }))
afterEach(() => vi.useRealTimers())

/** A cache of one key, whose values count how often it was read. */
function counting() {
  const cache = createCache<number>({ newMs: 0, freshMs: 3_000, staleMs: 60_000, maxEntries: 2 })
  const background: Promise<unknown>[] = []
  let reads = 0
  let read = async (): Promise<number | null> => ++reads
  return {
    cache,
    reads: () => reads,
    background,
    readAs: (next: () => Promise<number | null>) => {
      read = next
    },
    get: (key = 'a') =>
      cache.get(
        key,
        () => read(),
        (work) => background.push(work),
      ),
  }
}

test('a fresh entry is handed out without a read', async () => {
  const { get, reads } = counting()
  expect(await get()).toEqual({ value: 1, loaded: true })
  vi.advanceTimersByTime(3_000)
  expect(await get()).toEqual({ value: 1, loaded: false })
  expect(reads()).toBe(1)
})

test('an older entry is handed out at once and read anew behind it, once', async () => {
  const { get, reads, background } = counting()
  await get()
  vi.advanceTimersByTime(3_001)
  expect(await Promise.all([get(), get()])).toEqual([
    { value: 1, loaded: false },
    { value: 1, loaded: false },
  ])
  expect(background).toHaveLength(1)
  await background[0]
  expect(await get()).toEqual({ value: 2, loaded: false })
  expect(reads()).toBe(2)
})

test('an entry that could not be read anew serves on, until it is too old', async () => {
  const { get, background, readAs } = counting()
  await get()
  readAs(async () => {
    throw new Error('no database')
  })
  vi.advanceTimersByTime(30_000)
  expect(await get()).toEqual({ value: 1, loaded: false })
  await background[0]
  vi.advanceTimersByTime(30_001)
  await expect(get()).rejects.toThrow('no database')
})

test('what does not exist is asked for every time', async () => {
  const { get, readAs } = counting()
  let asked = 0
  readAs(async () => {
    asked++
    return null
  })
  expect([await get(), await get()]).toEqual([
    { value: null, loaded: true },
    { value: null, loaded: true },
  ])
  expect(asked).toBe(2)
})

test('what was deleted is gone after it is read anew', async () => {
  const { get, cache } = counting()
  await get()
  expect(await cache.reload('a', async () => null)).toBeNull()
  expect((await get()).loaded).toBe(true)
})

test('what was read before an invalidation is not kept after it', async () => {
  const { get, cache } = counting()
  const { promise, resolve } = Promise.withResolvers<number>()
  const reading = cache.reload('a', () => promise)
  cache.invalidate('a')
  resolve(99)
  expect(await reading).toBe(99)
  expect(await get()).toEqual({ value: 1, loaded: true })
})

test('the oldest entry makes room for a new one', async () => {
  const { get } = counting()
  for (const key of ['a', 'b', 'c']) await get(key)
  expect((await get('c')).loaded).toBe(false)
  expect((await get('a')).loaded).toBe(true)
})

test('an entry that was just read is not worth reading again', async () => {
  const cache = createCache<number>({ newMs: 1_000, freshMs: 5_000, staleMs: 60_000, maxEntries: 10 })
  const load = async () => 1
  await cache.get('a', load, () => undefined)
  expect((await cache.get('a', load, () => undefined)).loaded).toBe(true)
})
