import { env } from 'cloudflare:workers'
import { describe, expect, test, vi } from 'vitest'
import { addAgent } from '../../test/support/agents.ts'
import { addDraft, addWorkflow, api, call } from '../../test/support/api.ts'
import {
  chain,
  code,
  definition,
  emptyTrigger,
  loop,
  piece,
  pieceTrigger,
  router,
  when,
} from '../../test/support/definitions.ts'
import { expectContract } from '../../test/support/diga-contract.ts'
import { openDb } from '../db/client.ts'
import { getWorkflow } from '../db/workflows.ts'
import type { Action } from '../workflow/schema.ts'
import { findStep } from '../workflow/walk.ts'
import { testFlow } from './flow-test.ts'
import { testStep } from './step-test.ts'

const webhook = pieceTrigger('webhook', 'catch_webhook', { authType: 'none' })
const map = (name: string, mapping: object, next?: Action) =>
  piece(name, 'data-mapper', 'advanced_mapping', { mapping }, next)
const sum = (name: string, a: unknown, b: unknown, next?: Action) =>
  piece(name, 'math-helper', 'addition_math', { first_number: a, second_number: b }, next)
const put = (name: string, key: string, value: unknown) =>
  piece(name, 'store', 'put', { key, value, store_scope: 'FLOW' })
const draftOf = (...steps: [Action, ...Action[]]) => addDraft(definition(webhook, chain(...steps)))

const testOf = (id: string, step: string, body?: object) =>
  api('POST', `/v1/workflow/${id}/steps/${step}/test`, body)
const save = (id: string, step: string, payload: unknown) =>
  api('POST', `/v1/workflow/${id}/steps/${step}/sample-data`, { payload })
const sample = async (id: string, step: string, type = 'OUTPUT') =>
  (await api('GET', `/v1/workflow/${id}/steps/${step}/sample-data?type=${type}`)).body.data
const runOf = async (id: string) => (await api('GET', `/v1/workflow/executions/${id}`)).body

