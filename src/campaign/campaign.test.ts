import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  ANSWERED,
  type CampaignWorld,
  campaignWorld,
  type Fate,
  preparedRows,
  randomFrom,
  violations,
  type WorldOptions,
} from '../../test/support/campaign-world.ts'
import { dialId } from '../calling/dials.ts'
import { countOf, ROW_STATES, readCampaign } from './book.ts'
import { changeSettings } from './control.ts'
import { callEnded } from './ended.ts'
import { viewProgress } from './progress.ts'
import { project } from './turn.ts'

/** A Tuesday, 10:00 in Madrid and 4:00 in New York. */
const START = Date.parse('2026-03-03T09:00:00Z')
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const all = {
  windows: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: '00:00', to: '24:00' }],
}

/** A campaign that has run to its end. */
async function played(count: number, options: Partial<WorldOptions> = {}) {
  const world = campaignWorld({ start: START, ...options })
  world.add(preparedRows(count))
  world.control('start')
  await world.play()
  return world
}

const zonesOf = (rows: ReturnType<typeof preparedRows>) => new Map(rows.map((row) => [row.number, row.zones]))

/** Fates that come one after another; the last one for all that follow. */
const fates = (...list: Partial<Fate>[]): WorldOptions['fateOf'] =>
  (() => {
    let n = 0
    return () => ({ ...ANSWERED, ...list[Math.min(n++, list.length - 1)] })
  })()

const times = ({ asked }: { asked: { at: number }[] }) => asked.map(({ at }) => at - START)

test('a campaign calls everybody once and is done', async () => {
  const world = await played(40)
  expect(world.status()).toBe('DONE')
  expect(world.asked).toHaveLength(40)
  expect(world.rows().every(({ state, reason }) => state === 'DONE' && reason === 'answered')).toBe(true)
  expect(violations(world, zonesOf(preparedRows(40)))).toEqual([])
})

test('who does not answer is called again after 10 minutes, 2 hours and at the same time of the next day', async () => {
  const settings = { retry: { max_attempts: 4 } }
  const world = await played(1, { settings, fateOf: fates({ outcome: 'no_answer', callMs: 30_000 }) })
  const [first = 0, second = 0, third = 0, fourth = 0] = times(world)
  expect(first).toBe(0)
  expect(second).toBe(30_000 + 10 * MINUTE)
  expect(third).toBe(second + 30_000 + 2 * HOUR)
  expect(fourth).toBe(third + 30_000 + DAY)
  expect(world.rows()).toMatchObject([{ state: 'FAILED', reason: 'no_answer', attempts: 4 }])
})

test('each outcome has its own delays, and voicemail is the end unless it is given some', async () => {
  const settings = { retry: { max_attempts: 9, after: { busy: ['5m'], failed: [] } } }
  const world = await played(1, {
    settings,
    fateOf: fates({ outcome: 'busy', callMs: 0 }, { outcome: 'busy', callMs: 0 }, { outcome: 'voicemail' }),
  })
  expect(times(world)).toEqual([0, 5 * MINUTE, 10 * MINUTE])
  expect(world.rows()).toMatchObject([{ state: 'DONE', reason: 'voicemail', attempts: 3 }])
  const failing = await played(1, { settings, fateOf: fates({ outcome: 'failed' }) })
  expect(failing.rows()).toMatchObject([{ state: 'FAILED', reason: 'failed', attempts: 1 }])
})

test('a retry that falls into the night waits for the morning', async () => {
  const settings = { retry: { after: { no_answer: ['12h'] } } }
  const world = await played(1, { settings, fateOf: fates({ outcome: 'no_answer' }, {}) })
  // 22:01 in Madrid; it opens at 9:00.
  expect(times(world)).toEqual([0, 23 * HOUR])
})

