import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { expect, it, vi } from 'vitest'
import { piece } from '../../test/support/definitions.ts'
import { settle, start } from '../../test/support/run-suite.ts'
import { pokeSilent } from './poke.ts'
import { tick } from './tick.ts'

const MINUTE_MS = 60_000

/** A run whose index row is there, and which waits for an hour. */
async function waitingRun() {
  const started = await start(
    piece('step_1', 'delay', 'delayFor', { unit: 'hours', delayFor: 1 }),
    {},
    10_000,
  )
  await vi.waitFor(async () => {
    const row = await env.DB.prepare('SELECT status FROM runs WHERE id = ?').bind(started.run.runId).first()
    expect(row?.status).toBe('PAUSED')
  })
  return started
}

it('a run that lost its alarm is found and ends', async () => {
  const { object, run } = await waitingRun()
  const stub = env.RUNS.getByName(object)
  await runInDurableObject(stub, async (_, state) => {
    state.storage.sql.exec("UPDATE runs SET status = 'RUNNING'")
    state.storage.sql.exec('UPDATE waits SET until = 1')
    await state.storage.deleteAlarm()
  })
  await evictDurableObject(stub)
  await env.DB.prepare("UPDATE runs SET status = 'RUNNING' WHERE id = ?").bind(run.runId).run()
  await tick(env, Date.now() + 10 * MINUTE_MS)
  const detail = await settle(object, run.runId, async () => undefined)
  expect(detail.run.status).toBe('SUCCEEDED')
})

it('runs that are paused, ended or were heard of lately are left in peace', async () => {
  await waitingRun()
  expect(await pokeSilent(env, Date.now() + 10 * MINUTE_MS)).toBe(0)
})

it('what went silent is found by an index that holds only runs in motion', async () => {
  const query =
    "SELECT id FROM runs WHERE runs.status IN ('QUEUED', 'RUNNING') AND updated_at < 1 ORDER BY updated_at"
  const { results } = await env.DB.prepare(`EXPLAIN QUERY PLAN ${query}`).all<{ detail: string }>()
  expect(results.map(({ detail }) => detail)).toEqual([
    expect.stringContaining('INDEX runs_moving (updated_at<?)'),
  ])
})
