import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { rateLimiter } from './rate-limit.ts'

let connections = 0
let key: string
beforeEach(() => {
  vi.useFakeTimers()
  // What was paused is kept for as long as the isolate lives.
  key = `connection_${connections++}`
})
afterEach(() => {
  vi.useRealTimers()
})

const limiter = () => rateLimiter(key, 'Acme')

/** Whether it has passed by now. */
async function passing(waiting: Promise<void>): Promise<boolean> {
  let passed = false
  void waiting.then(() => {
    passed = true
  })
  await vi.advanceTimersByTimeAsync(0)
  return passed
}

test('nobody waits where no limit was met', async () => {
  expect(await passing(limiter().pass())).toBe(true)
})

test('all steps of a connection wait for a limit that one of them met, and those of others do not', async () => {
  limiter().limited(1500)
  const waiting = limiter().pass()
  expect(await passing(rateLimiter(`${key}_other`, 'Acme').pass())).toBe(true)
  await vi.advanceTimersByTimeAsync(1499)
  expect(await passing(waiting)).toBe(false)
  await vi.advanceTimersByTimeAsync(1)
  expect(await passing(waiting)).toBe(true)
  expect(await passing(limiter().pass())).toBe(true)
})

test('where the service says no time, a second is waited', async () => {
  limiter().limited()
  const waiting = limiter().pass()
  await vi.advanceTimersByTimeAsync(999)
  expect(await passing(waiting)).toBe(false)
  await vi.advanceTimersByTimeAsync(1)
  expect(await passing(waiting)).toBe(true)
})

test('a long limit ends the attempt, with how long is left', async () => {
  limiter().limited(60_000)
  await vi.advanceTimersByTimeAsync(30_500)
  await expect(limiter().pass()).rejects.toThrow(
    expect.objectContaining({
      code: 'RATE_LIMITED',
      message: 'Acme asked this connection to pause for 30 s.',
      retryable: true,
      details: { retryAfterMs: 29_500 },
    }),
  )
  await vi.advanceTimersByTimeAsync(29_500)
  expect(await passing(limiter().pass())).toBe(true)
})

test('a short limit does not cut a longer one short', async () => {
  limiter().limited(60_000)
  limiter().limited(10)
  await expect(limiter().pass()).rejects.toThrow(
    expect.objectContaining({ details: { retryAfterMs: 60_000 } }),
  )
})
