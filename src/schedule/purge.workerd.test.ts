import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeEach, expect, it, vi } from 'vitest'
import { addAgent, addCallWorkflow, hook } from '../../test/support/agents.ts'
import { api, call } from '../../test/support/api.ts'
import { chain, code, piece } from '../../test/support/definitions.ts'
import { wasteful, watchedDb } from '../../test/support/query-plans.ts'
import { objectNamed, settle, start } from '../../test/support/run-suite.ts'
import { expiredRuns, idleCalls } from '../db/retention.ts'
import { callObject, runStoreName } from '../run/ids.ts'
import { createStore } from '../run/store-client.ts'
import { purgeOld } from './purge.ts'

const DAY_MS = 86_400_000
/** Not within the first minute of an hour, when calls are looked at too. */
const inDays = (days: number) => Math.floor(Date.now() / 3_600_000) * 3_600_000 + 1_800_000 + days * DAY_MS
const map = (name: string, mapping: unknown) => piece(name, 'data-mapper', 'advanced_mapping', { mapping })
const fails = code('step_1', 'export const code = () => { throw new Error("no") }')
const hours = piece('step_1', 'delay', 'delayFor', { unit: 'hours', delayFor: 1 })
const stub = (object: string) => env.RUNS.getByName(object)

const indexed = (table: 'runs' | 'calls', id: string) =>
  env.DB.prepare(`SELECT * FROM ${table} WHERE id = ?`).bind(id).first()

/** Waits until the index shows the run with this status. */
const shown = (runId: string, status: string) =>
  vi.waitFor(async () => expect(await indexed('runs', runId)).toMatchObject({ status }), { timeout: 10_000 })

/** Every table of an object with how many rows it has. */
const contents = (object: string) =>
  runInDurableObject(stub(object), (_, { storage: { sql } }) => {
    const tables = sql.exec(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'",
    )
    const names = tables.toArray().map(({ name }) => String(name))
    return Object.fromEntries(
      names.map((name) => [name, Number(sql.exec(`SELECT count(*) AS n FROM ${name}`).one().n)]),
    )
  })

/** Whether a run is still in the index after a tick so many days from now. */
async function survives(id: string, days: number, bindings: Cloudflare.Env = env): Promise<boolean> {
  await purgeOld(bindings, inDays(days))
  return (await indexed('runs', id)) !== null
}

async function endedRun(first: Parameters<typeof start>[0] = map('step_1', { a: 1 }), status = 'SUCCEEDED') {
  const started = await start(first, {}, 10_000)
  await shown(started.run.runId, status)
  return { ...started, id: started.run.runId }
}

// Ticks of one test are not to meet what others left.
beforeEach(async () => {
  await env.DB.batch([env.DB.prepare('DELETE FROM runs'), env.DB.prepare('DELETE FROM calls')])
})

it('a run that is past its time goes, with its steps, its log and its store', async () => {
  const { object, id } = await endedRun(
    chain(
      piece('step_1', 'store', 'put', { key: 'k', value: 'secret', store_scope: 'RUN' }),
      map('step_2', { a: 1 }),
    ),
  )
  const store = createStore(env.STORES, runStoreName(id))
  expect(await store.get('k')).toBe('secret')
  expect(await survives(id, 29)).toBe(true)
  expect(await survives(id, 31)).toBe(false)
  expect(await contents(object)).toMatchObject({
    runs: 0,
    steps: 0,
    cursors: 0,
    waits: 0,
    inbox: 0,
    log: 0,
    events: 1,
  })
  expect(await store.get('k')).toBeUndefined()
  expect((await api('GET', `/v1/workflow/executions/${id}`)).body.error_code).toBe('RUN_NOT_FOUND')
})

it('a workflow may keep its runs for longer or shorter', async () => {
  const short = await endedRun()
  const long = await endedRun()
  const keep = (days: number, id: string) =>
    env.DB.prepare('UPDATE workflows SET retention_days = ? WHERE id = ?').bind(days, id).run()
  await keep(1, short.workflow.id)
  await keep(90, long.workflow.id)
  expect(await survives(short.id, 2)).toBe(false)
  expect(await survives(long.id, 89)).toBe(true)
  expect(await survives(long.id, 91)).toBe(false)
})

it('the number of days comes from the environment, and nonsense there means the default', async () => {
  const { id } = await endedRun()
  expect(await survives(id, 29, { ...env, PATCHCORD_RETENTION_DAYS: 'many' })).toBe(true)
  expect(await survives(id, 29, { ...env, PATCHCORD_RETENTION_DAYS: '-5' })).toBe(true)
  expect(await survives(id, 8, { ...env, PATCHCORD_RETENTION_DAYS: '7' })).toBe(false)
})

