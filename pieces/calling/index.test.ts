import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { DoNotCallList } from '../../src/piece/services.ts'
import { outputOf } from '../../test/support/run-action.ts'
import piece from './index.ts'

// The list is one in memory here; the real one is tried in src/run/services.workerd.test.ts.

const TUESDAY_NOON = Date.parse('2026-06-02T10:00:00Z')
const DAY_MS = 86_400_000

let listed: Map<string, { reason: string | null; expiresAt: number | null }>
const doNotCall: DoNotCallList = {
  has: async (number) => listed.has(number),
  async add({ number, ...entry }) {
    const isNew = !listed.has(number)
    listed.set(number, entry)
    return isNew
  },
  remove: async (number) => listed.delete(number),
}

beforeEach(() => {
  listed = new Map()
  vi.useFakeTimers({ now: TUESDAY_NOON, toFake: ['Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const run = (action: string, input: Record<string, unknown>) =>
  outputOf(piece, action, input, { services: { doNotCall } })

test('a number that may be called now says where it is', async () => {
  expect(await run('check_number', { number: '910 000 000', default_country: 'es' })).toEqual({
    number: '+34910000000',
    country: 'ES',
    zones: ['Europe/Madrid'],
    allowed: true,
    reason: null,
    message: null,
    next_allowed_at: '2026-06-02T10:00:00.000Z',
  })
})

test('a number where it is night may be called in the morning', async () => {
  expect(await run('check_number', { number: '+12125550123' })).toMatchObject({
    allowed: false,
    reason: 'window_closed',
    next_allowed_at: '2026-06-02T13:00:00.000Z',
  })
  expect(await run('check_number', { number: '+12125550123', zone: 'Europe/Madrid' })).toMatchObject({
    allowed: true,
  })
})

test('hours, quiet days and the zone of a number that tells none are those of the fields', async () => {
  const windows = [{ days: ['tue', 'wed'], from: '10:00', to: '11:00' }]
  const input = { number: '+18005550199', windows, fallback_zone: 'America/Chicago', quiet_days: '06-02' }
  expect(await run('check_number', input)).toMatchObject({
    zones: [],
    reason: 'window_closed',
    next_allowed_at: '2026-06-03T15:00:00.000Z',
  })
})

test.each([
  ['Ana', 'number_invalid'],
  ['600000001', 'number_invalid'],
  ['112', 'not_diallable'],
  ['+34 803 123 456', 'not_diallable'],
])('"%s" is no number to call: %s', async (number, reason) => {
  expect(await run('check_number', { number })).toMatchObject({
    number: null,
    allowed: false,
    reason,
    message: expect.stringMatching(/\w/),
    next_allowed_at: null,
  })
})

test('who does not want to be called is on the list, for ever or for some days, and may come off it', async () => {
  const number = '600 000 001'
  const added = await run('add_to_do_not_call', {
    number,
    default_country: 'ES',
    reason: 'Said so',
    days: '30',
  })
  expect(added).toEqual({ number: '+34600000001', added: true })
  expect(listed.get('+34600000001')).toEqual({ reason: 'Said so', expiresAt: TUESDAY_NOON + 30 * DAY_MS })
  expect(await run('add_to_do_not_call', { number: '+34600000001' })).toMatchObject({ added: false })
  expect(listed.get('+34600000001')).toEqual({ reason: null, expiresAt: null })
  expect(await run('check_number', { number: '+34600000001' })).toMatchObject({
    number: '+34600000001',
    allowed: false,
    reason: 'do_not_call',
    next_allowed_at: null,
  })
  const again = { number: '+34600000001', removed: true }
  expect(await run('remove_from_do_not_call', { number: '+34 600 000 001' })).toEqual(again)
  expect(await run('remove_from_do_not_call', { number: '+34600000001' })).toEqual({
    ...again,
    removed: false,
  })
})

test.each([
  ['add_to_do_not_call', { number: 'Ana' }, 'PHONE_NUMBER_INVALID', '"number"'],
  ['remove_from_do_not_call', { number: '112' }, 'NUMBER_NOT_DIALLABLE', '"number"'],
  [
    'add_to_do_not_call',
    { number: '600000001', default_country: 'Spain' },
    'INPUT_INVALID',
    '"default_country"',
  ],
  ['add_to_do_not_call', { number: '+34600000001', days: 0 }, 'INPUT_INVALID', 'days'],
  ['check_number', { number: '+34600000001', zone: 'Atlantis' }, 'INPUT_INVALID', '"zone"'],
  ['check_number', { number: '+34600000001', quiet_days: ['soon'] }, 'INPUT_INVALID', '"quiet_days.0"'],
  [
    'check_number',
    { number: '+34600000001', windows: [{ from: '9', to: '20:00' }] },
    'INPUT_INVALID',
    '"windows.0.from"',
  ],
])('%s with %j is %s', async (action, input, code, said) => {
  await expect(run(action, input)).rejects.toMatchObject({ code, message: expect.stringContaining(said) })
})

test('every action may be tried again after a crash', () => {
  expect(Object.values(piece.actions).map(({ idempotent }) => idempotent)).toEqual([true, true, true])
})
