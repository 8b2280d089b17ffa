import { expect, test } from 'vitest'
import { answered, runReply, says } from '../../test/support/calls.ts'
import type { Json } from '../json.ts'
import type { RunReply } from '../run/protocol.ts'
import type { PreCallWorkflow } from './agent.ts'
import { mergePreCall } from './pre-call.ts'

const data = (name: string, promptAddition: string, dynamicVariables: Record<string, Json>): RunReply =>
  answered(
    { kind: 'call_data', promptAddition, dynamicVariables },
    { name, workflowId: `wf_${name}`, runId: name },
  )
const workflow = (name: string, abortOnFailure = false): PreCallWorkflow => ({
  ref: { id: `wf_${name}`, versionId: 'ver', name },
  timeoutMs: 30_000,
  budgetMs: undefined,
  abortOnFailure,
})

test('prompt additions are joined in order of assignment, and of two values the later counts', () => {
  const replies = [
    data('a', 'One.', { x: 1, y: 1 }),
    data('b', ' ', { y: 2 }),
    data('c', 'Two.\n', { z: [3] }),
  ]
  expect(
    mergePreCall(
      replies,
      ['a', 'b', 'c'].map((name) => workflow(name)),
    ),
  ).toEqual({
    abort: false,
    promptAddition: 'One.\n\nTwo.',
    dynamicVariables: { x: 1, y: 2, z: [3] },
    flows: ['a', 'b', 'c'].map((name) => ({
      id: `wf_${name}`,
      name,
      runId: name,
      status: 'success',
      durationMs: 5,
    })),
  })
})

test.each<[string, string, Partial<RunReply>]>([
  ['that failed', 'failed', { status: 'FAILED' }],
  ['that took too long', 'timeout', { status: 'RUNNING', settled: 'waiting' }],
  ['that ended without Return Call Data', 'failed', {}],
  ['that paused', 'failed', { status: 'PAUSED', settled: 'paused' }],
  ['that used Return Response', 'failed', { settled: 'answered', answer: says('Hi') }],
  ['that was canceled', 'failed', { status: 'CANCELED' }],
])('a workflow %s adds nothing, and stops the call only where it may', (_, status, changes) => {
  const failing = runReply({ workflowId: 'wf_a', ...changes })
  const replies = [failing, data('b', 'Two.', { y: 2 })]
  const careless = mergePreCall(replies, [workflow('a'), workflow('b', true)])
  expect(careless).toMatchObject({ abort: false, promptAddition: 'Two.', dynamicVariables: { y: 2 } })
  expect(careless.flows.map((flow) => flow.status)).toEqual([status, 'success'])
  expect(mergePreCall(replies, [workflow('a', true), workflow('b')]).abort).toBe(true)
})

test('an agent without pre-call workflows gets an empty answer', () => {
  expect(mergePreCall([], [])).toEqual({ abort: false, promptAddition: '', dynamicVariables: {}, flows: [] })
})