it('a run that waits is kept, however long ago it began and whatever the index says', async () => {
  const { object, id } = await endedRun(hours, 'PAUSED')
  expect(await survives(id, 400)).toBe(true)
  await env.DB.prepare("UPDATE runs SET status = 'SUCCEEDED', finished_at = 1 WHERE id = ?").bind(id).run()
  expect(await survives(id, 400)).toBe(true)
  expect((await objectNamed(object).readRun(id))?.run.status).toBe('PAUSED')
})

it('a run that still owes its parent an outcome is kept until it was delivered', async () => {
  const { object, id } = await endedRun()
  const setReply = (replied: number) =>
    runInDurableObject(stub(object), (_, state) => {
      state.storage.sql.exec('UPDATE runs SET reply_to = ?, replied = ?', '{"runId":"x","key":"k"}', replied)
    })
  await setReply(0)
  expect(await survives(id, 31)).toBe(true)
  await setReply(1)
  expect(await survives(id, 31)).toBe(false)
})

it('the same event sent again after the purge starts nothing, and says so', async () => {
  const { object, id, workflow } = await endedRun()
  const event = await runInDurableObject(stub(object), (_, state) =>
    state.storage.sql.exec('SELECT id, kind, at FROM events').one(),
  )
  await purgeOld(env, inDays(31))
  const again = await objectNamed(object).dispatch({
    event: { id: String(event.id), kind: 'webhook', at: Date.now() },
    environment: 'PRODUCTION',
    starts: [{ workflow, payload: {}, waitMs: 0 }],
  })
  expect(again).toMatchObject({ duplicate: true, runs: [] })
  expect(await objectNamed(object).readRun(id)).toBeNull()
})

it('a webhook or a function call that comes again after the purge is refused with the reason', async () => {
  const { workflow } = await start(map('step_1', { a: 1 }), {})
  const send = () => call('POST', `/webhooks/${workflow.id}/sync`, {}, { 'idempotency-key': 'order-1' })
  const first = await send()
  expect(first.status).toBe(200)
  await shown(String(first.headers.get('x-run-id')), 'SUCCEEDED')
  const tool = await addCallWorkflow('look_up', 'functionCall', { description: 'd' }, map('step_1', {}))
  const agent = await addAgent([tool])
  const body = { call_id: 'c-again', tool_call_id: 't-1', arguments: {} }
  const answered = await hook(agent, '/tools/look_up', body)
  await shown(String(answered.headers.get('x-run-id')), 'SUCCEEDED')
  await purgeOld(env, inDays(31))
  const again = await send()
  expect([again.status, again.body.error_code]).toEqual([409, 'RUN_PURGED'])
  expect(JSON.stringify((await hook(agent, '/tools/look_up', body)).body)).toContain('RUN_PURGED')
})

it('a crash between the object and the index is mended by the next tick', async () => {
  const { id } = await endedRun()
  const broken = {
    ...env,
    DB: { ...env.DB, prepare: env.DB.prepare.bind(env.DB), batch: () => Promise.reject(new Error('gone')) },
  }
  await expect(purgeOld(broken as unknown as Cloudflare.Env, inDays(31))).rejects.toThrow()
  expect(await indexed('runs', id)).not.toBeNull()
  expect(await survives(id, 31)).toBe(false)
})

it('what was purged does not come back into the index, also after an eviction', async () => {
  const { object, id } = await endedRun()
  await runInDurableObject(stub(object), (_, state) => {
    state.storage.sql.exec('UPDATE runs SET revision = revision + 1')
  })
  await purgeOld(env, inDays(31))
  await evictDurableObject(stub(object))
  await runDurableObjectAlarm(stub(object))
  await objectNamed(object).poke()
  await runDurableObjectAlarm(stub(object))
  expect(await indexed('runs', id)).toBeNull()
})

it.each(['retry first', 'purge first'])('of a retry and a purge at once one wins: %s', async (order) => {
  const { object, id } = await endedRun(fails, 'FAILED')
  const retry = () => api('POST', `/v1/workflow/executions/${id}/retry`, { strategy: 'FROM_FAILED_STEP' })
  const purge = () => objectNamed(object).purge({ runs: [{ id, before: inDays(31) }], before: inDays(31) })
  const [answer, purged] = await (order === 'retry first'
    ? Promise.all([retry(), purge()])
    : Promise.all([purge(), retry()]).then(([p, r]) => [r, p] as const))
  if (answer.status === 200) {
    expect(purged.kept).toEqual([id])
    expect((await settle(object, id, async () => undefined)).run.status).toBe('FAILED')
  } else {
    expect([answer.status, answer.body.error_code, purged.kept]).toEqual([404, 'RUN_NOT_FOUND', []])
    expect(await contents(object)).toMatchObject({ runs: 0, steps: 0 })
  }
})

