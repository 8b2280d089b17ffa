import { describe, expect, test } from 'vitest'
import { chain, code, definition, loop, pieceTrigger } from '../../../../test/support/definitions.ts'
import type { RunDetail, RunStep } from '../../../client/api.d.ts'
import { outputsOf } from './as-samples.ts'
import { chosenSteps, overlayOf, withMessage } from './overlay.ts'

const step = (name: string) => code(name, 'x')
const flow = definition(
  pieceTrigger('webhook', 'catch_webhook'),
  chain(step('a'), loop('l', '{{[1, 2]}}', chain(step('b'), loop('m', '{{[1]}}', step('c'))))),
)

const record = (output: unknown, status: RunStep['status'] = 'SUCCEEDED'): RunStep => ({
  type: 'CODE',
  displayName: '',
  status,
  input: {},
  output,
  error: status === 'FAILED' ? { code: 'X', message: 'No.', retryable: false } : null,
  attempts: [{ attempt: 1, startTime: '', finishTime: null, error: null }],
  startTime: '',
  finishTime: null,
  duration: 5,
  logs: [],
})
const looped = (...iterations: Record<string, RunStep>[]) =>
  record({ item: iterations.length, index: iterations.length, iterations })

const steps = {
  trigger: record({ id: 1 }),
  a: record('A'),
  l: looped(
    { b: record('B1'), m: looped({ c: record('C1') }) },
    { b: record('B2'), m: looped({ c: record('C2', 'FAILED') }) },
  ),
}
const run = { steps, waits: [], status: 'FAILED' } as unknown as RunDetail

describe('a run on the canvas', () => {
  const outputs = (chosen: Record<string, number>) =>
    Object.fromEntries([...chosenSteps(steps, flow, chosen)].map(([name, { output }]) => [name, output]))

  test('shows the last iteration of each loop, or the one that was chosen, also inside of it', () => {
    expect(outputs({})).toMatchObject({ a: 'A', b: 'B2', c: 'C2' })
    expect(outputs({ l: 0 })).toMatchObject({ a: 'A', b: 'B1', c: 'C1' })
    expect(outputs({ l: 7 })).not.toHaveProperty('b')
  })

  test('says how each step stands, and how often a loop went round', () => {
    const { states, isOver } = overlayOf(run, flow, {})
    expect(isOver).toBe(true)
    expect(states.get('c')).toEqual({ status: 'FAILED', duration: 5, error: 'No.', attempts: 1 })
    expect(states.get('l')).toMatchObject({ status: 'SUCCEEDED', iterations: 2 })
  })

  test('follows the messages of the live view', () => {
    const started = { status: 'RUNNING', attempt: 1, duration: null, error: null }
    const begun = withMessage(
      { states: new Map(), isOver: false },
      { type: 'step.started', path: 'l[1].b', step: started },
    )
    expect(begun.states.get('b')).toMatchObject({ status: 'RUNNING', attempts: 1 })
    expect(withMessage(begun, { type: 'caught_up' })).toBe(begun)
    expect(withMessage(begun, { type: 'end' }).isOver).toBe(true)
  })

  test('gives the draft its outputs as samples, inside loops those of the first time', () => {
    expect(Object.fromEntries(outputsOf(steps))).toEqual({
      trigger: { id: 1 },
      a: 'A',
      l: { item: 2, index: 1 },
      b: 'B1',
      m: { item: 1, index: 1 },
      c: 'C1',
    })
  })
})
