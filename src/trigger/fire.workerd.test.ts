import { env } from 'cloudflare:workers'
import { expect, test, vi } from 'vitest'
import { addDraft, addWorkflow, api } from '../../test/support/api.ts'
import { definition, piece, pieceTrigger } from '../../test/support/definitions.ts'
import { watchedDb } from '../../test/support/query-plans.ts'
import { payloadsOf } from '../../test/support/runs-of.ts'
import { openDb } from '../db/client.ts'
import { claimDue } from '../db/triggers.ts'
import type { DispatchRequest, RunApi } from '../run/protocol.ts'
import { tick } from '../schedule/tick.ts'
import { triggerDeps } from './deps.ts'
import { fireDueSchedules } from './fire.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** The next full hour, and with each test one some days later. */
const full = Math.ceil(Date.now() / HOUR) * HOUR

const step = piece('step_1', 'data-mapper', 'advanced_mapping', { mapping: { a: '{{trigger}}' } })
const scheduled = (name: string, input: Record<string, unknown>) => ({
  ...definition(pieceTrigger('schedule', name, input), step),
  displayName: 'Scheduled',
})
const iso = (at: number) => new Date(at).toISOString()
const rowOf = (id: string) =>
  env.DB.prepare('SELECT * FROM triggers WHERE workflow_id = ?')
    .bind(id)
    .first<Record<'status' | 'cursor' | 'lease', string> & Record<'failures' | 'next_at', number>>()
const read = async (id: string) => (await api('GET', `/v1/workflow/${id}`)).body
const executions = async (id: string): Promise<{ id: string; eventKind: string }[]> =>
  (await api('GET', `/v1/workflow/${id}/executions?limit=30`)).body.data

/** Rows of earlier tests are not due again and again. */
async function alone(): Promise<void> {
  await env.DB.prepare('UPDATE triggers SET next_at = NULL').run()
}

/** A schedule of each full hour that has begun `hours` before `full`. */
async function hourly(input: Record<string, unknown> = {}, hours = 1): Promise<string> {
  await alone()
  const id = await addWorkflow(scheduled('every_hour', { run_on_weekends: true, ...input }))
  await since(id, full - hours * HOUR)
  return id
}

/** As if the schedule had begun then. */
async function since(id: string, at: number): Promise<void> {
  await env.DB.prepare('UPDATE triggers SET cursor = ?, next_at = ? WHERE workflow_id = ?')
    .bind(JSON.stringify({ since: at, seen: [] }), at + HOUR, id)
    .run()
}

async function republish(id: string, input: Record<string, unknown>): Promise<void> {
  const made = scheduled('every_hour', { run_on_weekends: true, ...input })
  await api('POST', `/v1/workflow/${id}/import`, { ...made, displayName: 'Another name' })
  expect((await api('POST', `/v1/workflow/${id}/publish`)).status).toBe(200)
}

const nominals = async (id: string, count: number) =>
  (await payloadsOf(id, count)).map((payload) => (payload as { nominal_time: string }).nominal_time).sort()

test('fires at its time, once, and goes on from the nominal time', async () => {
  const id = await hourly()
  await tick(env, full - 1)
  expect(await executions(id)).toEqual([])
  await tick(env, full + 20_000)
  await tick(env, full + MINUTE)
  expect(await payloadsOf(id, 1)).toEqual([
    { cron_expression: '0 * * * *', timezone: 'UTC', nominal_time: iso(full) },
  ])
  expect(await executions(id)).toMatchObject([{ eventKind: 'schedule' }])
  expect(await rowOf(id)).toMatchObject({ status: 'ACTIVE', next_at: full + HOUR })
})

test('enabling sets the first time, and a moment that has passed is refused', async () => {
  const at = iso(full + 24 * HOUR)
  const id = await addWorkflow(scheduled('once', { at }))
  expect((await rowOf(id))?.next_at).toBe(full + 24 * HOUR)
  const past = await addDraft(scheduled('once', { at: '2020-01-01T00:00Z' }))
  await api('POST', `/v1/workflow/${past}/publish`)
  const { status, body } = await api('PATCH', `/v1/workflow/${past}/status`, { status: 'ENABLED' })
  expect([status, body.error_code]).toEqual([422, 'SCHEDULE_ENDED'])
  const wrong = await addDraft(scheduled('cron_expression', { cronExpression: 'often' }))
  await api('POST', `/v1/workflow/${wrong}/publish`)
  const refused = await api('PATCH', `/v1/workflow/${wrong}/status`, { status: 'ENABLED' })
  expect([refused.status, refused.body.error_code]).toEqual([422, 'INPUT_INVALID'])
  expect(await rowOf(wrong)).toBeNull()
})

