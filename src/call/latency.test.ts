import { expect, test } from 'vitest'
import { callWorkflow, makeAgent } from '../../test/support/calls.ts'
import { definition, pieceTrigger } from '../../test/support/definitions.ts'
import type { Definition } from '../workflow/schema.ts'
import { budgetsOn, latencyOf, type WaitingAgent, workflowBudget } from './latency.ts'

const runs = (...times: number[]) => times.map((ms, index) => ({ ms, by: 'answer', at: 1_000 + index }))

test('half, and all but one in twenty, waited no longer than a time that was measured', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index)
  expect(latencyOf(runs(...hundred), 90)).toMatchObject({
    count: 100,
    p50Ms: 50,
    p95Ms: 95,
    overBudget: 10,
    budgetMs: 90,
    since: 1_000,
  })
  expect(latencyOf(runs(7), null)).toMatchObject({ count: 1, p50Ms: 7, p95Ms: 7, overBudget: 0 })
  expect(latencyOf(runs(30, 10), 10)).toMatchObject({ p50Ms: 10, p95Ms: 30, overBudget: 1 })
})

test('without a run there is nothing to say', () => {
  expect(latencyOf([], 100)).toEqual({
    count: 0,
    p50Ms: null,
    p95Ms: null,
    overBudget: 0,
    budgetMs: 100,
    since: null,
    steps: [],
  })
})

test('each step that answers has its own times, the busiest first', () => {
  const found = [{ ms: 900, by: 'slow', at: 1 }, ...runs(10, 20, 30)]
  expect(latencyOf(found, null).steps).toEqual([
    { name: 'answer', count: 3, p50Ms: 20, p95Ms: 30 },
    { name: 'slow', count: 1, p50Ms: 900, p95Ms: 900 },
  ])
})

const on = (provider: string, deadlineSeconds: number | null = null): WaitingAgent => ({
  provider,
  deadlineSeconds,
})
const tool = (settings: Definition['settings'] = {}, input = {}) =>
  definition(pieceTrigger('diga', 'functionCall', { description: 'd', ...input }), null, settings)

test.each<[string, Definition, WaitingAgent[], number | null]>([
  ['its platform’s deadline', tool(), [on('vapi')], 20_000],
  ['the shortest of its agents’', tool(), [on('vapi'), on('ultravox'), on('generic', 5)], 2_500],
  ['its budget', tool({ latencyBudgetMs: 800 }), [on('vapi'), on('ultravox')], 800],
  ['its budget where no agent has it', tool({ latencyBudgetMs: 800 }), [], 800],
  ['nothing where no agent has it', tool(), [], null],
  [
    'nothing where nobody waits',
    tool({ latencyBudgetMs: 800 }, { executionMode: 'async' }),
    [on('vapi')],
    null,
  ],
  ['nothing after a call', definition(pieceTrigger('diga', 'callFinished'), null), [on('vapi')], null],
  [
    'its time-out before a call',
    definition(pieceTrigger('diga', 'preCall', { timeout: 3 }), null),
    [on('vapi')],
    3_000,
  ],
  [
    'what its platform waits before a call',
    definition(pieceTrigger('diga', 'preCall'), null),
    [on('bland')],
    2_000,
  ],
])('a workflow is held against %s', (_, workflow, agents, budgetMs) => {
  expect(workflowBudget('wf', workflow, agents)).toBe(budgetMs)
})

test('an agent holds against a budget what its platform waits for', async () => {
  const agent = await makeAgent(
    [
      callWorkflow('a', 'functionCall', { description: 'd' }, { latencyBudgetMs: 700 }),
      callWorkflow('b', 'functionCall', { description: 'd', executionMode: 'async' }),
      callWorkflow('c', 'preCall'),
      callWorkflow('d', 'callFinished'),
    ],
    { provider: 'vapi' },
  )
  expect(Object.fromEntries(budgetsOn(agent, agent))).toEqual({ wf_a: 700, wf_c: 7_500 })
})