describe('a test of one step', () => {
  test('runs it on the samples of the steps before, and keeps what it gave for the steps after', async () => {
    const id = await draftOf(sum('step_1', '{{trigger.n}}', 1), sum('step_2', '{{step_1}}', '{{trigger.n}}'))
    await save(id, 'trigger', { n: 4 })
    const first = await testOf(id, 'step_1')
    expect(first.status).toBe(200)
    expectContract('StepTestResponse', first.body)
    expect(first.body).toMatchObject({
      success: true,
      input: { first_number: 4, second_number: 1 },
      output: 5,
      standardOutput: '',
      standardError: '',
      error: null,
      warnings: [],
      wait: null,
      duration: expect.any(Number),
    })
    expect((await testOf(id, 'step_2')).body.output).toBe(9)
    expect(await sample(id, 'step_2')).toBe(9)
    expect(await sample(id, 'step_2', 'INPUT')).toEqual({ first_number: 5, second_number: 4 })
  })

  test('is a TESTING run that shows what it ran on, of a version nobody else sees', async () => {
    const id = await draftOf(sum('step_1', 1, 1), sum('step_2', '{{step_1}}', 1), sum('step_3', 1, 1))
    await save(id, 'step_1', 7)
    const { body } = await testOf(id, 'step_2')
    const run = await runOf(body.run_id)
    expectContract('FlowRunDetailResponse', run)
    expect(run).toMatchObject({ environment: 'TESTING', status: 'SUCCEEDED' })
    expect(Object.keys(run.steps)).toEqual(['trigger', 'step_1', 'step_2'])
    expect(run.steps.step_1).toMatchObject({ output: 7, sample: true })
    await vi.waitFor(async () => {
      const row = await env.DB.prepare('SELECT environment FROM runs WHERE id = ?').bind(body.run_id).first()
      expect(row).toEqual({ environment: 'TESTING' })
    })
    expect((await api('GET', `/v1/workflow/${id}`)).body.published_version_id).toBeNull()
  })

  test('names every step before it that has no sample, and runs nothing', async () => {
    const id = await draftOf(
      sum('step_1', 1, 1),
      sum('step_2', 1, 1),
      put('step_3', '{{trigger.key}}', '{{step_1}} {{step_2}} {{step_4}}'),
      sum('step_4', 1, 1),
    )
    await save(id, 'step_2', 1)
    const answer = await testOf(id, 'step_3')
    expect(answer).toMatchObject({
      status: 422,
      body: { error_code: 'SAMPLE_MISSING', details: { steps: ['trigger', 'step_1'] } },
    })
    expect(answer.body.message).toContain('"trigger", "step_1"')
    expect((await api('GET', `/v1/workflow/${id}/executions`)).body.data).toEqual([])
    // A step after it is the step's own fault: the run says so.
    await save(id, 'trigger', { key: 'k' })
    await save(id, 'step_1', 1)
    expect((await testOf(id, 'step_3')).body).toMatchObject({
      success: true,
      warnings: [{ code: 'UNKNOWN_REFERENCE', token: 'step_4' }],
    })
  })

  test('takes samples and an input from the caller first', async () => {
    const id = await draftOf(sum('step_1', 1, 1), sum('step_2', '{{step_1}}', 1))
    await save(id, 'step_1', 1)
    expect((await testOf(id, 'step_2', { samples: { step_1: 41 } })).body.output).toBe(42)
    const input = { first_number: '{{step_1}}', second_number: 9 }
    expect((await testOf(id, 'step_2', { input })).body.output).toBe(10)
    expect(
      (await api('GET', `/v1/workflow/${id}`)).body.trigger.nextAction.nextAction.settings.input,
    ).toEqual({
      first_number: '{{step_1}}',
      second_number: 1,
    })
    expect(await sample(id, 'step_1')).toBe(1)
  })

  test('really does what the step does', async () => {
    const id = await draftOf(
      put('step_1', 'k', 'v'),
      piece('step_2', 'store', 'get', { key: 'k', store_scope: 'FLOW' }),
    )
    await testOf(id, 'step_1')
    expect((await testOf(id, 'step_2')).body.output).toBe('v')
  })

  test('shows the console of code, whether or not it succeeds', async () => {
    const id = await draftOf(
      code(
        'step_1',
        'export const code = async (inputs) => { console.log("a"); console.error("b"); console.log("c"); return inputs }',
        {
          n: 1,
        },
      ),
      code('step_2', 'export const code = async () => { console.log("so far"); throw new Error("no good") }'),
    )
    expect((await testOf(id, 'step_1')).body).toMatchObject({
      success: true,
      output: { n: 1 },
      standardOutput: 'a\nc',
      standardError: 'b',
    })
    const failed = await testOf(id, 'step_2')
    expect(failed.status).toBe(200)
    expectContract('StepTestResponse', failed.body)
    expect(failed.body).toMatchObject({
      success: false,
      output: null,
      standardOutput: 'so far',
      standardError: expect.stringContaining('no good'),
      error: { code: 'CODE_FAILED', message: expect.stringContaining('step_2') },
    })
    expect(await sample(id, 'step_2')).toBeNull()
    expect(await sample(id, 'step_2', 'INPUT')).toBeNull()
  })

  test('works in a draft that could not be published, with a step that is skipped', async () => {
    const id = await addDraft(
      definition(emptyTrigger(), chain(sum('step_1', 1, 1), piece('step_2', 'nope', 'nope'))),
    )
    expect((await testOf(id, 'step_1')).body).toMatchObject({ success: true, output: 2 })
    expect((await testOf(id, 'step_2')).body).toMatchObject({
      success: false,
      error: { code: 'PIECE_UNKNOWN' },
    })
    const skipped = await draftOf({ ...sum('step_1', 1, 1), skip: true })
    expect((await testOf(skipped, 'step_1')).body).toMatchObject({ success: true, output: 2 })
  })

  test('stands at the first item of its loop; a loop gives its items, a router its branches', async () => {
    const routed = router('which', [
      {
        name: 'big',
        when: [[when('{{trigger.n}}', 'NUMBER_IS_GREATER_THAN', '5')]],
        first: put('in_1', 'a', 'b'),
      },
      { name: 'small', when: 'fallback' },
    ])
    const id = await draftOf(
      loop('each', '{{trigger.list}}', map('step_1', { item: '{{each.item}}', index: '{{each.index}}' })),
      routed,
    )
    await save(id, 'trigger', { list: ['a', 'b'], n: 9 })
    expect((await testOf(id, 'step_1')).body.output).toEqual({ item: 'a', index: 1 })
    await save(id, 'each', { item: 'z', index: 3, iterations: [] })
    expect((await testOf(id, 'step_1')).body.output).toEqual({ item: 'z', index: 1 })
    expect((await testOf(id, 'each')).body).toMatchObject({ success: true, output: ['a', 'b'] })
    expect((await testOf(id, 'step_1')).body.output).toEqual({ item: 'a', index: 1 })
    const { body } = await testOf(id, 'which')
    expect(body.output.branches).toMatchObject([{ evaluation: true }, { evaluation: false }])
    expect(Object.keys((await runOf(body.run_id)).steps)).toEqual(['trigger', 'which'])
  })

  test('sleeps through no delay and waits for nobody', async () => {
    const id = await draftOf(
      piece('step_1', 'delay', 'delayFor', { unit: 'days', delayFor: 2 }),
      piece('step_2', 'approval', 'wait_for_approval', {}),
      piece('step_3', 'webhook', 'return_response_and_wait_for_next_webhook', {
        responseType: 'json',
        fields: { body: { question: 1 } },
      }),
    )
    expect((await testOf(id, 'step_1')).body).toMatchObject({
      success: true,
      output: { delayForInMs: 172_800_000, success: true },
      wait: { until: expect.stringMatching(/Z$/), event: null },
    })
    for (const step of ['step_2', 'step_3']) {
      expect((await testOf(id, step)).body, step).toMatchObject({
        success: true,
        output: null,
        wait: { until: null, event: expect.any(String) },
        warnings: [{ code: 'TEST_ENDS_AT_WAIT' }],
      })
      expect(await sample(id, step)).toBeNull()
    }
  })

  test.each([
    ['diga', 'returnResponse', { responseType: 'json', content: { ok: '{{trigger.n}}' } }, { ok: 1 }],
    [
      'diga',
      'returnCallData',
      { promptAddition: 'Be kind.', dynamicVariables: { n: '{{trigger.n}}' } },
      { promptAddition: 'Be kind.', dynamicVariables: { n: 1 } },
    ],
    [
      'webhook',
      'return_response',
      { responseType: 'json', fields: { status: 201, body: { ok: '{{trigger.n}}' } } },
      { status: 201, headers: {}, body: { ok: 1 } },
    ],
  ])('gives what %s %s answers as its output', async (name, action, input, output) => {
    const id = await draftOf(piece('step_1', name, action, input))
    await save(id, 'trigger', { n: 1 })
    expect((await testOf(id, 'step_1')).body).toMatchObject({ success: true, output })
  })

  test('waits for the answer of a workflow it calls, which is tested too', async () => {
    const child = definition(
      pieceTrigger('subflows', 'callableFlow', { mode: 'simple', exampleData: { sampleData: {} } }),
      piece('step_1', 'subflows', 'returnResponse', {
        mode: 'simple',
        response: { response: { got: '{{trigger.data.a}}' } },
      }),
    )
    const childId = await addWorkflow(child)
    const id = await draftOf(
      piece('step_1', 'subflows', 'callFlow', {
        flow: childId,
        mode: 'simple',
        flowProps: { payload: { a: 5 } },
        waitForResponse: true,
      }),
    )
    expect((await testOf(id, 'step_1')).body).toMatchObject({
      success: true,
      output: { status: 'success', data: { got: 5 } },
    })
    await vi.waitFor(async () => {
      const { data } = (await api('GET', `/v1/workflow/${childId}/executions?environment=TESTING`)).body
      expect((await runOf(data[0].id)).environment).toBe('TESTING')
    })
  })

  test('keeps secrets out of what it answers and keeps', async () => {
    const id = await draftOf(
      code('step_1', 'export const code = async () => 1', { api_key: 's3cret-value', note: 'fine' }),
    )
    const { body } = await testOf(id, 'step_1')
    expect(body.input).toEqual({ api_key: '**REDACTED**', note: 'fine' })
    expect(JSON.stringify([body, await sample(id, 'step_1', 'INPUT')])).not.toContain('s3cret')
  })

  test('is ended when it takes too long', async () => {
    const id = await draftOf(
      code('step_1', 'export const code = () => new Promise((done) => setTimeout(done, 20000))'),
    )
    const workflow = await getWorkflow(openDb(env.DB), id)
    const { step } = findStep(workflow.draft.definition, 'step_1')!
    const answer = await testStep(env, workflow, step, { live: false }, 200)
    expect(answer).toMatchObject({
      success: false,
      error: { code: 'TEST_TIMEOUT', message: expect.stringContaining('0.2 s') },
    })
    expectContract('StepTestResponse', answer)
    expect((await runOf(answer.run_id)).status).toBe('CANCELED')
    expect(await sample(id, 'step_1')).toBeNull()
  })

  test('is run once more for the same draft on the same snapshot', async () => {
    const id = await draftOf(sum('step_1', 1, 1))
    const runs = await Promise.all([testOf(id, 'step_1'), testOf(id, 'step_1')])
    const [a, b] = await Promise.all(runs.map(({ body }) => runOf(body.run_id)))
    expect(a.id).not.toBe(b.id)
    expect(a.versionId).toBe(b.versionId)
    await api('PATCH', `/v1/workflow/${id}/action`, sum('step_1', 2, 2))
    const changed = (await testOf(id, 'step_1')).body
    expect(changed.output).toBe(4)
    expect((await runOf(changed.run_id)).versionId).not.toBe(a.versionId)
  })

  test('refuses what is no step, and bad input', async () => {
    const id = await draftOf(loop('each', '{{[1]}}'), sum('step_1', 1, 1))
    const refusals: [string, object | undefined, number, string][] = [
      ['trigger', undefined, 422, 'STEP_IS_TRIGGER'],
      ['step_9', undefined, 404, 'STEP_NOT_FOUND'],
      ['step_1', { samples: { step_9: 1 } }, 404, 'STEP_NOT_FOUND'],
      ['step_1', { samples: [] }, 422, 'VALIDATION_FAILED'],
      ['step_1', { input: 1 }, 422, 'VALIDATION_FAILED'],
      ['step_1', { live: 'yes' }, 422, 'VALIDATION_FAILED'],
      ['each', { input: {} }, 422, 'VALIDATION_FAILED'],
    ]
    for (const [step, body, status, error_code] of refusals) {
      expect(await testOf(id, step, body)).toMatchObject({ status, body: { status: 'error', error_code } })
    }
    expect(await testOf('wf_none', 'step_1')).toMatchObject({ status: 404 })
  })
})

