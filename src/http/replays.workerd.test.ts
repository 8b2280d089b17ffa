import { env } from 'cloudflare:workers'
import { describe, expect, test, vi } from 'vitest'
import { addAgent, addTool, respond as answerAgent } from '../../test/support/agents.ts'
import { addDraft, addWorkflow, api, call } from '../../test/support/api.ts'
import { chain, code, definition, loop, piece, pieceTrigger } from '../../test/support/definitions.ts'
import { purgeReplays } from '../schedule/purge.ts'
import type { Action } from '../workflow/schema.ts'

const webhook = pieceTrigger('webhook', 'catch_webhook', { authType: 'none' })
const sum = (name: string, a: unknown, b: unknown) =>
  piece(name, 'math-helper', 'addition_math', { first_number: a, second_number: b })
const put = (name: string, key: string, value: unknown) =>
  piece(name, 'store', 'put', { key, value, store_scope: 'COLLECTION' })
const get = (name: string, key: string) => piece(name, 'store', 'get', { key, store_scope: 'COLLECTION' })
const respond = (name: string, body: unknown) =>
  piece(name, 'webhook', 'return_response', {
    responseType: 'json',
    fields: { status: 200, headers: {}, body },
  })
const flow = (...steps: [Action, ...Action[]]) => definition(webhook, chain(...steps))

const start = async (id: string, body: object) => {
  const { headers } = await call('POST', `/webhooks/${id}/sync`, body, {
    'content-type': 'application/json',
  })
  return headers.get('x-run-id') ?? ''
}
const edit = (id: string, ...steps: [Action, ...Action[]]) =>
  api('POST', `/v1/workflow/${id}/import`, flow(...steps))
const stored = async (key: string) => {
  const probe = await addDraft(flow(get('step_1', key)))
  return (await api('POST', `/v1/workflow/${probe}/steps/step_1/test`)).body.output
}

/** A replay once it is done. */
async function replay(id: string, what: object) {
  const begun = await api('POST', `/v1/workflow/${id}/replay`, what)
  expect(begun.status).toBe(202)
  return vi.waitFor(
    async () => {
      const { body } = await api('GET', `/v1/workflow/${id}/replays/${begun.body.id}`)
      if (!body.done) throw new Error(`${body.summary.pending} are pending`)
      return body
    },
    { timeout: 10_000 },
  )
}