test('every number is called by the clocks where it is', async () => {
  const rows = preparedRows(60, (n) => [['Europe/Madrid'], ['America/New_York'], ['Asia/Tokyo']][n % 3]!)
  const world = campaignWorld({ start: START })
  world.add(rows)
  world.control('start')
  await world.play()
  expect(violations(world, zonesOf(rows))).toEqual([])
  const inTokyo = world.asked.filter(
    ({ dial }) => rows.find(({ number }) => number === dial.to)?.zones[0] === 'Asia/Tokyo',
  )
  // It was open there until 20:00, which is 11:00 UTC.
  expect(Math.max(...inTokyo.map(({ at }) => at))).toBeLessThan(START + 2 * HOUR)
})

test('rows that no window opens for within 60 days are skipped in one statement', async () => {
  const rules = { windows: [{ days: ['mon'], from: '09:00', to: '10:00' }], quiet_days: mondays() }
  const world = await played(5, { settings: { rules } })
  expect(world.asked).toEqual([])
  expect(world.rows().map(({ state, reason }) => [state, reason])).toEqual(
    Array(5).fill(['SKIPPED', 'window_closed']),
  )
  expect(world.status()).toBe('DONE')
})

const mondays = () =>
  Array.from({ length: 12 }, (_, n) => new Date(START + (6 + 7 * n) * DAY).toISOString().slice(0, 10))

test('nobody on the do-not-call list is called', async () => {
  const doNotCall = new Set([preparedRows(3)[1]!.number])
  const world = await played(3, { doNotCall })
  expect(world.asked).toHaveLength(2)
  expect(world.rows().map(({ reason }) => reason)).toEqual(['answered', 'do_not_call', 'answered'])
})

test('a number is left in peace for the hours between calls, and never called twice at once', async () => {
  const world = campaignWorld({
    start: START,
    settings: { rules: { hours_between_calls: 24 }, max_concurrent_calls: 9, calls_per_minute: 600 },
  })
  const [row] = preparedRows(1)
  world.add([
    { ...row!, key: 'a' },
    { ...row!, key: 'b' },
  ])
  world.control('start')
  await world.play()
  expect(times(world)).toEqual([0, DAY])
})

test('an agent that is busy is waited for', async () => {
  const world = await played(3, { agentCap: 1 })
  expect(world.asked).toHaveLength(3)
  const ends = world.asked.map(({ endsAt }) => endsAt)
  expect(world.asked.every(({ at }, n) => n === 0 || at >= ends[n - 1]!)).toBe(true)
})

test('the campaign is left alone for as long as the platform asks', async () => {
  const later = { answer: 'later', rings: false, retryAfterMs: 90_000 } as const
  const world = await played(3, { fateOf: fates({}, later, {}), settings: { calls_per_minute: 60 } })
  expect(world.asked).toHaveLength(4)
  const [, refused, next] = times(world)
  expect(next! - refused!).toBeGreaterThanOrEqual(90_000)
  expect(world.rows().map(({ state, attempts }) => [state, attempts])).toEqual(Array(3).fill(['DONE', 1]))
})

test('a number that was called a moment ago waits by itself, and others are called meanwhile', async () => {
  const wait = { answer: 'wait', rings: false, retryAfterMs: 11_000 } as const
  const world = await played(3, { fateOf: fates(wait, {}), settings: { calls_per_minute: 60 } })
  const first = world.asked[0]!
  const again = world.asked.at(-1)!
  expect(world.asked).toHaveLength(4)
  expect(again.dial.to).toBe(first.dial.to)
  expect(again.at - first.at).toBeGreaterThanOrEqual(11_000)
  expect(world.asked.slice(1, 3).every(({ at }) => at < first.at + 11_000)).toBe(true)
  expect(world.rows().map(({ state, attempts }) => [state, attempts])).toEqual(Array(3).fill(['DONE', 1]))
})

test('a platform that does not say for how long is left alone longer each time', async () => {
  const later = { answer: 'later', rings: false, answerMs: 0 } as const
  const world = await played(1, {
    fateOf: fates(later, later, later, {}),
    settings: { calls_per_minute: 60 },
  })
  expect(times(world)).toEqual([0, 10_000, 30_000, 70_000])
})

