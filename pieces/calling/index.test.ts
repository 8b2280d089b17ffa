import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { CallList, Campaigns, DoNotCallList } from '../../src/piece/services.ts'
import { outputOf, resumeWith, runAction } from '../../test/support/run-action.ts'
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
  expect(Object.values(piece.actions).every(({ idempotent }) => idempotent === true)).toBe(true)
})

const PROGRESS = { campaign_id: 'camp_1', status: 'DONE', done: { answered: 1 } } as never

/** Campaigns that take everything, and remember what they were asked. */
function campaigns(ended = false) {
  const lists: CallList[] = []
  const commands: string[] = []
  const service: Campaigns = {
    async call(list) {
      lists.push(list)
      const known = { campaign_id: 'camp_1', agent: 'agent_1', agent_version: null, already_there: [] }
      const skipped = list.rows.filter(({ number }) => number === 'Ana').length
      return { ...known, added: list.rows.length, skipped, ended: ended ? PROGRESS : null }
    },
    progress: async () => PROGRESS,
    async control(id, command) {
      commands.push(`${command} ${id}`)
      return PROGRESS
    },
  }
  return { lists, commands, services: { campaigns: service } }
}

const ROWS = [{ Phone: '+34600000001', name: 'Ana', empty: '' }]

test('a list becomes a campaign with the settings that are filled in, the same for each attempt', async () => {
  const { lists, services } = campaigns()
  const input = {
    rows: ROWS,
    agent: ' agent_1 ',
    default_country: 'es',
    max_attempts: 2,
    windows: [{ days: ['mon'], from: '10:00', to: '12:00' }],
    more_settings: { max_call_minutes: 10 },
  }
  const output = await outputOf(piece, 'call_list', input, { services, idempotencyKey: 'key_1' })
  expect(output).toMatchObject({ campaign_id: 'camp_1', added: 1 })
  expect(lists).toMatchObject([
    {
      once: 'key_1',
      campaign: {
        name: 'Call list',
        agent: 'agent_1',
        default_country: 'ES',
        retry: { max_attempts: 2 },
        rules: { windows: [{ days: ['mon'], from: '10:00', to: '12:00' }], zone: 'callee' },
        max_call_minutes: 10,
      },
      rows: [{ number: '+34600000001', variables: { name: 'Ana' } }],
    },
  ])
  expect(lists[0]?.campaign).not.toHaveProperty('calls_per_minute')
})

test.each([
  ['rows of Google Sheets', [{ row: 2, values: { Teléfono: '+1', name: 'A' } }], undefined],
  ['contacts of HubSpot', [{ id: '7', properties: { phone: '+1', name: 'A' } }], undefined],
  ['a field that is named', [{ cell: '+1', phone_type: 'home', name: 'A' }], 'cell'],
  ['a CSV file', 'Mobile phone,name\n+1,A\n', undefined],
  ['numbers alone', ['+1'], undefined],
  ['rows as JSON text in a list', [{ number: 1, name: 'A' }], undefined],
])('numbers are found in %s', async (_, rows, number_field) => {
  const { lists, services } = campaigns()
  await outputOf(piece, 'call_list', { rows, number_field, campaign: 'camp_1' }, { services })
  expect(lists[0]?.rows[0]?.number).toMatch(/^\+?1$/)
  if (rows !== undefined && typeof rows[0] !== 'string') {
    expect(lists[0]?.rows[0]?.variables).toMatchObject({ name: 'A' })
  }
})

test.each([
  [{ rows: ROWS }, 'agent'],
  [{ rows: 5, campaign: 'c' }, 'rows'],
  [{ rows: [{ name: 'Ana' }], campaign: 'c' }, 'number_field'],
  [{ rows: ROWS, number_field: 'tel', campaign: 'c' }, '"tel"'],
  [{ rows: ROWS, agent: 'a', windows: [{ days: ['mon'], from: '9', to: '12:00' }] }, 'windows.0.from'],
])('a list that does not fit is refused, naming the field', async (input, field) => {
  const { services } = campaigns()
  await expect(runAction(piece, 'call_list', input, { services })).rejects.toMatchObject({
    code: 'INPUT_INVALID',
    message: expect.stringContaining(field),
  })
})

test('a step that waits goes on with what came of the campaign, or how far it is when the time is up', async () => {
  const { lists, services } = campaigns()
  const input = { rows: ROWS, agent: 'agent_1', wait_for_end: true, timeout_hours: 2 }
  const { wait } = await runAction(piece, 'call_list', input, { services, path: 'step_1' })
  expect(wait).toMatchObject({ key: 'campaign_end:step_1', until: TUESDAY_NOON + DAY_MS / 12 })
  expect(lists[0]?.endKey).toBe(wait?.key)
  const state = wait?.state ?? null
  const told = await outputOf(piece, 'call_list', input, {
    services,
    ...resumeWith({ status: 'STOPPED' }, state),
  })
  expect(told).toMatchObject({ campaign_id: 'camp_1', added: 1, progress: { status: 'STOPPED' } })
  const late = { resume: { payload: null, timedOut: true, state } }
  expect(await outputOf(piece, 'call_list', input, { services, ...late })).toMatchObject({
    progress: { status: 'DONE' },
  })
})

test('a step that is tried again after its campaign has ended does not wait', async () => {
  const { services } = campaigns(true)
  const input = { rows: ROWS, agent: 'agent_1', wait_for_end: true }
  expect(await runAction(piece, 'call_list', input, { services })).toMatchObject({
    output: { progress: { status: 'DONE', done: { answered: 1 } } },
  })
})

test('a number is added to a standing campaign once, and refused where it is none', async () => {
  const { lists, services } = campaigns()
  const input = { campaign: 'camp_1', number: '600 000 001', dynamicVariables: '{"name":"Ana"}' }
  const output = await outputOf(piece, 'add_to_campaign', input, { services, idempotencyKey: 'key_1' })
  expect(output).toEqual({ campaign_id: 'camp_1', added: true, agent: 'agent_1' })
  expect(lists).toEqual([
    { once: 'key_1', campaign: 'camp_1', rows: [{ number: '600 000 001', variables: { name: 'Ana' } }] },
  ])
  const bad = runAction(piece, 'add_to_campaign', { ...input, number: 'Ana' }, { services })
  await expect(bad).rejects.toMatchObject({ code: 'PHONE_NUMBER_INVALID' })
})

test('a campaign is watched and controlled', async () => {
  const { commands, services } = campaigns()
  expect(await outputOf(piece, 'campaign_progress', { campaign: 'camp_1' }, { services })).toBe(PROGRESS)
  await outputOf(piece, 'control_campaign', { campaign: 'camp_1', command: 'pause' }, { services })
  expect(commands).toEqual(['pause camp_1'])
})