describe('a test of a whole workflow', () => {
  const whole = (id: string, body?: object) => api('POST', `/v1/workflow/${id}/test`, body)

  test("runs the draft on the trigger's sample, and makes samples of what its steps gave", async () => {
    const id = await draftOf(
      sum('step_1', '{{trigger.n}}', 1),
      loop('each', '{{[step_1, 2]}}', sum('in_1', '{{each.item}}', 1)),
      piece('step_2', 'diga', 'returnResponse', { responseType: 'json', content: '{{step_1}}' }),
      sum('step_3', '{{step_1}}', 1),
    )
    await save(id, 'trigger', { n: 4 })
    const { status, body } = await whole(id)
    expect(status).toBe(200)
    expectContract('FlowTestResponse', body)
    expect(body).toMatchObject({
      success: true,
      status: 'SUCCEEDED',
      error: null,
      answer: { body: 5 },
      steps: { step_1: { output: 5 }, step_3: { output: 6 } },
    })
    expect(await runOf(body.runId)).toMatchObject({ environment: 'TESTING', status: 'SUCCEEDED' })
    expect([await sample(id, 'step_1'), await sample(id, 'each'), await sample(id, 'in_1')]).toEqual([
      5,
      [5, 2],
      6,
    ])
    expect((await testOf(id, 'step_3')).body.output).toBe(6)
  })

  test('takes a payload from the caller, and keeps it once it has worked', async () => {
    const id = await draftOf(sum('step_1', '{{trigger.n}}', 1))
    expect(await whole(id)).toMatchObject({
      status: 422,
      body: { error_code: 'SAMPLE_MISSING', details: { steps: ['trigger'] } },
    })
    const failed = (await whole(id, { payload: { n: 'many' } })).body
    expectContract('FlowTestResponse', failed)
    expect(failed).toMatchObject({
      success: false,
      status: 'FAILED',
      error: { code: expect.any(String) },
      steps: { step_1: { status: 'FAILED' } },
    })
    expect(await sample(id, 'trigger')).toBeNull()
    expect((await whole(id, { payload: { n: 1 } })).body).toMatchObject({ success: true })
    expect(await sample(id, 'trigger')).toEqual({ n: 1 })
    expect(await whole(id, { payload: 1 })).toMatchObject({ status: 422 })
  })

  test('answers when the run pauses, and with what there is when it takes too long', async () => {
    const paused = await draftOf(sum('step_1', 1, 1), piece('step_2', 'approval', 'wait_for_approval', {}))
    await save(paused, 'trigger', {})
    const { body } = await whole(paused)
    expectContract('FlowTestResponse', body)
    expect(body).toMatchObject({
      success: false,
      status: 'PAUSED',
      steps: { step_1: { output: 2 }, step_2: { status: 'PAUSED' } },
      waits: [{ path: 'step_2', kind: 'event' }],
    })
    expect(await sample(paused, 'step_1')).toBeNull()
    const slow = await draftOf(
      sum('step_1', 1, 1),
      piece('step_2', 'delay', 'delayFor', { unit: 'seconds', delayFor: 2 }),
    )
    const workflow = await getWorkflow(openDb(env.DB), slow)
    const late = await testFlow(env, workflow, { payload: {}, live: false }, 200)
    expectContract('FlowTestResponse', late)
    expect(late).toMatchObject({ success: false, status: 'RUNNING', steps: { step_1: { output: 2 } } })
    await vi.waitFor(async () => expect((await runOf(late.runId)).status).toBe('SUCCEEDED'), 10_000)
  })

  test('makes no sample for a step that took the place of the tested one meanwhile', async () => {
    const id = await draftOf(sum('step_1', 1, 1), sum('step_2', 1, 1))
    const workflow = await getWorkflow(openDb(env.DB), id)
    await api('PATCH', `/v1/workflow/${id}/action`, put('step_1', 'k', 'v'))
    expect(await testFlow(env, workflow, { payload: {}, live: false })).toMatchObject({ success: true })
    expect([await sample(id, 'step_1'), await sample(id, 'step_2')]).toEqual([null, 2])
  })

  test('leaves what is published alone', async () => {
    const id = await addWorkflow(definition(webhook, sum('step_1', 1, 1)))
    const before = (await api('GET', `/v1/workflow/${id}`)).body.published_version_id
    await api('PATCH', `/v1/workflow/${id}/action`, sum('step_1', 2, 2))
    expect((await whole(id, { payload: {} })).body.steps.step_1.output).toBe(4)
    expect((await api('GET', `/v1/workflow/${id}`)).body.published_version_id).toBe(before)
    const { data } = (await api('GET', `/v1/workflow/${id}/versions`)).body
    expect(data.map(({ state }: { state: string }) => state)).toEqual(['DRAFT', 'LOCKED'])
  })
})