test('five refusals in a row pause the campaign with the reason, and cost no row', async () => {
  const world = campaignWorld({ start: START, fateOf: fates({ answer: 'refused', rings: false }) })
  world.add(preparedRows(8))
  world.control('start')
  await world.play()
  expect(world.status()).toBe('PAUSED')
  expect(readCampaign(world.sql)?.state.reason).toMatch(/did not take 5 calls in a row: refused, it said/)
  expect(world.rows().every(({ state, attempts }) => state === 'QUEUED' && attempts === 0)).toBe(true)
  expect(world.asked).toHaveLength(5)
})

test('one refusal fails its row alone, with what the platform said', async () => {
  const world = await played(3, { fateOf: fates({}, { answer: 'refused', rings: false }, {}) })
  expect(world.status()).toBe('DONE')
  expect(world.rows()[1]).toMatchObject({ state: 'FAILED', reason: 'refused', detail: 'refused, it said' })
})

test('a campaign that is not set up for calls is paused at once, and goes on when it is resumed', async () => {
  const world = campaignWorld({ start: START, fateOf: fates({ answer: 'impossible', rings: false }, {}) })
  world.add(preparedRows(1))
  world.control('start')
  await world.play()
  expect(world.status()).toBe('PAUSED')
  world.control('resume')
  await world.play()
  expect(world.rows()).toMatchObject([{ state: 'DONE', attempts: 1 }])
})

test('an unclear answer is looked up after a minute, and never dialled blindly', async () => {
  const lost = { answer: 'unclear', rings: false } as const
  const found = { answer: 'unclear', rings: true, callMs: 3 * MINUTE } as const
  const world = await played(2, { fateOf: fates(found, lost, {}), joins: false })
  expect(world.rows().map(({ state, attempts }) => [state, attempts])).toEqual(Array(2).fill(['DONE', 1]))
  // The one that was never placed keeps its id: the platform would know a repeat.
  expect(world.asked.map(({ dial }) => dial.id)).toEqual(
    [1, 2, 2].map((n) => dialId({ campaignId: world.id, n, attempt: 1 })),
  )
})

test('what nobody can say of stays unknown, and is not called again', async () => {
  const world = await played(1, {
    fateOf: fates({ answer: 'unclear' }),
    findable: false,
    joins: false,
    settings: { max_call_minutes: 30 },
  })
  expect(world.asked).toHaveLength(1)
  expect(world.rows()).toMatchObject([{ state: 'FAILED', reason: 'unknown' }])
})

test("an unclear call's own end settles it", async () => {
  const world = await played(1, { fateOf: fates({ answer: 'unclear' }), findable: false, joins: true })
  expect(world.rows()).toMatchObject([{ state: 'DONE', reason: 'answered', attempts: 1 }])
})

test('a call whose end is never heard of ends with its time limit, and a late end still counts', async () => {
  const world = await played(1, { fateOf: fates({ tellings: 0 }), settings: { max_call_minutes: 10 } })
  expect(world.rows()).toMatchObject([{ state: 'FAILED', reason: 'no_result' }])
  const [call] = world.asked
  await callEnded(world.deps, call!.dial.id, {
    outcome: 'answered',
    call_id: 'late',
    end_reason: 'hangup',
    duration_seconds: 9,
    ended_at: null,
    recording_url: null,
  })
  expect(world.rows()).toMatchObject([
    { state: 'DONE', reason: 'answered', callId: 'late', result: { duration_seconds: 9 } },
  ])
})

test('the end of a call that comes before the answer to its request counts', async () => {
  const world = await played(1, {
    fateOf: fates({ outcome: 'busy', answerMs: 15_000, callMs: 1_000, tellings: 3 }, {}),
  })
  expect(world.rows()).toMatchObject([{ state: 'DONE', attempts: 2 }])
})