test('a single moment fires once and is over', async () => {
  await alone()
  const at = full + 24 * HOUR
  const id = await addWorkflow(scheduled('once', { at: iso(at) }))
  await tick(env, at + MINUTE)
  await tick(env, at + HOUR)
  expect(await nominals(id, 1)).toEqual([iso(at)])
  expect(await executions(id)).toHaveLength(1)
  expect(await rowOf(id)).toMatchObject({ status: 'ACTIVE', next_at: null })
})

test('ticks at the same moment fire once', async () => {
  const id = await hourly()
  await Promise.all([tick(env, full), tick(env, full), tick(env, full + 1000)])
  expect(await nominals(id, 1)).toEqual([iso(full)])
  expect(await executions(id)).toHaveLength(1)
})

test('a tick that dies before it fires loses nothing', async () => {
  const id = await hourly()
  const [claimed] = await claimDue(openDb(env.DB), ['SCHEDULE'], 10, { now: full, until: full + 3 * MINUTE })
  expect(claimed?.workflowId).toBe(id)
  await tick(env, full + MINUTE)
  expect(await executions(id)).toEqual([])
  await tick(env, full + 3 * MINUTE)
  expect(await nominals(id, 1)).toEqual([iso(full)])
})

test('a tick that dies between firing and going on doubles nothing', async () => {
  const id = await hourly()
  const before = await rowOf(id)
  await tick(env, full)
  await env.DB.prepare('UPDATE triggers SET cursor = ?, next_at = ? WHERE workflow_id = ?')
    .bind(before!.cursor, full + 3 * MINUTE, id)
    .run()
  await tick(env, full + 4 * MINUTE)
  await tick(env, full + HOUR)
  expect(await nominals(id, 2)).toEqual([iso(full), iso(full + HOUR)])
  expect(await executions(id)).toHaveLength(2)
})

test.each([
  ['skip', {}, []],
  ['one', {}, [0]],
  ['all', {}, [-2, -1, 0]],
  ['all', { missed_limit: 2 }, [-1, 0]],
])('after an outage of hours the policy %s %o fires %o', async (missed, more, expected) => {
  const id = await hourly({ missed, ...more }, 3)
  await tick(env, full + 10 * MINUTE)
  const times = expected.map((hours) => iso(full + hours * HOUR))
  expect(await nominals(id, times.length)).toEqual(times)
  expect(await executions(id)).toHaveLength(times.length)
  expect((await rowOf(id))?.next_at).toBe(full + HOUR)
})

test('a time that comes a little late is not missed', async () => {
  const id = await hourly({ missed: 'skip' })
  await tick(env, full + 4 * MINUTE)
  expect(await nominals(id, 1)).toEqual([iso(full)])
})

test('while its runs cannot be started it waits ever longer, says so, and then makes up for it', async () => {
  const id = await hourly({ missed: 'all' })
  const deps = (now: number) => triggerDeps(env, { now: () => now })
  const down = () => {
    throw new Error('unreachable')
  }
  await fireDueSchedules({ ...deps(full), runs: down })
  expect(await rowOf(id)).toMatchObject({ status: 'ACTIVE', failures: 1, next_at: full + 2 * MINUTE })
  expect((await read(id)).trigger_error.code).toBe('RUNTIME_UNAVAILABLE')
  await fireDueSchedules({ ...deps(full + HOUR), runs: down })
  expect(await rowOf(id)).toMatchObject({ failures: 2, next_at: full + HOUR + 4 * MINUTE })
  await tick(env, full + HOUR + 5 * MINUTE)
  expect(await nominals(id, 2)).toEqual([iso(full), iso(full + HOUR)])
  expect(await rowOf(id)).toMatchObject({ failures: 0, next_at: full + 2 * HOUR })
  expect((await read(id)).trigger_error).toBeNull()
})

test('a new version with the same rule keeps its place, one with another starts from now', async () => {
  const id = await hourly({}, 3)
  const before = await rowOf(id)
  await republish(id, {})
  expect(await rowOf(id)).toEqual(before)
  await republish(id, { missed: 'skip' })
  const { since: begun } = JSON.parse((await rowOf(id))!.cursor)
  expect(begun).toBeGreaterThan(full - HOUR)
  expect((await rowOf(id))?.next_at).toBe(full)
})

test('a tick does not overwrite what a publish set meanwhile', async () => {
  const id = await hourly({ missed: 'all' }, 3)
  const deps = triggerDeps(env, { now: () => full })
  const published = Promise.withResolvers<void>()
  let firsts = 0
  const dispatch = async (object: string, request: DispatchRequest) => {
    if (firsts++ === 0) await republish(id, { missed: 'skip' }).then(published.resolve, published.reject)
    await published.promise
    return deps.runs(object).dispatch(request)
  }
  const runs = (object: string) => ({ dispatch: dispatch.bind(null, object) }) as unknown as RunApi
  await fireDueSchedules({ ...deps, runs })
  const { cursor, next_at } = (await rowOf(id))!
  expect(JSON.parse(cursor).since).toBeLessThan(full)
  expect(next_at).toBe(full)
})

