import { describe, expect, it } from 'vitest'
import { loop, onError, router, when } from '../../test/support/definitions.ts'
import { Crash, type HarnessOptions, runToEnd } from '../../test/support/engine-harness.ts'
import { flow, scriptedHost, scripted as test } from '../../test/support/scripted-host.ts'
import type { Json } from '../json.ts'
import type { Definition } from '../workflow/schema.ts'
import { compilePlan } from './plan.ts'
import type { Sample } from './sample.ts'
import { soloTest, stepsReadBy } from './trial.ts'

const sample = (path: string, output: Json): Sample => ({ path, output, isLoop: Array.isArray(output) })

describe.each([
  { mode: 'in one go', stepsPerTurn: undefined },
  { mode: 'evicted after every step', stepsPerTurn: 1 },
])('a test of one step $mode', ({ stepsPerTurn }) => {
  const run = (
    workflow: Definition,
    only: string,
    samples: Sample[] = [],
    options: Partial<HarnessOptions> = {},
  ) =>
    runToEnd(
      workflow,
      { n: 1 },
      { host: scriptedHost(), stepsPerTurn, trial: { live: false, only }, samples, ...options },
    )

  it('runs that step alone, on the samples of earlier ones', async () => {
    const host = scriptedHost()
    const workflow = flow(
      test('step_1', 'send', { value: 'first' }),
      test('step_2', 'send', { value: '{{trigger.n}} {{step_1.sent}}' }),
      test('step_3', 'send', { value: 'last' }),
    )
    const {
      run: record,
      steps,
      outputs,
    } = await run(workflow, 'step_2', [sample('step_1', { sent: 'x' })], { host })
    expect(record).toMatchObject({ status: 'SUCCEEDED', error: null })
    expect(outputs.step_2).toEqual({ sent: '1 x' })
    expect(host.world.effects).toEqual(['run_1:step_2'])
    expect(Object.keys(steps)).toEqual(['step_1', 'step_2'])
    expect(steps.step_1?.meta).toEqual({ sample: true })
  })

  it('warns of a step that has no sample', async () => {
    const { steps, run: record } = await run(
      flow(test('step_1', 'echo'), test('step_2', 'echo', { value: '{{step_1.x}}' })),
      'step_2',
    )
    expect(record.status).toBe('SUCCEEDED')
    expect(steps.step_2?.meta?.warnings).toMatchObject([{ code: 'UNKNOWN_REFERENCE', token: 'step_1.x' }])
  })

  it('runs a step that is skipped', async () => {
    const { outputs } = await run(flow(test('step_1', 'echo', { value: 1 }, { skip: true })), 'step_1')
    expect(outputs).toEqual({ step_1: 1 })
  })

  it('tries it once and lets it fail, whatever its error handling says', async () => {
    const handled = test(
      'step_1',
      'flaky',
      { times: 1 },
      {
        ...onError({ continue: true, retry: true }),
        retry: { maxAttempts: 5 },
        onFailure: test('step_2', 'send'),
      },
    )
    const { run: record, steps } = await run(flow(handled, test('step_3', 'send')), 'step_1')
    expect(record).toMatchObject({
      status: 'FAILED',
      error: { code: 'FLAKY' },
      failedStep: { name: 'step_1' },
    })
    expect(Object.keys(steps)).toEqual(['step_1'])
    expect(steps.step_1).toMatchObject({ status: 'FAILED', attempt: 1 })
  })

  const nested = flow(
    loop(
      'rows',
      '{{trigger.rows}}',
      loop('cells', '{{rows.item.cells}}', test('step_1', 'echo', { value: '{{rows.index}}{{cells.item}}' })),
    ),
  )

  it('stands at the first item of the loops around it', async () => {
    const samples = [sample('rows', [{ cells: ['a', 'b'] }, { cells: [] }]), sample('rows[0].cells', ['z'])]
    expect((await run(nested, 'rows[0].cells[0].step_1', samples)).outputs['rows[0].cells[0].step_1']).toBe(
      '1z',
    )
  })

  it('works out the items of a loop that has no sample', async () => {
    const samples = [sample('rows', [{ cells: ['a', 'b'] }])]
    expect((await run(nested, 'rows[0].cells[0].step_1', samples)).outputs['rows[0].cells[0].step_1']).toBe(
      '1a',
    )
    const { steps } = await run(nested, 'rows[0].cells[0].step_1')
    expect(steps['rows[0].cells[0].step_1']?.meta?.warnings).toHaveLength(2)
  })

  it('shows a loop before it with its last item and all iterations', async () => {
    const workflow = flow(
      loop('each', '{{[1, 2]}}', test('step_1', 'send')),
      test('step_2', 'echo', { value: '{{[each.item, each.index, each.iterations[0].step_1.output]}}' }),
    )
    const samples = [sample('each', [1, 2]), sample('each[0].step_1', 'done')]
    expect((await run(workflow, 'step_2', samples)).outputs.step_2).toEqual([2, 2, 'done'])
  })

  it('tells the items of a loop and the branches of a router, and runs nothing inside', async () => {
    const inside = test('step_9', 'send')
    const list = await run(flow(loop('each', '{{[1, 2]}}', inside), test('after', 'send')), 'each')
    expect(list.outputs).toEqual({ each: [1, 2] })
    const branches = [
      { name: 'yes', when: [[when('{{trigger.n}}', 'NUMBER_IS_EQUAL_TO', '1')]], first: inside },
      { name: 'no', when: 'fallback' as const },
    ]
    const routed = await run(flow(router('which', branches), test('after', 'send')), 'which')
    expect(routed.run.status).toBe('SUCCEEDED')
    expect(routed.outputs).toEqual({
      which: {
        branches: [
          { branchName: 'yes', branchIndex: 1, evaluation: true },
          { branchName: 'no', branchIndex: 2, evaluation: false },
        ],
      },
    })
  })

  it('sleeps through no delay, and tells how long it would have been', async () => {
    const {
      run: record,
      steps,
      outputs,
    } = await run(flow(test('step_1', 'delay', { until: 1_800_000_000_000 })), 'step_1')
    expect(record.status).toBe('SUCCEEDED')
    expect(outputs.step_1).toBe('waited')
    expect(steps.step_1?.meta?.wouldWait).toEqual({ until: 1_800_000_000_000, key: null })
    expect(record.finishedAt).toBe(record.startedAt)
  })

  it('ends where it would wait for somebody', async () => {
    const {
      run: record,
      steps,
      journal,
    } = await run(flow(test('step_1', 'event', { key: 'approval' })), 'step_1')
    expect(record.status).toBe('SUCCEEDED')
    expect(steps.step_1).toMatchObject({
      status: 'SUCCEEDED',
      output: 'null',
      meta: { wouldWait: { until: null, key: 'approval' } },
    })
    expect(journal.waits()).toEqual([])
  })

  it('ends where it would wait a second time', async () => {
    const { run: record, outputs } = await run(flow(test('step_1', 'again', {})), 'step_1')
    expect([record.status, outputs.step_1]).toEqual(['SUCCEEDED', null])
  })

  it('waits for what holds a caller', async () => {
    const { outputs } = await run(
      flow(test('step_1', 'event', { key: 'child', holdsCaller: true })),
      'step_1',
      [],
      { events: { child: 'grown' } },
    )
    expect(outputs.step_1).toEqual({ payload: 'grown', timedOut: false })
  })

  it('keeps credentials out of its record', async () => {
    const value = "{{connections['slack'].secret_text}}"
    const { steps } = await run(flow(test('step_1', 'echo', { value, note: 'fine' })), 'step_1')
    expect(JSON.stringify(steps)).not.toContain('sk-very-secret-value')
    expect(steps.step_1).toMatchObject({ status: 'SUCCEEDED', output: '"**REDACTED**"' })
  })

  it('is taken up after a crash like any run', async () => {
    let crashes = 0
    const host = scriptedHost()
    const { run: record } = await run(flow(test('step_1', 'echo'), test('step_2', 'send')), 'step_2', [], {
      host,
      faults: {
        at(point) {
          if (point === 'after-io' && crashes++ === 0) throw new Crash()
        },
      },
    })
    expect(record).toMatchObject({ status: 'FAILED', error: { code: 'INTERRUPTED' } })
    expect(host.world.effects).toEqual(['run_1:step_2'])
  })

  it('tells the step that it is a test', async () => {
    const { outputs } = await run(flow(test('step_1', 'trial')), 'step_1')
    expect(outputs.step_1).toEqual({ live: false, only: 'step_1' })
  })
})