test('the end of an earlier call that is told again changes nothing for the next one', async () => {
  const world = campaignWorld({ start: START, fateOf: fates({ outcome: 'no_answer', callMs: 1_000 }, {}) })
  world.add(preparedRows(1))
  world.control('start')
  const late = { outcome: 'busy', call_id: 'x', end_reason: null, duration_seconds: 0 } as const
  const first = dialId({ campaignId: world.id, n: 1, attempt: 1 })
  const again = () => void callEnded(world.deps, first, { ...late, ended_at: null, recording_url: null })
  // While it waits for the second call, and in the middle of it.
  world.at(START + 5 * MINUTE, again)
  world.at(START + 10 * MINUTE + 20_000, again)
  await world.play()
  expect(world.asked).toHaveLength(2)
  expect(world.rows()).toMatchObject([{ state: 'DONE', reason: 'answered', attempts: 2 }])
})

test('a cap that is lowered while numbers are looked up in the register holds already', async () => {
  const world: CampaignWorld = campaignWorld({
    start: START,
    settings: { calls_per_minute: 600, max_concurrent_calls: 10 },
    atFault: async (point) => {
      if (point === 'enter.after') changeSettings(world.deps, { max_concurrent_calls: 2 })
    },
  })
  world.add(preparedRows(6))
  world.control('start')
  await world.play()
  expect(world.asked).toHaveLength(6)
  const open = world.asked.map(
    ({ at }) => world.asked.filter((call) => call.at <= at && call.endsAt > at).length,
  )
  expect(Math.max(...open)).toBe(2)
})

test('while a campaign is paused calls go on to their end and none is begun', async () => {
  const world = campaignWorld({ start: START, settings: { calls_per_minute: 60 } })
  world.add(preparedRows(10))
  world.control('start')
  world.at(START + 2_500, () => world.control('pause'))
  await world.play()
  expect(world.asked).toHaveLength(3)
  expect(world.rows().filter(({ state }) => state === 'DONE')).toHaveLength(3)
  expect(world.status()).toBe('PAUSED')
  world.control('resume')
  await world.play()
  expect(world.rows().every(({ state }) => state === 'DONE')).toBe(true)
})

test('stopping ends what waits, and lets calls under way end normally', async () => {
  const world = campaignWorld({
    start: START,
    settings: { calls_per_minute: 60 },
    fateOf: fates({ outcome: 'no_answer' }),
  })
  world.add(preparedRows(10))
  world.control('start')
  world.at(START + 2_500, () => world.control('stop'))
  await world.play()
  expect(world.asked).toHaveLength(3)
  expect(world.rows().map(({ state }) => state)).toEqual([
    ...Array(3).fill('FAILED'),
    ...Array(7).fill('STOPPED'),
  ])
  expect(() => world.control('resume')).toThrow(expect.objectContaining({ code: 'CAMPAIGN_ENDED' }))
  expect(() => world.add(preparedRows(1))).toThrow(expect.objectContaining({ code: 'CAMPAIGN_ENDED' }))
})

test('a request that is answered with "not now" after the campaign was stopped ends its row', async () => {
  const world = campaignWorld({
    start: START,
    fateOf: fates({ answer: 'later', rings: false, answerMs: 5_000 }),
  })
  world.add(preparedRows(1))
  world.control('start')
  world.at(START + 1_000, () => world.control('stop'))
  await world.play()
  expect(world.rows()).toMatchObject([{ state: 'STOPPED', reason: 'stopped', attempts: 0 }])
})

test('settings count from the moment they are changed', async () => {
  const world = campaignWorld({ start: START, settings: { calls_per_minute: 1 } })
  world.add(preparedRows(6))
  world.control('start')
  world.at(START + MINUTE + 1_000, () => changeSettings(world.deps, { calls_per_minute: 60, name: 'Faster' }))
  await world.play()
  expect(times(world).at(-1)).toBeLessThan(2 * MINUTE + 10_000)
  expect(readCampaign(world.sql)?.settings.name).toBe('Faster')
})

