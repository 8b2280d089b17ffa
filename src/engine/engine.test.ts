import { describe, expect, it } from 'vitest'
import {
  chain,
  definition,
  loop,
  onError,
  pieceTrigger,
  router,
  when,
} from '../../test/support/definitions.ts'
import { runToEnd } from '../../test/support/engine-harness.ts'
import { flow, scriptedHost, scripted as test } from '../../test/support/scripted-host.ts'
import type { Json } from '../json.ts'
import type { Definition } from '../workflow/schema.ts'

/** The same promises hold however often the run is dropped from memory. */
describe.each([
  { mode: 'in one go', stepsPerTurn: undefined },
  { mode: 'evicted after every step', stepsPerTurn: 1 },
])('a run $mode', ({ stepsPerTurn }) => {
  const run = (workflow: Definition, trigger: Json = {}, options = {}) =>
    runToEnd(workflow, trigger, { host: scriptedHost(), stepsPerTurn, ...options })

  it('hands each step the outputs of the earlier ones', async () => {
    const { run: record, outputs } = await run(
      flow(
        test('step_1', 'echo', { value: '{{trigger.n + 1}}' }),
        test('step_2', 'read', { value: '{{step_1}}' }),
        test('step_3', 'echo', { value: 'got {{step_2.sent}}' }),
      ),
      { n: 1 },
    )
    expect(record.status).toBe('SUCCEEDED')
    expect(outputs).toEqual({ step_1: 2, step_2: { sent: 2 }, step_3: 'got 2' })
  })

  it('ends at once when the workflow has no steps', async () => {
    const empty = definition(pieceTrigger('webhook', 'catch_webhook'))
    expect((await run(empty)).run.status).toBe('SUCCEEDED')
  })

  it('is not begun when it was cancelled before', async () => {
    const { run: record, steps } = await run(flow(test('step_1', 'send')), {}, { status: 'CANCELED' })
    expect(record.status).toBe('CANCELED')
    expect(steps).toEqual({})
  })

  it('passes over skipped steps with all that is in them', async () => {
    const { steps } = await run(
      flow(
        test('step_1', 'fail', {}, { skip: true }),
        loop('step_2', '{{[1]}}', test('step_3', 'echo'), null, { skip: true }),
        test('step_4', 'echo', { value: 1 }),
      ),
    )
    expect(Object.keys(steps)).toEqual(['step_4'])
  })

  it('loops over items in order and shows the loop to its body', async () => {
    const { run: record, outputs } = await run(
      flow(
        loop(
          'step_1',
          '{{ [4,5,6] }}',
          test('step_2', 'echo', { value: '{{step_1.index}}:{{step_1.item}}' }),
        ),
        test('step_3', 'echo', { value: '{{step_1}}' }),
      ),
    )
    expect(record.status).toBe('SUCCEEDED')
    expect(outputs['step_1[0].step_2']).toBe('1:4')
    expect(outputs['step_1[2].step_2']).toBe('3:6')
    expect(outputs.step_3).toMatchObject({
      item: 6,
      index: 3,
      iterations: [{}, {}, { step_2: { output: '3:6' } }],
    })
  })

  it('resolves a name inside nested loops to the own iteration', async () => {
    const body = chain(
      test('step_3', 'echo', { value: '{{step_1.item}}' }),
      loop('step_4', '{{ ["a","b"] }}', test('step_5', 'echo', { value: '{{step_3}}{{step_4.item}}' })),
    )
    const { outputs } = await run(
      flow(loop('step_1', '{{[1,2]}}', body), test('step_6', 'echo', { value: 'x' })),
    )
    expect(outputs['step_1[0].step_4[1].step_5']).toBe('1b')
    expect(outputs['step_1[1].step_4[0].step_5']).toBe('2a')
  })

  it('fails a loop whose items are not a list, naming the step', async () => {
    const { run: record } = await run(flow(loop('step_1', '{{ "[1]" }}', test('step_2', 'echo'))))
    expect(record).toMatchObject({ status: 'FAILED', failedStep: { name: 'step_1' } })
    expect(record.error?.code).toBe('LOOP_ITEMS_NOT_A_LIST')
  })

  it('runs nothing for an empty list', async () => {
    const { run: record, steps } = await run(flow(loop('step_1', '{{ [] }}', test('step_2', 'fail'))))
    expect(record.status).toBe('SUCCEEDED')
    expect(Object.keys(steps)).toEqual(['step_1'])
  })

  it('ends a loop at the first failing iteration', async () => {
    const body = test('step_2', 'fail', { message: 'no {{step_1.item}}' })
    const { run: record, steps } = await run(flow(loop('step_1', '{{[4,5]}}', body), test('step_3', 'echo')))
    expect(record).toMatchObject({ status: 'FAILED', failedStep: { path: 'step_1[0].step_2' } })
    expect(record.error?.message).toBe('no 4')
    expect(steps.step_1?.status).toBe('FAILED')
    expect(steps['step_1[1].step_2']).toBeUndefined()
  })

  const branches = (executionType: 'EXECUTE_FIRST_MATCH' | 'EXECUTE_ALL_MATCH') =>
    flow(
      router(
        'step_1',
        [
          { name: 'A', when: [[when('{{trigger.a}}', 'BOOLEAN_IS_TRUE')]], first: test('step_2', 'echo') },
          { name: 'B', when: [[when('{{trigger.b}}', 'BOOLEAN_IS_TRUE')]], first: test('step_3', 'echo') },
          { name: 'else', when: 'fallback', first: test('step_4', 'echo') },
        ],
        null,
        { executionType },
      ),
      test('step_5', 'echo'),
    )

  it.each([
    ['EXECUTE_FIRST_MATCH', { a: true, b: true }, ['step_1', 'step_2', 'step_5']],
    ['EXECUTE_ALL_MATCH', { a: true, b: true }, ['step_1', 'step_2', 'step_3', 'step_5']],
    ['EXECUTE_FIRST_MATCH', { a: false, b: true }, ['step_1', 'step_3', 'step_5']],
    ['EXECUTE_FIRST_MATCH', { a: false, b: false }, ['step_1', 'step_4', 'step_5']],
    ['EXECUTE_ALL_MATCH', { a: false, b: false }, ['step_1', 'step_4', 'step_5']],
  ] as const)('takes the right branches: %s %j', async (mode, trigger, expected) => {
    const { steps, run: record } = await run(branches(mode), trigger)
    expect(Object.keys(steps)).toEqual(expected)
    expect(record.status).toBe('SUCCEEDED')
  })

  it('waits, goes on and keeps its place inside loops and branches', async () => {
    const body = router('step_2', [
      {
        name: 'odd',
        when: [[when('{{step_1.item}}', 'NUMBER_IS_GREATER_THAN', 1)]],
        first: chain(
          test('step_3', 'delay', { until: 1_700_000_100_000 }),
          test('step_4', 'echo', { value: 1 }),
        ),
      },
    ])
    const { run: record, outputs } = await run(
      flow(loop('step_1', '{{[1,2,3]}}', body), test('step_5', 'echo')),
    )
    expect(record.status).toBe('SUCCEEDED')
    expect(outputs['step_1[1].step_3']).toBe('waited')
    expect(outputs['step_1[2].step_4']).toBe(1)
  })

  it('stays paused until its event comes, and keeps one that came early', async () => {
    const workflow = flow(
      test('step_1', 'event', { key: 'k' }),
      test('step_2', 'echo', { value: '{{step_1}}' }),
    )
    const waiting = await run(workflow)
    expect(waiting.run.status).toBe('PAUSED')
    const done = await run(workflow, {}, { events: { k: { yes: 1 } } })
    expect(done.outputs.step_2).toEqual({ payload: { yes: 1 }, timedOut: false })
  })

  it('ends a run that waited for as long as a run may', async () => {
    const { run: record } = await run(flow(test('step_1', 'event', { key: 'k' })), {}, { patient: true })
    expect(record).toMatchObject({ status: 'TIMEOUT', error: { code: 'RUN_TIMEOUT' } })
  })

  it('tells a step whose event never came', async () => {
    const late = { key: 'k', until: 1_700_000_050_000 }
    const { outputs } = await run(flow(test('step_1', 'event', late)))
    expect(outputs.step_1).toEqual({ payload: null, timedOut: true })
  })

  it('tries a retryable failure again, and keeps the failed attempts', async () => {
    const step = test('step_1', 'flaky', { times: 2 }, { retry: { maxAttempts: 3, backoffSeconds: 1 } })
    const { run: record, steps } = await run(flow(step))
    expect(record.status).toBe('SUCCEEDED')
    expect(steps.step_1).toMatchObject({ attempt: 3, meta: { attempts: [{ attempt: 1 }, { attempt: 2 }] } })
  })

  it('gives up after the last attempt, and never retries what a retry cannot mend', async () => {
    const retry = { maxAttempts: 3, backoffSeconds: 1 }
    const spent = await run(flow(test('step_1', 'flaky', { times: 9 }, { retry })))
    expect(spent.run).toMatchObject({ status: 'FAILED', error: { code: 'FLAKY' } })
    expect(spent.steps.step_1?.attempt).toBe(3)
    const pointless = await run(flow(test('step_1', 'fail', {}, { retry })))
    expect(pointless.steps.step_1?.attempt).toBe(1)
  })

  it.each([
    ['read', 3],
    ['send', 1],
    ['dial', 1],
  ])(
    'tries a step that took too long again only if that does no harm: %s, %i times',
    async (action, tries) => {
      const retry = { maxAttempts: 3, backoffSeconds: 1 }
      const { steps } = await run(flow(test('step_1', action, {}, { retry })), {}, { hurried: true })
      expect(steps.step_1).toMatchObject({
        status: 'FAILED',
        attempt: tries,
        error: { code: 'STEP_TIMEOUT' },
      })
    },
  )

  it('goes on after a failure where the step says so, and lets later steps see the error', async () => {
    const {
      run: record,
      steps,
      outputs,
    } = await run(
      flow(
        test('step_1', 'fail', { message: 'oops' }, onError({ continue: true })),
        test('step_2', 'echo', { value: '{{step_1.error.message}}' }),
      ),
    )
    expect(record.status).toBe('SUCCEEDED')
    expect(steps.step_1?.status).toBe('FAILED')
    expect(outputs.step_2).toBe('oops')
  })

  it('runs the failure branch instead of failing, then goes on', async () => {
    const onFailure = test('step_2', 'echo', { value: 'saved: {{step_1.error.code}}' })
    const { run: record, outputs } = await run(
      flow(test('step_1', 'fail', {}, { onFailure }), test('step_3', 'echo', { value: 1 })),
    )
    expect(record.status).toBe('SUCCEEDED')
    expect(outputs).toEqual({ step_2: 'saved: BROKEN', step_3: 1 })
  })

  it('keeps the first answer and goes on', async () => {
    const { run: record, steps } = await run(
      flow(
        test('step_1', 'answer', { value: 1 }),
        test('step_2', 'read'),
        test('step_3', 'answer', { value: 2 }),
      ),
    )
    expect(record).toMatchObject({ status: 'SUCCEEDED', answer: { body: 1 } })
    expect(steps.step_3?.meta?.warnings?.[0]?.code).toBe('ALREADY_ANSWERED')
  })

  it('stops where a step says so', async () => {
    const { run: record, steps } = await run(flow(test('step_1', 'stop'), test('step_2', 'fail')))
    expect(record.status).toBe('SUCCEEDED')
    expect(steps.step_2).toBeUndefined()
  })

  it('warns of an unknown reference instead of failing silently', async () => {
    const { steps } = await run(flow(test('step_1', 'echo', { value: '{{trigger.nope}}' })))
    expect(steps.step_1?.meta?.warnings).toMatchObject([{ code: 'UNKNOWN_REFERENCE' }])
  })

  it('never records a connection or a secret field', async () => {
    const input = { value: "{{connections['c'].secret_text}}", Authorization: 'Bearer abc' }
    const { journal } = await run(
      flow(test('step_1', 'read', input), test('step_2', 'echo', { value: '{{step_1}}' })),
    )
    expect(JSON.stringify(journal.stepsUnder(''))).not.toMatch(/sk-very-secret|Bearer abc/)
  })

  it('runs iterations side by side up to the concurrency, and joins them', async () => {
    const host = scriptedHost()
    const { run: record, outputs } = await run(
      flow(
        loop('step_1', '{{[1,2,3,4,5,6,7]}}', test('step_2', 'send', { value: '{{step_1.item}}' }), null, {
          concurrency: 3,
        }),
        test('step_3', 'echo', { value: '{{step_1.iterations.length}}' }),
      ),
      {},
      { host },
    )
    expect(record.status).toBe('SUCCEEDED')
    expect(new Set(host.world.effects).size).toBe(7)
    expect(host.world.effects).toHaveLength(7)
    expect(outputs.step_3).toBe(7)
    if (stepsPerTurn === undefined) expect(host.world.peak).toBe(3)
  })

  it('bounds the number of steps and the size of an output', async () => {
    const many = await run(
      flow(loop('step_1', '{{[1,2,3,4,5,6]}}', test('step_2', 'echo'))),
      {},
      { limits: { maxSteps: 4 } },
    )
    expect(many.run).toMatchObject({ status: 'QUOTA_EXCEEDED', error: { code: 'STEP_LIMIT' } })
    const big = await run(
      flow(test('step_1', 'echo', { value: '{{"x".repeat(2000)}}' })),
      {},
      { limits: { maxOutputBytes: 1000 } },
    )
    expect(big.run).toMatchObject({ status: 'FAILED', error: { code: 'OUTPUT_TOO_LARGE' } })
  })
})
