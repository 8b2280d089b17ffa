import { describe, expect, it } from 'vitest'
import { loop, onError } from '../../test/support/definitions.ts'
import { Crash, type HarnessOptions, runToEnd } from '../../test/support/engine-harness.ts'
import { flow, scriptedHost, scripted as test } from '../../test/support/scripted-host.ts'
import type { Json } from '../json.ts'
import type { Definition } from '../workflow/schema.ts'
import { answerFor, type Recording } from './replay.ts'

const THEN = 1_600_000_000_000

const recording = (path: string, output: Json, input: Json = null, more: Partial<Recording> = {}) => ({
  path,
  isSample: false,
  startedAt: THEN,
  input: JSON.stringify(input),
  output,
  error: null,
  ...more,
})

describe.each([
  { mode: 'in one go', stepsPerTurn: undefined },
  { mode: 'evicted after every step', stepsPerTurn: 1 },
])('a replay $mode', ({ stepsPerTurn }) => {
  const host = scriptedHost()
  const replay = (workflow: Definition, recordings: Recording[], options: Partial<HarnessOptions> = {}) => {
    const trial = { live: false, replay: { at: THEN - 5 } }
    return runToEnd(workflow, { n: 1 }, { host, stepsPerTurn, trial, recordings, ...options })
  }

  it('reaches nothing outside: what would is answered from the record, and the rest runs', async () => {
    const { run, outputs, steps } = await replay(
      flow(
        test('step_1', 'send', { value: '{{trigger.n}}' }),
        test('step_2', 'echo', { value: '{{step_1.sent}}!' }),
        test('step_3', 'read', { value: '{{step_2}}' }),
      ),
      [recording('step_1', { sent: 'then' }, { value: 1 }), recording('step_3', 'read then', { value: 'x' })],
    )
    expect(run.status).toBe('SUCCEEDED')
    expect(outputs).toEqual({ step_1: { sent: 'then' }, step_2: 'then!', step_3: 'read then' })
    expect(steps.step_1?.meta).toEqual({ mocked: { from: 'same_input' } })
    expect(steps.step_2?.meta).toBeNull()
    expect(steps.step_3).toMatchObject({
      input: '{"value":"then!"}',
      meta: { mocked: { from: 'other_input' } },
    })
    expect(host.world.effects).toEqual([])
  })

  it('opens no connection, and gives none to a step that would run', async () => {
    const value = "{{connections['missing'].secret_text}}"
    const { run, outputs, steps } = await replay(flow(test('step_1', 'echo', { value })), [
      recording('step_1', 'kept', { value: '**REDACTED**' }),
    ])
    expect([run.status, outputs.step_1]).toEqual(['SUCCEEDED', 'kept'])
    expect(steps.step_1).toMatchObject({
      input: '{"value":"**REDACTED**"}',
      meta: { mocked: { from: 'same_input' } },
    })
  })

  it('fails where the step failed then, and tries it once', async () => {
    const error = { code: 'SERVICE_DOWN', message: 'down', retryable: true }
    const failing = test('step_1', 'send', {}, { ...onError({ retry: true }), retry: { maxAttempts: 5 } })
    const { run, steps } = await replay(flow(failing), [recording('step_1', null, {}, { error })])
    expect(run).toMatchObject({ status: 'FAILED', error: { code: 'SERVICE_DOWN' } })
    expect(steps.step_1?.attempt).toBe(1)
  })

  it('gives the answer that a step gave then', async () => {
    const answer = { kind: 'response', format: 'json', body: 'hello' } as const
    const { run } = await replay(flow(test('step_1', 'send')), [recording('step_1', null, {}, { answer })])
    expect(run.answer).toEqual(answer)
  })

  it('passes every delay and every wait between attempts at once', async () => {
    const { run, outputs } = await replay(
      flow(test('step_1', 'delay', { until: 1_800_000_000_000 }), test('step_2', 'echo', { value: 'after' })),
      [],
    )
    expect(outputs).toEqual({ step_1: 'waited', step_2: 'after' })
    expect(run.finishedAt).toBe(run.startedAt)
  })

  it('takes the time of then for now, so that what hangs on the hour is decided the same', async () => {
    const { outputs } = await replay(
      flow(
        test('step_1', 'echo', { value: '{{Date.now()}}' }),
        loop('each', '{{[Date.now()]}}', test('step_2', 'echo', { value: '{{each.item}}' })),
      ),
      [recording('step_1', THEN, { value: THEN })],
    )
    expect(outputs).toMatchObject({ step_1: THEN, 'each[0].step_2': THEN - 5 })
  })

  it('lets a pure step give what it gave, where it is given the same', async () => {
    const clock = test('step_1', 'echo', { value: 'a' })
    const { outputs, steps } = await replay(
      flow(
        clock,
        test('step_2', 'echo', { value: 'b' }),
        test('step_3', 'stop', { value: 'c' }),
        test('step_4', 'send'),
      ),
      [
        recording('step_1', 'what the clock said', { value: 'a' }),
        recording('step_2', 'else', { value: 'x' }),
        recording('step_3', 'c', { value: 'c' }),
      ],
    )
    expect(outputs).toEqual({ step_1: 'what the clock said', step_2: 'b', step_3: 'c' })
    expect(steps.step_1?.meta).toBeNull()
  })

  it('finds what an item got in another iteration, and says where there was nothing', async () => {
    const workflow = flow(
      loop('each', '{{["b", "c"]}}', test('step_1', 'send', { value: '{{each.item}}' })),
      test('step_2', 'send'),
    )
    const { outputs, steps } = await replay(workflow, [
      recording('each[0].step_1', 'for a', { value: 'a' }),
      recording('each[1].step_1', 'for b', { value: 'b' }),
    ])
    expect([outputs['each[0].step_1'], outputs['each[1].step_1']]).toEqual(['for b', 'for b'])
    expect(steps['each[0].step_1']?.meta).toEqual({ mocked: { from: 'same_input', path: 'each[1].step_1' } })
    expect(steps['each[1].step_1']?.meta).toEqual({ mocked: { from: 'other_input' } })
    expect(steps.step_2).toMatchObject({ output: 'null', meta: { mocked: { from: 'nothing' } } })
  })

  it('is taken up after a crash without reaching outside', async () => {
    let crashes = 0
    const faults = {
      at(point: string) {
        if (point === 'after-commit' && crashes++ === 0) throw new Crash()
      },
    }
    const { run } = await replay(flow(test('step_1', 'send'), test('step_2', 'send')), [], { faults })
    expect(run.status).toBe('SUCCEEDED')
    expect(host.world.effects).toEqual([])
  })
})

describe('what answers a step', () => {
  const sample = recording('step_1', 'sample', null, { isSample: true, startedAt: null, input: null })

  it('is the record of the same input, whatever the order of its properties', () => {
    const found = answerFor([recording('step_1', 'a', { x: 1, y: 2 }), sample], 'step_1', '{"y":2,"x":1}')
    expect(found).toMatchObject({ mocked: { from: 'same_input' }, recording: { output: 'a' } })
  })

  it('is a sample only where there is no record', () => {
    expect(answerFor([sample], 'step_1', '{}')).toEqual({ mocked: { from: 'sample' }, recording: sample })
    const found = answerFor([sample, recording('a[0].step_1', 'b', {})], 'step_1', '{"x":1}')
    expect(found.mocked).toEqual({ from: 'other_input', path: 'a[0].step_1' })
  })
})