describe('the samples of a test', () => {
  const workflow = flow(
    test('step_1', 'echo'),
    loop(
      'rows',
      '{{trigger.rows}}',
      loop(
        'cells',
        '{{rows.item.cells}}',
        test('step_2', 'echo', { value: '{{cells.item}} {{step_1}} {{step_9}}' }),
      ),
    ),
    test('step_3', 'echo', { value: "{{connections['a']}} {{step_2}} {{step_3}} {{step_4}} {{rows.index}}" }),
    test('step_4', 'echo'),
  )
  const plan = compilePlan(workflow)
  const testOf = (name: string, stored: Record<string, Json> = {}) =>
    soloTest(plan, name, new Map(Object.entries(stored)))

  it('are those of the steps it reads, and that the loops around it read', () => {
    expect(stepsReadBy(plan, 'step_2')).toEqual(new Set(['rows', 'cells', 'step_1', 'step_9', 'trigger']))
    expect(testOf('step_2').missing).toEqual(['step_1', 'trigger'])
    expect(testOf('step_2', { step_1: 1, cells: [1] }).missing).toEqual([])
    expect(testOf('step_2', { step_1: 1, rows: [{}] }).missing).toEqual([])
  })

  it('are asked for only where the step could have seen the other one', () => {
    expect(testOf('step_3').missing).toEqual(['rows'])
  })

  it('stand in the first iteration of every loop', () => {
    const { path, samples } = testOf('step_2', {
      step_1: 1,
      cells: { item: 'z', index: 4 },
      trigger: {},
      step_9: 1,
    })
    expect(path).toBe('rows[0].cells[0].step_2')
    expect(samples).toEqual([
      { path: 'step_1', output: 1, isLoop: false },
      { path: 'rows[0].cells', output: ['z'], isLoop: true },
    ])
  })

  it('of a loop that are no list count as none', () => {
    expect(testOf('step_3', { rows: 'text' }).missing).toEqual(['rows'])
  })
})