test('nobody is called before the start that was set', async () => {
  const world = await played(1, { settings: { start_at: '2026-03-03T10:30:00Z' } })
  expect(times(world)).toEqual([90 * MINUTE])
})

test('a standing campaign takes rows as they come and is never done', async () => {
  const world = campaignWorld({ start: START, settings: { keep_open: true } })
  world.control('start')
  world.at(START + HOUR, () => void world.add(preparedRows(1)))
  await world.play()
  expect(world.rows()).toMatchObject([{ state: 'DONE' }])
  expect(world.status()).toBe('RUNNING')
})

test('an empty campaign is not started, unless it is a standing one', () => {
  const world = campaignWorld({ start: START })
  expect(() => world.control('start')).toThrow(expect.objectContaining({ code: 'CAMPAIGN_EMPTY' }))
  expect(() => world.control('pause')).toThrow(expect.objectContaining({ code: 'CAMPAIGN_NOT_STARTED' }))
})

test('the same rows again add nothing, and say so', () => {
  const world = campaignWorld({ start: START })
  const rows = preparedRows(3)
  expect(world.add(rows)).toEqual({ added: 3, skipped: 0, already_there: [] })
  expect(world.add(rows)).toEqual({ added: 0, skipped: 0, already_there: rows.map(({ key }) => key) })
  const refusal = { reason: 'number_invalid', detail: '"x" is no number' }
  expect(world.add([{ ...rows[0]!, key: 'bad', refusal }])).toEqual({
    added: 1,
    skipped: 1,
    already_there: [],
  })
  expect(world.rows().at(-1)).toMatchObject({ state: 'SKIPPED', reason: 'number_invalid' })
})

test('whoever waits for the end of a campaign is told of it once', async () => {
  const world = campaignWorld({ start: START })
  world.add(preparedRows(2))
  world.sql.exec("INSERT INTO listeners (run_id, key) VALUES ('run_1', 'key_1')")
  world.control('start')
  await world.play()
  expect(world.told).toHaveLength(1)
  expect(world.told[0]).toMatchObject({
    runId: 'run_1',
    key: 'key_1',
    payload: { status: 'DONE', done: { answered: 2 } },
  })
})

test('progress tells who waits for a window, for a retry, and at what pace it goes', async () => {
  const rows = preparedRows(6, (n) => (n < 3 ? ['Europe/Madrid'] : ['America/New_York']))
  const world = campaignWorld({
    start: START,
    settings: { calls_per_minute: 60 },
    fateOf: fates({ outcome: 'busy', callMs: 1_000 }, {}),
  })
  world.add(rows)
  world.control('start')
  const seen = Promise.withResolvers<unknown>()
  world.at(START + 30_000, () => seen.resolve(viewProgress(world.deps, readCampaign(world.sql)!)))
  await world.play()
  expect(await seen.promise).toMatchObject({
    status: 'RUNNING',
    rows: 6,
    queued: 4,
    waiting_for_window: 3,
    next_opening: '2026-03-03T14:00:00.000Z',
    retries: 1,
    in_call: 2,
    done: {},
    calls_in_last_minute: 3,
  })
})

/** Everything a network may do, by chance. */
function anyFate(random: () => number, trouble: number): Fate {
  const pick = <T>(...of: T[]): T => of[Math.floor(random() * of.length)]!
  const outcome = pick('answered', 'answered', 'voicemail', 'no_answer', 'busy', 'failed', 'canceled')
  const normal: Fate = {
    answer: 'placed',
    answerMs: Math.floor(random() * 15_000),
    rings: true,
    outcome,
    callMs: Math.floor(random() * 5 * MINUTE),
    tellings: 1 + Math.floor(random() * 3),
  }
  if (random() > trouble) return normal
  const rings = random() < 0.5
  return pick<Fate>(
    { ...normal, answer: 'unclear', rings },
    { ...normal, answer: 'later', rings: false, retryAfterMs: pick(null, 5_000, 60_000) },
    { ...normal, answer: 'refused', rings: false },
  )
}

