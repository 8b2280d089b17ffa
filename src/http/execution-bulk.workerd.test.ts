import { env } from 'cloudflare:workers'
import { expect, test, vi } from 'vitest'
import { api } from '../../test/support/api.ts'
import { code, piece } from '../../test/support/definitions.ts'
import { objectNamed, start } from '../../test/support/run-suite.ts'
import { eventObject } from '../run/ids.ts'
import type { Action } from '../workflow/schema.ts'

const hours = piece('step_1', 'delay', 'delayFor', { unit: 'hours', delayFor: 1 })
const fails = code('step_1', 'export const code = () => { throw new Error("no") }')
const bulk = (what: 'cancel' | 'retry', body: object) => api('POST', `/v1/workflow/executions/${what}`, body)

/** Runs of one workflow, oldest first, once the index shows them with this status. */
async function runsOf(count: number, first: Action, status: string) {
  const one = await start(first, {}, 10_000)
  const ids = [one.run.runId]
  for (let n = 1; n < count; n++) {
    const event = { id: `event-${n}`, kind: 'webhook' as const, at: Date.now() }
    const starts = [{ workflow: one.workflow, payload: {}, waitMs: 10_000 }]
    const object = objectNamed(eventObject(one.workflow.id, event.id))
    const reply = await object.dispatch({ event, environment: 'PRODUCTION', starts })
    ids.push(reply.runs[0]?.runId ?? '')
  }
  await vi.waitFor(
    async () => {
      const query = 'SELECT id FROM runs WHERE workflow_id = ? AND status = ? ORDER BY created_at, id'
      const { results } = await env.DB.prepare(query).bind(one.workflow.id, status).all<{ id: string }>()
      expect(results.map(({ id }) => id).toSorted()).toEqual(ids.toSorted())
    },
    { timeout: 10_000 },
  )
  return { ids, workflowId: one.workflow.id }
}

const statusOf = async (id: string) => (await api('GET', `/v1/workflow/executions/${id}`)).body.status

test('runs named by id are cancelled, each for itself', async () => {
  const { ids } = await runsOf(2, hours, 'PAUSED')
  const unknown = 'x'.repeat(36)
  const { status, body } = await bulk('cancel', { run_ids: [ids[0], unknown, 'short', ids[0], ids[1]] })
  expect(status).toBe(200)
  expect(body).toEqual({
    data: [
      { run_id: ids[0], ok: true },
      { run_id: unknown, ok: false, error_code: 'RUN_NOT_FOUND', message: expect.stringContaining(unknown) },
      { run_id: 'short', ok: false, error_code: 'RUN_NOT_FOUND', message: expect.any(String) },
      { run_id: ids[1], ok: true },
    ],
    has_more: false,
  })
  expect(await Promise.all(ids.map(statusOf))).toEqual(['CANCELED', 'CANCELED'])
  const again = await bulk('cancel', { run_ids: ids })
  expect(again.body.data.map((each: { error_code: string }) => each.error_code)).toEqual([
    'RUN_ENDED',
    'RUN_ENDED',
  ])
})

test('runs that fit a filter are cancelled, the oldest first and no more than asked for', async () => {
  const { ids, workflowId } = await runsOf(3, hours, 'PAUSED')
  const other = await runsOf(1, hours, 'PAUSED')
  const first = await bulk('cancel', { filter: { flow_id: workflowId }, limit: 2 })
  expect(first.body).toMatchObject({ data: [{ ok: true }, { ok: true }], has_more: true })
  expect(await Promise.all(ids.map(statusOf))).toEqual(['CANCELED', 'CANCELED', 'PAUSED'])
  // The index hears of it a moment later.
  await vi.waitFor(async () => {
    const rest = await bulk('cancel', { filter: { flow_id: workflowId } })
    expect(rest.body).toEqual({ data: [], has_more: false })
  })
  expect(await Promise.all(ids.map(statusOf))).toEqual(['CANCELED', 'CANCELED', 'CANCELED'])
  expect(await statusOf(other.ids[0] as string)).toBe('PAUSED')
})

test('the failed runs that fit a filter are run again, and cancelled ones are left alone', async () => {
  const { ids, workflowId } = await runsOf(2, fails, 'FAILED')
  const cancelled = await runsOf(1, hours, 'PAUSED')
  await bulk('cancel', { run_ids: cancelled.ids })
  const skipped = await bulk('retry', {
    filter: { flow_id: workflowId, failed_step: 'step_1' },
    strategy: 'SKIP_FAILED_STEP',
  })
  expect(skipped.body.data.map((each: { ok: boolean }) => each.ok)).toEqual([true, true])
  await vi.waitFor(async () => {
    expect(await Promise.all(ids.map(statusOf))).toEqual(['SUCCEEDED', 'SUCCEEDED'])
  })
  const none = await bulk('retry', {
    filter: { flow_id: cancelled.workflowId },
    strategy: 'FROM_FAILED_STEP',
  })
  expect(none.body.data).toEqual([])
})

test('a run that is repeated on the latest version says which run goes on', async () => {
  const { ids } = await runsOf(1, fails, 'FAILED')
  const { body } = await bulk('retry', { run_ids: ids, strategy: 'ON_LATEST_VERSION' })
  expect(body.data).toEqual([{ run_id: ids[0], ok: true, new_run_id: expect.stringMatching(/^[\w-]{36}$/) }])
})

test.each([
  [{}, 'run_ids'],
  [{ run_ids: ['a'], filter: {} }, 'run_ids'],
  [{ run_ids: [] }, 'run_ids'],
  [{ run_ids: Array.from({ length: 101 }, String) }, 'run_ids'],
  [{ run_ids: 'a' }, 'run_ids'],
  [{ filter: {} }, 'filter'],
  [{ filter: { status: 'PAUSED' }, limit: 101 }, 'limit'],
  [{ filter: { flow: 'wf_1' } }, 'flow'],
  [{ filter: { status: 'LOST' } }, 'status'],
  [{ filter: { status: [] } }, 'status'],
])('%j is refused with the field that is wrong', async (body, field) => {
  for (const what of ['cancel', 'retry'] as const) {
    const answer = await bulk(what, { ...body, strategy: 'FROM_FAILED_STEP' })
    expect([answer.status, answer.body.error_code]).toEqual([422, 'VALIDATION_FAILED'])
    expect(answer.body.message).toContain(field)
  }
})

test('a bulk retry needs a strategy', async () => {
  const { status, body } = await bulk('retry', { run_ids: ['a'] })
  expect([status, body.message]).toEqual([422, expect.stringContaining('strategy')])
})