it('a run that was retried since the index was read is kept', async () => {
  const { object, id } = await endedRun(fails, 'FAILED')
  const before = ((await objectNamed(object).readRun(id))?.run.finishedAt ?? 0) + 1
  await objectNamed(object).retryRun(id, 'FROM_FAILED_STEP')
  const purge = () => objectNamed(object).purge({ runs: [{ id, before }], before })
  expect((await purge()).kept).toEqual([id])
  await settle(object, id, async () => undefined)
  expect((await purge()).kept).toEqual([id])
})

it('a repeat after an older repeat was purged has an id of its own', async () => {
  const { object, id, workflow } = await endedRun()
  const repeat = async () => (await objectNamed(object).retryRun(id, 'ON_LATEST_VERSION', workflow)).runId
  const first = await repeat()
  const second = await repeat()
  await settle(object, first, async () => undefined)
  await objectNamed(object).purge({ runs: [{ id: first, before: inDays(31) }], before: 0 })
  expect(new Set([id, first, second, await repeat()]).size).toBe(4)
})

it('a call leaves with its last run, and one without runs when it is old', async () => {
  const finished = await addCallWorkflow('after', 'callFinished', {}, map('step_1', {}))
  const agent = await addAgent([finished])
  const bare = await addAgent([])
  await hook(agent, '/call-finished', { id: 'call-1', status: 'finished', messages: [] })
  await hook(bare, '/call-finished', { id: 'call-2', status: 'finished', messages: [] })
  const withRun = callObject(agent.id, 'call-1')
  const without = callObject(bare.id, 'call-2')
  await vi.waitFor(async () => {
    const row = await env.DB.prepare('SELECT status FROM runs WHERE call_id = ?').bind(withRun).first()
    expect([row?.status, (await indexed('calls', without))?.id]).toEqual(['SUCCEEDED', without])
  })
  await purgeOld(env, inDays(31))
  expect([await indexed('calls', withRun), (await indexed('calls', without))?.id]).toEqual([null, without])
  expect(await contents(withRun)).toMatchObject({ call: 0, events: 1 })
  const onTheHour = Math.floor(inDays(31) / 3_600_000) * 3_600_000
  await purgeOld(env, onTheHour)
  expect(await indexed('calls', without)).toBeNull()
  expect(await contents(without)).toMatchObject({ call: 0, events: 1 })
})

it('an empty object remembers its events for a week and then leaves nothing', async () => {
  const { object, id, workflow } = await endedRun()
  await purgeOld(env, inDays(31))
  const alarm = () => runInDurableObject(stub(object), (_, state) => state.storage.getAlarm())
  await runDurableObjectAlarm(stub(object))
  await runDurableObjectAlarm(stub(object))
  expect(await contents(object)).toMatchObject({ events: 1 })
  expect(await alarm()).toBeGreaterThan(Date.now() + 6 * DAY_MS)
  await runInDurableObject(stub(object), (_, state) => {
    state.storage.sql.exec('UPDATE purged SET at = at - ?', 8 * DAY_MS)
  })
  await runDurableObjectAlarm(stub(object))
  expect(await contents(object)).toEqual({})
  expect(await alarm()).toBeNull()
  // The same instance can be used again.
  const event = { id: 'later', kind: 'webhook' as const, at: Date.now() }
  const starts = [{ workflow, payload: {}, waitMs: 10_000 }]
  const reply = await objectNamed(object).dispatch({ event, environment: 'PRODUCTION', starts })
  expect(reply.runs).toMatchObject([{ status: 'SUCCEEDED' }])
  expect(reply.runs[0]?.runId).not.toBe(id)
})

it('an object that fails does not keep the others', async () => {
  const one = await endedRun()
  const two = await endedRun()
  const failing = {
    ...env,
    RUNS: {
      getByName: (name: string) => {
        if (name === one.object) throw new Error('unreachable')
        return stub(name)
      },
    },
  }
  await purgeOld(failing as unknown as Cloudflare.Env, inDays(31))
  expect([await indexed('runs', two.id), (await indexed('runs', one.id))?.id]).toEqual([null, one.id])
})

it('old runs are found by one look into an index for each workflow, and no more than asked for', async () => {
  await endedRun()
  await endedRun()
  const { db, plans } = watchedDb()
  expect(await expiredRuns(db, inDays(31), 30, 1)).toHaveLength(1)
  expect(await plans()).toEqual([
    'SCAN workflows',
    expect.stringContaining('SEARCH runs USING INDEX runs_ended (workflow_id=? AND finished_at<?)'),
  ])
})

it('calls without runs are looked for among those that were not heard of for long', async () => {
  const { db, plans } = watchedDb()
  await idleCalls(db, inDays(1), 10)
  const plan = await plans()
  expect(plan[0]).toContain('SEARCH calls USING INDEX calls_updated (updated_at<?)')
  expect(plan.join(' ')).toContain('INDEX runs_call (call_id=?)')
  expect(wasteful(plan)).toEqual([])
})