test('a publish that is refused leaves the schedule in its place', async () => {
  const id = await hourly({}, 3)
  const before = await rowOf(id)
  await api('POST', `/v1/workflow/${id}/import`, scheduled('once', { at: '2020-01-01T00:00Z' }))
  expect((await api('POST', `/v1/workflow/${id}/publish`)).status).toBe(422)
  const { cursor, next_at, status } = (await rowOf(id))!
  expect({ cursor, next_at, status }).toEqual({
    cursor: before!.cursor,
    next_at: before!.next_at,
    status: 'ACTIVE',
  })
})

test('a workflow that is off fires nothing', async () => {
  const id = await hourly()
  await api('PATCH', `/v1/workflow/${id}/status`, { status: 'DISABLED' })
  expect(await rowOf(id)).toBeNull()
  await tick(env, full)
  expect(await executions(id)).toEqual([])
})

test.each([
  ['a gap', 'Europe/Madrid', '2:15', '2027-03-28T01:00:00.000Z'],
  ['a gap', 'America/New_York', '2:15', '2027-03-14T07:00:00.000Z'],
  ['a gap', 'Australia/Lord_Howe', '2:15', '2027-10-02T15:30:00.000Z'],
  ['an overlap', 'Europe/Madrid', '2:15', '2027-10-31T00:15:00.000Z'],
  ['an overlap', 'America/New_York', '1:15', '2027-11-07T05:15:00.000Z'],
  ['an overlap', 'Australia/Lord_Howe', '1:45', '2027-04-03T14:45:00.000Z'],
])('across %s in %s a run at %s starts once, at %s', async (_, timezone, time, expected) => {
  await alone()
  const [hour_of_the_day, minute_of_the_hour] = time.split(':').map(Number)
  const input = { hour_of_the_day, minute_of_the_hour, timezone, run_on_weekends: true, missed: 'all' }
  const id = await addWorkflow(scheduled('every_day', input))
  const at = Date.parse(expected)
  await since(id, at - 6 * HOUR)
  for (let now = at - 5 * HOUR; now < at + 5 * HOUR; now += HOUR / 2) {
    await fireDueSchedules(triggerDeps(env, { now: () => now }))
  }
  expect(await nominals(id, 1)).toEqual([expected])
  expect(await executions(id)).toHaveLength(1)
})

test('what is due is found by its index', async () => {
  const { db, plans } = watchedDb()
  await claimDue(db, ['SCHEDULE'], 10, { now: 0, until: 1 })
  expect((await plans()).join('\n')).toContain('USING INDEX triggers_due (next_at<?)')
})

test('a thousand that are due together all start, each once', async () => {
  const count = 1000
  const id = await hourly()
  await env.DB.batch([copies('workflows', 'id', id, count), copies('triggers', 'workflow_id', id, count)])
  const left = async () => {
    const due = env.DB.prepare('SELECT count(*) AS n FROM triggers WHERE next_at < ?')
    return (await due.bind(full + HOUR).first<{ n: number }>())?.n
  }
  // One tick does it unless the machine is slow: then the next ones go on.
  for (let now = full; now < full + 10 * MINUTE && (await left()) !== 0; now += MINUTE) {
    await fireDueSchedules(triggerDeps(env, { now: () => now }))
  }
  expect(await left()).toBe(0)
  await vi.waitFor(
    async () => {
      const query =
        'SELECT count(*) AS runs, count(DISTINCT workflow_id) AS workflows FROM runs WHERE workflow_id LIKE ?'
      const started = await env.DB.prepare(query).bind(`${id}%`).first()
      expect(started).toEqual({ runs: count, workflows: count })
    },
    { timeout: 30_000, interval: 500 },
  )
}, 180_000)

/** Makes `count - 1` copies of a row, with ids of their own. */
function copies(table: string, key: string, id: string, count: number): D1PreparedStatement {
  const rest = columns[table]!.filter((column) => column !== key).join(', ')
  return env.DB.prepare(
    `INSERT INTO ${table} (${key}, ${rest})
     WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
     SELECT ${key} || '-' || i, ${rest} FROM ${table}, n WHERE ${key} = ?`,
  ).bind(count - 1, id)
}

const columns: Record<string, string[]> = {}
for (const table of ['workflows', 'triggers']) {
  const { results } = await env.DB.prepare(`SELECT name FROM pragma_table_info('${table}')`).all<{
    name: string
  }>()
  columns[table] = results.map(({ name }) => name)
}
