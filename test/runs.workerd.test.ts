import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { expect, it, vi } from 'vitest'
import type { RunDetail } from '../src/run/protocol.ts'
import { api, call } from './support/api.ts'
import { chain, code, piece } from './support/definitions.ts'
import { objectNamed, settle, start } from './support/run-suite.ts'

const left = async () => undefined
const map = (name: string, mapping: unknown) => piece(name, 'data-mapper', 'advanced_mapping', { mapping })
const hours = (name: string) => piece(name, 'delay', 'delayFor', { unit: 'hours', delayFor: 1 })
const paused = ({ run }: RunDetail) => run.status === 'PAUSED'

it('an event that comes fifty times at once starts one run', async () => {
  const { object, workflow } = await start(map('step_1', { a: 1 }), {})
  const event = { id: 'the-same', kind: 'webhook' as const, at: Date.now() }
  const request = {
    event,
    environment: 'PRODUCTION' as const,
    starts: [{ workflow, payload: {}, waitMs: 5_000 }],
  }
  const replies = await Promise.all(Array.from({ length: 50 }, () => objectNamed(object).dispatch(request)))
  expect(new Set(replies.map((reply) => reply.runs[0]?.runId)).size).toBe(1)
  expect(replies.filter((reply) => !reply.duplicate)).toHaveLength(1)
  expect(replies.every((reply) => reply.runs[0]?.status === 'SUCCEEDED')).toBe(true)
})

it('a caller is answered at once when the run pauses', async () => {
  const { run } = await start(hours('step_1'), {}, 60_000)
  expect(run).toMatchObject({ settled: 'paused', status: 'PAUSED' })
})

it('a caller holds the line through a short wait', async () => {
  const steps = chain(
    piece('step_1', 'delay', 'delayFor', { unit: 'seconds', delayFor: 1 }),
    piece('step_2', 'diga', 'returnResponse', { responseType: 'text', content: 'done' }),
  )
  const { run } = await start(steps, {}, 30_000)
  expect(run).toMatchObject({ settled: 'answered', answer: { body: 'done' } })
})

it('a caller is told at once that the run failed', async () => {
  const { run } = await start(
    code('step_1', 'export const code = () => { throw new Error("no") }'),
    {},
    60_000,
  )
  expect(run).toMatchObject({ settled: 'ended', status: 'FAILED', error: { code: 'CODE_FAILED' } })
})

it('a caller gets the answer while the run goes on', async () => {
  const answer = piece('step_1', 'diga', 'returnResponse', { responseType: 'json', content: '{"ok":true}' })
  const { object, run } = await start(chain(answer, hours('step_2')), {}, 60_000)
  expect(run).toMatchObject({ settled: 'answered', answer: { body: { ok: true } } })
  await settle(object, run.runId, left, paused)
})

it('a paused run is cancelled, once', async () => {
  const { object, run } = await start(hours('step_1'), {}, 10_000)
  expect(await objectNamed(object).cancelRun(run.runId)).toMatchObject({ status: 'CANCELED' })
  // An RPC promise is more than a promise: only an awaited one rejects in one place.
  const again = async () => await objectNamed(object).cancelRun(run.runId)
  await expect(again()).rejects.toMatchObject({ code: 'RUN_ENDED' })
})

it('a running run is cancelled in the middle of its step', async () => {
  const forever = code('step_1', 'export const code = () => new Promise((r) => setTimeout(r, 20000))')
  const { object, run } = await start(chain(forever, map('step_2', {})), {})
  await settle(object, run.runId, left, ({ steps }) => steps[0]?.status === 'RUNNING')
  expect(await objectNamed(object).cancelRun(run.runId)).toMatchObject({ status: 'CANCELED' })
  const detail = await objectNamed(object).readRun(run.runId)
  expect(detail?.steps).toMatchObject([{ path: 'step_1', status: 'CANCELED' }])
})

const failsUntilToldOtherwise = (source: string) =>
  chain(map('step_1', { once: true }), code('step_2', source), map('step_3', { done: true }))