describe('Make Call in a test', () => {
  const NUMBER = '+34910000077'
  const dial = (next?: Action) =>
    piece('step_1', 'diga', 'makeCall', { from: NUMBER, to: '+34600000009', dynamicVariables: {} }, next)
  let made: ReturnType<typeof addAgent> | undefined
  const launcher = async () => {
    made ??= addAgent([], { provider: 'simulator', phone_number: NUMBER })
    await made
    const id = await draftOf(dial(map('step_2', { id: '{{step_1.id}}' })))
    await save(id, 'trigger', {})
    return id
  }

  const calls = async () => {
    const { id } = await made!
    return env.DB.prepare('SELECT count(*) AS n FROM calls WHERE agent_id = ?').bind(id).first('n')
  }

  test('makes no phone ring, and says so', async () => {
    const id = await launcher()
    const simulated = {
      simulated: true,
      id: expect.stringMatching(/^simulated_/),
      status: 'dialing',
      contact: { identifier: '+34600000009' },
    }
    const { body } = await api('POST', `/v1/workflow/${id}/test`)
    expect(body).toMatchObject({ success: true, steps: { step_1: { output: simulated } } })
    expect((await testOf(id, 'step_1')).body).toMatchObject({ success: true, output: simulated })
    expect(await calls()).toBe(0)
    // Not by being run again, either.
    const again = await api('POST', `/v1/workflow/executions/${body.runId}/retry`, {
      strategy: 'FROM_FAILED_STEP',
    })
    expect(again).toMatchObject({ status: 409, body: { error_code: 'RUN_NOT_RETRYABLE' } })
    await api('POST', `/v1/workflow/${id}/publish`)
    const latest = await api('POST', `/v1/workflow/executions/${body.runId}/retry`, {
      strategy: 'ON_LATEST_VERSION',
    })
    await vi.waitFor(async () => {
      const run = await runOf(latest.body.id)
      expect(run).toMatchObject({ environment: 'TESTING', steps: { step_1: { output: simulated } } })
    })
    expect(await calls()).toBe(0)
  })

  test('rings where the caller says so', async () => {
    const id = await launcher()
    const { body } = await testOf(id, 'step_1', { live: true })
    expect(body.output).toMatchObject({ id: expect.not.stringMatching(/^simulated_/), status: 'dialing' })
    expect(body.output).not.toHaveProperty('simulated')
    const whole = await api('POST', `/v1/workflow/${id}/test`, { live: true })
    expect(whole.body.steps.step_1.output).not.toHaveProperty('simulated')
    await vi.waitFor(async () => expect(await calls()).toBe(2))
  })

  test('still finds what would keep it from ringing', async () => {
    const id = await draftOf(
      piece('step_1', 'diga', 'makeCall', { from: '+34911111111', to: '+34600000009' }),
    )
    expect((await testOf(id, 'step_1')).body).toMatchObject({
      success: false,
      error: { code: 'AGENT_NOT_FOUND' },
    })
  })
})

test('a test of one step is not run again as a whole', async () => {
  const id = await addWorkflow(definition(webhook, sum('step_1', 1, 1)))
  const { body } = await testOf(id, 'step_1')
  expect(
    await api('POST', `/v1/workflow/executions/${body.run_id}/retry`, { strategy: 'ON_LATEST_VERSION' }),
  ).toMatchObject({ status: 409, body: { error_code: 'RUN_NOT_RETRYABLE' } })
})

test.each([
  ['GET', 'steps/step_1/sample-data'],
  ['POST', 'steps/step_1/sample-data'],
  ['DELETE', 'steps/step_1/sample-data'],
  ['POST', 'steps/step_1/test'],
  ['POST', 'test'],
  ['POST', 'trigger/test'],
  ['POST', 'trigger/test/listen'],
  ['GET', 'trigger/test/listen'],
])('%s %s is for those with a credential', async (method, path) => {
  const id = await draftOf(sum('step_1', 1, 1))
  expect(await call(method, `/v1/workflow/${id}/${path}`)).toMatchObject({
    status: 401,
    body: { error_code: 'UNAUTHORIZED' },
  })
})
