import { evictDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { expect, test, vi } from 'vitest'
import { api, call } from '../../test/support/api.ts'
import { piece } from '../../test/support/definitions.ts'
import { follow, type LiveClient, ofType } from '../../test/support/live.ts'
import { objectNamed, publish } from '../../test/support/run-suite.ts'
import { openDb } from '../db/client.ts'
import { project } from '../db/directory.ts'
import type { ChangedRun } from '../db/schema.ts'
import { eventObject } from './ids.ts'
import type { WorkflowRef } from './protocol.ts'

const db = openDb(env.DB)
/** The index lags by half a second, and the machine may be busy. */
const slow = { timeout: 60_000 }
const liveOf = (workflow: { id: string }, query = '') => `/v1/workflow/${workflow.id}/executions/live${query}`
const runsSeen = ({ messages }: LiveClient) => messages.filter(ofType('run'))

const workflowOf = () => publish(piece('step_1', 'delay', 'delayFor', { unit: 'days', delayFor: 2 }))

let events = 0
async function startRun(workflow: WorkflowRef) {
  const event = { id: `feed-${++events}`, kind: 'webhook' as const, at: Date.now() }
  const object = objectNamed(eventObject(workflow.id, event.id))
  const starts = [{ workflow, payload: {}, waitMs: 0 }]
  const { runs } = await object.dispatch({ event, environment: 'PRODUCTION', starts })
  return { object, runId: runs[0]!.runId }
}

const row = (workflow: { id: string }, id: string, revision = 1): ChangedRun => ({
  id,
  workflowId: workflow.id,
  versionId: 'ver',
  name: 'Name',
  callId: null,
  agentId: null,
  eventKind: 'webhook',
  environment: 'PRODUCTION',
  status: 'RUNNING',
  stepsCount: 0,
  answeredMs: null,
  answeredBy: null,
  failedStep: null,
  errorCode: null,
  createdAt: 1,
  updatedAt: revision,
  startedAt: 1,
  finishedAt: null,
  revision,
})

const isFollowed = async ({ id }: { id: string }) =>
  (await env.DB.prepare('SELECT * FROM followed_workflows WHERE workflow_id = ?').bind(id).first()) !== null

test('followers of a workflow see its runs start, change and end, as the list shows them', slow, async () => {
  const workflow = await workflowOf()
  const client = await follow(liveOf(workflow))
  expect(await client.until(ofType('caught_up'))).toEqual({ type: 'caught_up', seq: 0 })
  const { object, runId } = await startRun(workflow)
  await client.until((message) => message.run?.id === runId && message.run.status === 'PAUSED')
  await object.cancelRun(runId)
  const last = await client.until((message) => message.run?.status === 'CANCELED')
  const { body } = await api('GET', `/v1/workflow/${workflow.id}/executions`)
  expect(last.run).toEqual(body.data[0])
  const seqs = runsSeen(client).map(({ seq }) => seq)
  expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b))
  client.close()
})

test(
  'a reconnect after any message misses nothing and repeats nothing, whatever clocks say',
  slow,
  async () => {
    const workflow = await workflowOf()
    // Objects whose clocks differ: the times of their changes say nothing of their order.
    const ids = Array.from({ length: 450 }, (_, n) => `${workflow.id}_${n}`)
    await project(
      db,
      null,
      ids.map((id, n) => ({ ...row(workflow, id), updatedAt: 1000 - n })),
    )
    await project(db, null, [row(await workflowOf(), `${workflow.id}_other`)])
    const all = await follow(liveOf(workflow, '?after=0'))
    await all.until(ofType('caught_up'))
    expect(runsSeen(all).map(({ run }) => run.id)).toEqual(ids)
    const seqs = runsSeen(all).map(({ seq }) => seq)
    expect(new Set(seqs).size).toBe(ids.length)
    for (const at of [0, 1, 5, 199, 200, 448, 449]) {
      const client = await follow(liveOf(workflow, `?after=${seqs[at]}`))
      expect((await client.until(ofType('caught_up'))).seq).toBe(seqs.at(-1))
      expect(runsSeen(client).map(({ seq }) => seq)).toEqual(seqs.slice(at + 1))
      client.close()
    }
    await project(db, null, [row(workflow, ids[0]!, 2), row(workflow, ids[1]!, 1)])
    const again = await follow(liveOf(workflow, `?after=${seqs.at(-1)}`))
    await again.until(ofType('caught_up'))
    expect(runsSeen(again).map(({ run }) => run.id)).toEqual([ids[0]])
    for (const client of [all, again]) client.close()
  },
)