describe('a replay of past runs', () => {
  test('of the same draft differs in nothing, and touches nothing outside', async () => {
    const id = await addWorkflow(
      flow(put('step_1', 'seen', '{{trigger.body.n}}'), respond('step_2', { n: '{{step_1}}' })),
    )
    const run = await start(id, { n: 'first' })
    await start(id, { n: 'second' })
    expect(await stored('seen')).toBe('second')
    const { summary, runs, done } = await replay(id, { run_id: run })
    expect(runs[0]).toMatchObject({ run_id: run, verdict: 'same', error: null, comparison: { steps: [] } })
    expect([done, summary]).toEqual([
      true,
      { total: 1, pending: 0, same: 1, different: 0, failed: 0, not_replayed: 0 },
    ])
    expect(await stored('seen')).toBe('second')
    const again = (await api('GET', `/v1/workflow/executions/${runs[0].replay_run_id}`)).body
    expect(again).toMatchObject({
      environment: 'TESTING',
      status: 'SUCCEEDED',
      steps: { trigger: { output: { body: { n: 'first' } } }, step_1: { mocked: { from: 'same_input' } } },
    })
  })

  test('names the draft as it was replayed, which is read as long as it is kept', async () => {
    const id = await addWorkflow(flow(sum('step_1', 1, 1)))
    const run = await start(id, {})
    const then = (await api('GET', `/v1/workflow/${id}`)).body
    const { version_id, runs } = await replay(id, { run_id: run })
    await edit(id, sum('step_9', 2, 2))
    const tested = (await api('GET', `/v1/workflow/executions/${runs[0].replay_run_id}`)).body
    expect(tested.versionId).toBe(version_id)
    const path = `/v1/workflow/${id}/snapshots/${version_id}`
    const { name, trigger, schemaVersion } = then
    expect(await api('GET', path)).toMatchObject({
      status: 200,
      body: { id: version_id, name, trigger, schemaVersion },
    })
    const other = await addDraft(flow(sum('step_1', 1, 1)))
    for (const [workflow, status, code] of [
      [other, 404, 'VERSION_NOT_FOUND'],
      ['wf_none', 404, 'WORKFLOW_NOT_FOUND'],
    ]) {
      const answer = await api('GET', `/v1/workflow/${workflow}/snapshots/${version_id}`)
      expect([answer.status, answer.body.error_code]).toEqual([status, code])
    }
  })

  test('tells what a changed draft would send, give and answer', async () => {
    const id = await addWorkflow(
      flow(
        put('step_1', 'told', 'Hello {{trigger.body.name}}'),
        sum('step_2', '{{trigger.body.n}}', 1),
        respond('step_3', { n: '{{step_2}}' }),
      ),
    )
    const run = await start(id, { name: 'Ann', n: 1 })
    await edit(
      id,
      put('step_1', 'told', 'Dear {{trigger.body.name}}'),
      sum('step_2', '{{trigger.body.n}}', 10),
      put('step_4', 'new', 'x'),
      respond('step_3', { n: '{{step_2}}', more: true }),
    )
    const { runs } = await replay(id, { run_id: run })
    expect(runs[0]).toMatchObject({ verdict: 'different' })
    const { answer, steps, status } = runs[0].comparison
    expect(status).toEqual({ before: 'SUCCEEDED', after: 'SUCCEEDED' })
    expect(answer.changes).toEqual(
      expect.arrayContaining([
        { kind: 'changed', path: 'body.n', before: 2, after: 11 },
        { kind: 'added', path: 'body.more', after: true },
      ]),
    )
    const byName = Object.fromEntries(steps.map((step: { name: string }) => [step.name, step]))
    expect(byName.step_1).toMatchObject({
      mocked: { from: 'other_input' },
      input: [{ kind: 'changed', path: 'value', before: 'Hello Ann', after: 'Dear Ann' }],
      output: [],
    })
    expect(byName.step_2.output).toEqual([{ kind: 'changed', path: '', before: 2, after: 11 }])
    expect(byName.step_4).toMatchObject({
      status: { before: null, after: 'SUCCEEDED' },
      mocked: { from: 'nothing' },
    })
    expect(await stored('new')).toBeNull()
  })

  test('fails where the draft breaks what worked, and shows what it mends', async () => {
    const broken = code('step_1', 'export const code = async () => { throw new Error("no") }')
    const fine = code('step_1', 'export const code = async () => "fine"')
    const id = await addWorkflow(flow(fine))
    const worked = await start(id, {})
    await edit(id, broken)
    expect((await replay(id, { run_id: worked })).runs[0]).toMatchObject({
      verdict: 'failed',
      comparison: {
        status: { before: 'SUCCEEDED', after: 'FAILED' },
        steps: [{ name: 'step_1', error: { before: null, after: 'CODE_FAILED' } }],
      },
    })
    await api('POST', `/v1/workflow/${id}/publish`)
    const failed = await start(id, {})
    await edit(id, fine)
    expect((await replay(id, { run_id: failed })).runs[0]).toMatchObject({
      verdict: 'different',
      comparison: { status: { before: 'FAILED', after: 'SUCCEEDED' } },
    })
  })

  test('goes through the last runs, newest first, and is listed', async () => {
    const each = loop('each', '{{trigger.body.items}}', put('step_1', 'item', '{{each.item}}'))
    const id = await addWorkflow(flow(each))
    const ids: string[] = []
    for (let n = 0; n < 6; n++) ids.push(await start(id, { items: [n, n + 1] }))
    await vi.waitFor(async () => {
      const { body } = await api('GET', `/v1/workflow/${id}/executions?limit=30&status=SUCCEEDED`)
      expect(body.data).toHaveLength(6)
    })
    const { id: replayId, summary, runs } = await replay(id, { last: 5 })
    expect(summary).toMatchObject({ total: 5, same: 5 })
    expect(new Set(runs.map((run: { run_id: string }) => run.run_id)).size).toBe(5)
    const { body } = await api('GET', `/v1/workflow/${id}/replays`)
    const common = { version_id: expect.stringMatching(/^snap_/), created_at: expect.any(String) }
    expect(body.data).toEqual([{ id: replayId, flow_id: id, ...common }])
  })

  test('is taken up by whoever asks for it, once nobody sees to it', async () => {
    const id = await addWorkflow(flow(sum('step_1', 1, 1)))
    const run = await start(id, {})
    const { id: replayId } = await replay(id, { run_id: run })
    await env.DB.batch([
      env.DB.prepare('UPDATE replays SET driven_until = 0 WHERE id = ?').bind(replayId),
      env.DB.prepare(
        'UPDATE replay_runs SET verdict = NULL, test_run_id = NULL, comparison = NULL WHERE replay_id = ?',
      ).bind(replayId),
    ])
    const read = () => api('GET', `/v1/workflow/${id}/replays/${replayId}`)
    const [first] = await Promise.all([read(), read()])
    expect(first.body.done).toBe(false)
    await vi.waitFor(async () =>
      expect((await read()).body).toMatchObject({ done: true, summary: { same: 1 } }),
    )
  })

  test('says why it can replay nothing', async () => {
    const id = await addWorkflow(flow(sum('step_1', 1, 1)))
    const other = await addWorkflow(flow(sum('step_1', 1, 1)))
    const refused = async (body: object, flowId = id) => {
      const answer = await api('POST', `/v1/workflow/${flowId}/replay`, body)
      return [answer.status, answer.body.error_code]
    }
    expect(await refused({ last: 50 })).toEqual([422, 'NOTHING_TO_REPLAY'])
    expect(await refused({ last: 51 })).toEqual([422, 'VALIDATION_FAILED'])
    expect(await refused({ last: 1, run_id: 'x' })).toEqual([422, 'VALIDATION_FAILED'])
    expect(await refused({ run_id: await start(other, {}) })).toEqual([404, 'RUN_NOT_FOUND'])
    expect(await refused({ call_id: 'x'.repeat(22) })).toEqual([404, 'CALL_NOT_FOUND'])
    expect(await refused({ last: 1 }, 'wf_none')).toEqual([404, 'WORKFLOW_NOT_FOUND'])
    const tested = (await api('POST', `/v1/workflow/${id}/steps/step_1/test`)).body.run_id
    expect(await refused({ run_id: tested })).toEqual([422, 'NOTHING_TO_REPLAY'])
    const unknown = await api('GET', `/v1/workflow/${id}/replays/replay_none`)
    expect([unknown.status, unknown.body.error_code]).toEqual([404, 'REPLAY_NOT_FOUND'])
  })

  test('is forgotten with the runs of its workflow', async () => {
    const id = await addWorkflow(flow(sum('step_1', 1, 1)))
    const old = await replay(id, { run_id: await start(id, {}) })
    const fresh = await replay(id, { run_id: await start(id, {}) })
    const hour = 3_600_000
    const now = Math.ceil(Date.now() / hour) * hour
    const before = now - 30 * 24 * hour - 1
    await env.DB.prepare('UPDATE replays SET created_at = ? WHERE id = ?').bind(before, old.id).run()
    await purgeReplays(env, now)
    const statuses = [old, fresh].map(async (each) => {
      return (await api('GET', `/v1/workflow/${id}/replays/${each.id}`)).status
    })
    expect(await Promise.all(statuses)).toEqual([404, 200])
    const left = env.DB.prepare('SELECT 1 FROM replay_runs WHERE replay_id = ?').bind(old.id)
    expect(await left.first()).toBeNull()
  })

  test('of a call repeats what the workflow did in it', async () => {
    const id = await addTool('ask', answerAgent({ say: 'Hi' }))
    const agent = await addAgent([id])
    const played = await api('POST', `/v1/agents/${agent.id}/simulation`, {
      event: 'function_call',
      tool: 'ask',
      body: { call_id: 'call_1', tool_call_id: 't_1', arguments: {} },
    })
    const { summary, runs } = await replay(id, { call_id: played.body.call_id })
    expect(summary).toMatchObject({ total: 1, same: 1 })
    expect(runs[0].run_id).toBe(played.body.run_ids[0])
  })

  test('of a replay is refused, for it would reach outside', async () => {
    const id = await addWorkflow(flow(sum('step_1', 1, 1)))
    const { runs } = await replay(id, { run_id: await start(id, {}) })
    const answer = await api('POST', `/v1/workflow/executions/${runs[0].replay_run_id}/retry`, {
      strategy: 'ON_LATEST_VERSION',
    })
    expect([answer.status, answer.body.error_code]).toEqual([409, 'RUN_NOT_RETRYABLE'])
  })
})