it('a failed run is retried from its failed step, and may skip it', async () => {
  const { object, run } = await start(
    failsUntilToldOtherwise('export const code = () => { throw new Error("no") }'),
    {},
    10_000,
  )
  expect(run.status).toBe('FAILED')
  await objectNamed(object).retryRun(run.runId, 'FROM_FAILED_STEP')
  const again = await settle(object, run.runId, left)
  expect(again.run.status).toBe('FAILED')
  await objectNamed(object).retryRun(run.runId, 'SKIP_FAILED_STEP')
  const skipped = await settle(object, run.runId, left)
  expect(skipped.run.status).toBe('SUCCEEDED')
  const log = await objectNamed(object).readLog(run.runId, 0, 100)
  expect(log.filter(({ type, path }) => type === 'step.succeeded' && path === 'step_1')).toHaveLength(1)
})

it('a retried run has an alarm while it runs, so that a crash is followed by a recovery', async () => {
  const slow = code('step_1', 'export const code = () => new Promise(() => {})', {}, null, {
    timeoutSeconds: 1,
  })
  const { object, run } = await start(slow, {}, 10_000)
  expect(run.status).toBe('FAILED')
  const alarm = () => runInDurableObject(env.RUNS.getByName(object), (_, state) => state.storage.getAlarm())
  await vi.waitFor(async () => expect(await alarm()).toBeNull(), { timeout: 10_000 })
  await objectNamed(object).retryRun(run.runId, 'FROM_FAILED_STEP')
  expect(await alarm()).not.toBeNull()
  expect((await settle(object, run.runId, left)).run.status).toBe('FAILED')
})

it('an ended run is run again as a new run, on the version given', async () => {
  const { object, run, workflow } = await start(map('step_1', { n: '{{trigger.n}}' }), { n: 7 }, 10_000)
  const repeat = await objectNamed(object).retryRun(run.runId, 'ON_LATEST_VERSION', workflow)
  expect(repeat.runId).not.toBe(run.runId)
  const detail = await settle(object, repeat.runId, left)
  expect(detail.run).toMatchObject({ status: 'SUCCEEDED', retryOf: run.runId })
  expect(detail.steps[0]?.output).toBe('{"n":7}')
})

it('a run that was approved by its link goes on', async () => {
  const steps = chain(
    piece('step_1', 'approval', 'create_approval_links'),
    piece('step_2', 'approval', 'wait_for_approval'),
    map('step_3', { approved: '{{step_2.approved}}' }),
  )
  const { object, run } = await start(steps, {}, 10_000)
  expect(run.settled).toBe('paused')
  const detail = await objectNamed(object).readRun(run.runId)
  const links = JSON.parse(detail?.steps.find(({ path }) => path === 'step_1')?.output ?? '{}')
  const { pathname, search } = new URL(links.approvalLink)
  expect((await call('POST', `${pathname.slice(0, -4)}beef${search}`)).status).toBe(404)
  expect((await call('POST', pathname + search)).status).toBe(200)
  const done = await settle(object, run.runId, left)
  expect(done.steps.find(({ path }) => path === 'step_3')?.output).toBe('{"approved":true}')
})

it('the index in D1 ends up as the object is', async () => {
  const { run } = await start(map('step_1', {}), {}, 10_000)
  const row = await vi.waitFor(async () => {
    const found = await env.DB.prepare('SELECT status, steps_count FROM runs WHERE id = ?')
      .bind(run.runId)
      .first()
    if (found?.status !== 'SUCCEEDED') throw new Error('not yet')
    return found
  })
  expect(row).toMatchObject({ steps_count: 1 })
})

it('what was published keeps running unchanged while the draft is edited', async () => {
  const { object, run, workflow } = await start(chain(hours('step_1'), map('step_2', { v: 1 })), {}, 10_000)
  const { body } = await api('POST', `/v1/workflow/${workflow.id}/import`, {
    displayName: 'Changed',
    trigger: { type: 'EMPTY', name: 'trigger', displayName: '', settings: {} },
  })
  expect(body.trigger.type).toBe('EMPTY')
  const detail = await objectNamed(object).readRun(run.runId)
  expect(detail?.run).toMatchObject({ status: 'PAUSED', versionId: workflow.versionId })
})