const ZONES = [['Europe/Madrid'], ['America/New_York', 'America/Chicago'], ['Asia/Kolkata'], []]

test('whatever the network does: never over a cap, never out of hours, no dial twice, and every row ends', async () => {
  const anyWorld = fc.record({
    seed: fc.integer(),
    count: fc.integer({ min: 1, max: 40 }),
    calls_per_minute: fc.constantFrom(1, 7, 45, 60, 90, 600),
    max_concurrent_calls: fc.integer({ min: 1, max: 12 }),
    hours: fc.constantFrom(null, 1),
    always: fc.boolean(),
    findable: fc.boolean(),
    joins: fc.boolean(),
    agentCap: fc.constantFrom(undefined, 3),
  })
  await fc.assert(
    fc.asyncProperty(
      anyWorld,
      async ({ seed, count, hours, always, calls_per_minute, max_concurrent_calls, ...rest }) => {
        const random = randomFrom(seed)
        const rows = preparedRows(count, (n) => ZONES[n % ZONES.length]!)
        const world = campaignWorld({
          start: START + Math.floor(random() * 7 * DAY),
          settings: {
            calls_per_minute,
            max_concurrent_calls,
            rules: { ...(always ? all : {}), hours_between_calls: hours, fallback_zone: 'UTC' },
          },
          fateOf: () => anyFate(random, 0.3),
          ...rest,
        })
        world.add(rows)
        world.control('start')
        for (let pauses = 0; world.status() !== 'DONE' && pauses < 100; pauses++) {
          await world.play()
          if (world.status() === 'PAUSED') world.control('resume')
        }
        expect(world.status()).toBe('DONE')
        expect(violations(world, zonesOf(rows))).toEqual([])
        expectCounted(world)
      },
    ),
    { numRuns: 12 },
  )
})

/** The counts say what the rows do. */
function expectCounted(world: ReturnType<typeof campaignWorld>): void {
  const { counts } = readCampaign(world.sql)!.state
  for (const state of ROW_STATES) {
    const there = world.rows().filter((row) => row.state === state)
    expect(countOf(counts, state)).toBe(there.length)
    for (const [reason, n] of Object.entries(counts[state] ?? {})) {
      expect(there.filter((row) => (row.reason ?? '') === reason)).toHaveLength(n)
    }
  }
}

test('killed at any moment, it goes on: nobody is called twice, and all that can be known is known', async () => {
  const rows = preparedRows(6)
  const scenario = async (killAt: number) => {
    const random = randomFrom(7)
    let met = 0
    const world: ReturnType<typeof campaignWorld> = campaignWorld({
      start: START,
      settings: { calls_per_minute: 60, max_concurrent_calls: 3 },
      fateOf: () => anyFate(random, 0.3),
      atFault: async () => {
        if (met++ === killAt) world.restart()
      },
    })
    world.add(rows)
    world.sql.exec("INSERT INTO listeners (run_id, key) VALUES ('run_1', 'key_1')")
    world.control('start')
    await world.play()
    if (world.status() === 'PAUSED') {
      world.control('resume')
      await world.play()
    }
    await project(world.deps)
    return { world, met }
  }
  const { met } = await scenario(-1)
  expect(met).toBeGreaterThan(40)
  for (let killAt = 0; killAt < met; killAt++) {
    const { world } = await scenario(killAt)
    expect([killAt, world.status()]).toEqual([killAt, 'DONE'])
    expect([killAt, violations(world, zonesOf(rows))]).toEqual([killAt, []])
    expect(world.rows().filter(({ reason }) => reason === 'unknown' || reason === 'no_result')).toEqual([])
    expect(world.told.length).toBeGreaterThanOrEqual(1)
    expectCounted(world)
  }
})
