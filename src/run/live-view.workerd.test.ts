import { describe, expect, it, test } from 'vitest'
import { api } from '../../test/support/api.ts'
import { chain, code, loop, piece } from '../../test/support/definitions.ts'
import { follow, type LiveClient, ofType } from '../../test/support/live.ts'
import { liveSuite } from '../../test/support/live-suite.ts'
import { objectNamed, settle, start } from '../../test/support/run-suite.ts'
import { eventObject } from './ids.ts'

const left = async () => undefined
const liveOf = (runId: string, query = '') => `/v1/workflow/executions/${runId}/live${query}`
const waits = () => chain(piece('step_1', 'delay', 'delayFor', { unit: 'days', delayFor: 2 }))

describe('followers of a run left in peace', () => {
  liveSuite(left)
})

it('without a WebSocket the address says what to do', async () => {
  const { run } = await start(waits(), {})
  const { status, headers, body } = await api('GET', liveOf(run.runId))
  expect([status, headers.get('upgrade'), body.error_code]).toEqual([426, 'websocket', 'UPGRADE_REQUIRED'])
})

test.each(['short', 'x'.repeat(36), 'x'.repeat(37)])('the run %j can not be followed', async (id) => {
  await expect(follow(liveOf(id))).rejects.toThrow(/^404 .*RUN_NOT_FOUND/)
})

test.each(['-1', 'x', '1.5', '1e99'])('after=%s is refused', async (after) => {
  const { run } = await start(waits(), {})
  await expect(follow(liveOf(run.runId, `?after=${after}`))).rejects.toThrow(/^422 .*after/)
})

it('another run of the same call is not shown', async () => {
  const { object, run, workflow } = await start(code('step_1', 'export const code = () => 1'), {}, 10_000)
  const repeat = await objectNamed(object).retryRun(run.runId, 'ON_LATEST_VERSION', workflow)
  await settle(object, repeat.runId, left)
  const client = await follow(liveOf(repeat.runId))
  expect(await client.closed).toBe(1000)
  expect(client.messages.filter(ofType('run.started'))).toHaveLength(1)
  expect(client.messages.filter(({ type }) => type?.startsWith('step.'))).toHaveLength(2)
})

it('a run takes twenty followers, and another one when one has gone', async () => {
  const { object, run } = await start(waits(), {})
  await settle(object, run.runId, left, ({ run: { status } }) => status === 'PAUSED')
  const clients: LiveClient[] = []
  for (let n = 0; n < 20; n++) clients.push(await follow(liveOf(run.runId)))
  await expect(follow(liveOf(run.runId))).rejects.toThrow(/^429 .*TOO_MANY_FOLLOWERS/)
  clients[0]!.close()
  await clients[0]!.closed
  const next = await follow(liveOf(run.runId))
  await next.until(ofType('caught_up'))
  await objectNamed(object).cancelRun(run.runId)
  for (const client of [...clients.slice(1), next]) {
    expect(await client.closed).toBe(1000)
    expect(client.messages.at(-1)).toEqual({ type: 'end', status: 'CANCELED' })
  }
})

it('a client that is sent too much for one connection goes on with another', {
  timeout: 60_000,
}, async () => {
  const items = Array.from({ length: 10_000 }, (_, n) => n)
  const map = piece('step_2', 'data-mapper', 'advanced_mapping', { mapping: { n: 1 } })
  const { object, run } = await start(chain(loop('step_1', '{{trigger}}', map)), items)
  const seqs: number[] = []
  const codes: number[] = []
  while (codes.at(-1) !== 1000) {
    const client = await follow(liveOf(run.runId, `?after=${seqs.at(-1) ?? 0}`))
    codes.push(await client.closed)
    seqs.push(...client.messages.filter(({ type }) => /^(run|step)/.test(type)).map(({ seq }) => seq))
  }
  const log = await objectNamed(object).readLog(run.runId, 0, 20_000)
  expect(log.length).toBeGreaterThan(10_000)
  expect(seqs).toEqual(log.map(({ seq }) => seq))
  expect(codes).toEqual([1013, 1000])
})

it('a run that is retried can be followed again from where it ended', async () => {
  const { run } = await start(
    code('step_1', 'export const code = () => { throw new Error("no") }'),
    {},
    10_000,
  )
  const first = await follow(liveOf(run.runId))
  expect(await first.closed).toBe(1000)
  const { seq } = first.messages.find(ofType('caught_up'))
  await api('POST', `/v1/workflow/executions/${run.runId}/retry`, { strategy: 'FROM_FAILED_STEP' })
  const again = await follow(liveOf(run.runId, `?after=${seq}`))
  expect(await again.closed).toBe(1000)
  expect(again.messages.map(({ type }) => type)).toEqual([
    'run.reopened',
    'step.started',
    'step.failed',
    'run.failed',
    'caught_up',
    'end',
  ])
})

it('a run whose version is gone says so to its followers, and ends', async () => {
  const workflow = { id: 'wf_gone', versionId: 'ver_gone', name: 'Gone' }
  const event = { id: 'gone-1', kind: 'webhook' as const, at: Date.now() }
  const starts = [{ workflow, payload: {}, waitMs: 0 }]
  const object = objectNamed(eventObject(workflow.id, event.id))
  const { runs } = await object.dispatch({ event, environment: 'PRODUCTION', starts })
  const client = await follow(liveOf(runs[0]!.runId))
  expect(await client.closed).toBe(1000)
  expect(client.messages.find(ofType('run.internal_error'))).toMatchObject({ status: 'INTERNAL_ERROR' })
  expect(client.messages.at(-1)).toEqual({ type: 'end', status: 'INTERNAL_ERROR' })
})