test('without "after" only what is new is sent', slow, async () => {
  const workflow = await workflowOf()
  await project(db, null, [row(workflow, `${workflow.id}_old`)])
  const client = await follow(liveOf(workflow))
  await client.until(ofType('caught_up'))
  expect(runsSeen(client)).toEqual([])
  const { runId } = await startRun(workflow)
  expect((await client.until(ofType('run'))).run.id).toBe(runId)
  client.close()
})

test('runs that change while somebody connects are not missed', slow, async () => {
  const workflow = await workflowOf()
  const [client, ...started] = await Promise.all([
    follow(liveOf(workflow, '?after=0')),
    ...Array.from({ length: 5 }, () => startRun(workflow)),
  ])
  for (const { runId } of started) await client.until((message) => message.run?.id === runId)
  client.close()
})

test('a feed that leaves memory keeps its followers', slow, async () => {
  const workflow = await workflowOf()
  const clients = [await follow(liveOf(workflow)), await follow(liveOf(workflow))]
  for (const client of clients) await client.until(ofType('caught_up'))
  await evictDurableObject(env.FEEDS.getByName(workflow.id))
  const { runId } = await startRun(workflow)
  for (const client of clients) {
    expect((await client.until(ofType('run'))).run.id).toBe(runId)
    expect(client.messages.filter(ofType('caught_up'))).toHaveLength(1)
    client.close()
  }
})

test('runs are announced only while somebody follows', slow, async () => {
  const workflow = await workflowOf()
  expect(await project(db, null, [row(workflow, `${workflow.id}_1`)])).toEqual([])
  const [one, two] = [await follow(liveOf(workflow)), await follow(liveOf(workflow))]
  expect(await project(db, null, [row(workflow, `${workflow.id}_1`, 2)])).toEqual([workflow.id])
  one.close()
  await one.closed
  expect(await isFollowed(workflow)).toBe(true)
  two.close()
  await vi.waitFor(async () => expect(await isFollowed(workflow)).toBe(false), { timeout: 20_000 })
})

test('a sign that nobody took down is taken down at the next knock', slow, async () => {
  const workflow = await workflowOf()
  await env.DB.prepare('INSERT INTO followed_workflows VALUES (?)').bind(workflow.id).run()
  await startRun(workflow)
  await vi.waitFor(async () => expect(await isFollowed(workflow)).toBe(false), { timeout: 20_000 })
})

test(
  'only who may see runs may follow those of a workflow, and a ticket opens its own workflow',
  slow,
  async () => {
    const [one, other] = [await workflowOf(), await workflowOf()]
    await expect(follow(liveOf(one), {})).rejects.toThrow(/^401 .*UNAUTHORIZED/)
    const path = `/v1/workflow/${one.id}/executions/live-ticket`
    expect((await call('POST', path)).status).toBe(401)
    const { body } = await api('POST', path)
    const ticket = `?ticket=${encodeURIComponent(body.ticket)}`
    await expect(follow(liveOf(other, ticket), {})).rejects.toThrow(/^401 .*UNAUTHORIZED/)
    await expect(follow(`/v1/workflow/executions/${one.id}/live${ticket}`, {})).rejects.toThrow(/^401/)
    const client = await follow(liveOf(one, ticket), {})
    await client.until(ofType('caught_up'))
    client.close()
  },
)

test('what is no workflow, no WebSocket or no number is refused', slow, async () => {
  const workflow = await workflowOf()
  await expect(follow(liveOf({ id: 'wf_none' }))).rejects.toThrow(/^404 .*WORKFLOW_NOT_FOUND/)
  const ticket = await api('POST', '/v1/workflow/wf_none/executions/live-ticket')
  expect([ticket.status, ticket.body.error_code]).toEqual([404, 'WORKFLOW_NOT_FOUND'])
  await expect(follow(liveOf(workflow, '?after=x'))).rejects.toThrow(/^422 .*after/)
  const { status, body } = await api('GET', liveOf(workflow))
  expect([status, body.error_code]).toEqual([426, 'UPGRADE_REQUIRED'])
})
