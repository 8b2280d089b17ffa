import { DateTime } from 'luxon'
import { expect, test } from 'vitest'
import { retryAt } from './retry.ts'
import { CampaignSettings } from './settings.ts'

const { retry } = CampaignSettings.parse({ name: 'Test', agent: 'a', retry: { max_attempts: 5 } })
const NOW = Date.parse('2026-03-03T09:00:00Z')

test('the last delay serves for all retries that follow, until the attempts are used up', () => {
  const busy = { ...retry, after: { ...retry.after, busy: ['1m', '2h', '3d'] } }
  const minutes = [1, 2, 3, 4, 5].map((attempts) => {
    const at = retryAt(busy, 'busy', attempts, NOW, 'UTC')
    return at === null ? null : (at - NOW) / 60_000
  })
  expect(minutes).toEqual([1, 120, 4_320, 4_320, null])
})

test.each(['answered', 'canceled', 'voicemail'] as const)('after "%s" nobody is called again', (outcome) => {
  expect(retryAt(retry, outcome, 1, NOW, 'UTC')).toBeNull()
})

test('voicemail is tried again where it has delays', () => {
  const patient = { ...retry, after: { ...retry.after, voicemail: ['2h'] } }
  expect(retryAt(patient, 'voicemail', 1, NOW, 'UTC')).toBe(NOW + 2 * 3_600_000)
})

test.each([
  ['2026-03-28T11:00:00Z', 'Europe/Madrid'],
  ['2026-10-24T11:00:00Z', 'Europe/Madrid'],
  ['2026-03-07T18:00:00Z', 'America/New_York'],
  ['2026-06-01T00:00:00Z', 'Asia/Kolkata'],
])('the next day after %s is the same time on the clocks of %s', (from, zone) => {
  const nextDay = { ...retry, after: { ...retry.after, busy: ['next_day'] } }
  const at = Date.parse(from)
  const expected = DateTime.fromMillis(at, { zone }).plus({ days: 1 }).toMillis()
  expect(retryAt(nextDay, 'busy', 1, at, zone)).toBe(expected)
})

test.each(['10', '0m', '-1h', 'tomorrow', '10s', '2.5h'])('"%s" is no delay', (delay) => {
  const parsed = CampaignSettings.safeParse({ name: 'x', agent: 'a', retry: { after: { busy: [delay] } } })
  expect(parsed.error?.issues[0]?.path).toEqual(['retry', 'after', 'busy', 0])
})
