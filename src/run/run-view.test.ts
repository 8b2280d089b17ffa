import { expect, test } from 'vitest'
import type { StepRecord } from '../engine/records.ts'
import type { Definition } from '../workflow/schema.ts'
import type { RunDetail } from './protocol.ts'
import { type LoopOutput, viewSteps } from './run-view.ts'

const piece = (name: string) => ({
  name,
  type: 'PIECE' as const,
  displayName: `Step ${name}`,
  settings: { pieceName: 'http', actionName: 'send_request' },
})
const loop = (name: string) => ({
  name,
  type: 'LOOP_ON_ITEMS' as const,
  displayName: name,
  settings: { items: '{{trigger.list}}' },
})

const definition: Definition = {
  displayName: 'Nested',
  trigger: {
    name: 'trigger',
    type: 'EMPTY',
    displayName: 'Start',
    nextAction: {
      ...piece('step_1'),
      nextAction: {
        ...loop('outer'),
        firstLoopAction: {
          ...piece('step_2'),
          nextAction: { ...loop('inner'), firstLoopAction: piece('step_3') },
        },
      },
    },
  },
}

const run = { trigger: { list: [1] }, createdAt: 1000 } as unknown as RunDetail['run']

const record = (path: string, output: unknown, rest: Partial<StepRecord> = {}): StepRecord => ({
  path,
  status: 'SUCCEEDED',
  attempt: 1,
  startedAt: 2000,
  endedAt: 2500,
  input: null,
  output: JSON.stringify(output),
  error: null,
  meta: null,
  ...rest,
})

const view = (...steps: StepRecord[]) => viewSteps({ run, steps }, definition)

test('the trigger comes first and its output is the payload', () => {
  const steps = view(record('step_1', 'x'))
  expect(Object.keys(steps)).toEqual(['trigger', 'step_1'])
  expect(steps.trigger).toMatchObject({ type: 'EMPTY', status: 'SUCCEEDED', output: { list: [1] } })
})

test('a step shows its input, output, times and every attempt', () => {
  const error = { code: 'HTTP_503', message: 'Service down', retryable: true }
  const meta = {
    attempts: [{ attempt: 1, startedAt: 1000, endedAt: 1100, error }],
    warnings: [{ code: 'UNKNOWN_REFERENCE', path: 'url', token: '{{x}}', message: 'x is nothing' }],
    logs: ['hello'],
  }
  const steps = view(record('step_1', { a: 1 }, { attempt: 2, input: '{"url":"u"}', meta }))
  expect(steps.step_1).toEqual({
    type: 'PIECE',
    displayName: 'Step step_1',
    status: 'SUCCEEDED',
    input: { url: 'u' },
    output: { a: 1 },
    error: null,
    attempts: [
      { attempt: 1, startTime: '1970-01-01T00:00:01.000Z', finishTime: '1970-01-01T00:00:01.100Z', error },
      {
        attempt: 2,
        startTime: '1970-01-01T00:00:02.000Z',
        finishTime: '1970-01-01T00:00:02.500Z',
        error: null,
      },
    ],
    startTime: '1970-01-01T00:00:02.000Z',
    finishTime: '1970-01-01T00:00:02.500Z',
    duration: 500,
    warnings: meta.warnings,
    logs: ['hello'],
  })
})

test('steps inside loops stand in their iteration, to any depth and in any order of recording', () => {
  const records = [
    record('outer[1].inner[0].step_3', 'c'),
    record('outer[0].inner[1].step_3', 'b'),
    record('outer[0].inner[0].step_3', 'a'),
    record('outer[1].inner', ['z']),
    record('outer[0].inner', ['x', 'y']),
    record('outer[1].step_2', 'two'),
    record('outer[0].step_2', 'one'),
    record('outer', ['i', 'j']),
  ]
  const outer = view(...records).outer?.output as LoopOutput
  expect(outer).toMatchObject({ item: 'j', index: 2 })
  expect(outer.iterations.map((steps) => steps.step_2?.output)).toEqual(['one', 'two'])
  const inner = outer.iterations.map((steps) => steps.inner?.output as LoopOutput)
  expect(inner).toMatchObject([
    { item: 'y', index: 2 },
    { item: 'z', index: 1 },
  ])
  expect(inner.map((each) => each.iterations.map((steps) => steps.step_3?.output))).toEqual([
    ['a', 'b'],
    ['c'],
  ])
})

test('a loop under way shows the iterations it has begun', () => {
  const running = record('outer', ['i', 'j', 'k'], { status: 'RUNNING', endedAt: null })
  const outer = view(running, record('outer[1].step_2', 'two')).outer
  expect(outer).toMatchObject({ status: 'RUNNING', finishTime: null, duration: null })
  expect(outer?.output).toMatchObject({
    item: 'j',
    index: 2,
    iterations: [{}, { step_2: { output: 'two' } }],
  })
})

test('a finished loop shows all its iterations, also where nothing in them ran', () => {
  expect(view(record('outer', ['i', 'j'])).outer?.output).toEqual({
    item: 'j',
    index: 2,
    iterations: [{}, {}],
  })
  expect(view(record('outer', [])).outer?.output).toEqual({ item: null, index: 0, iterations: [] })
})

test('a loop that failed before its first item shows its error and no iterations', () => {
  const error = { code: 'ITEMS_INVALID', message: 'No list', retryable: false }
  const failed = view(record('outer', null, { status: 'FAILED', output: null, error })).outer
  expect(failed).toMatchObject({ status: 'FAILED', output: null, error })
})

test('an output that looks like a loop is left alone', () => {
  expect(view(record('step_1', [1, 2])).step_1?.output).toEqual([1, 2])
})
