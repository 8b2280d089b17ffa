import { expect, test } from 'vitest'
import { callWorkflow, makeAgent } from '../../test/support/calls.ts'
import { callWorkflows, findTool } from './agent.ts'

const tool = (name: string, input = {}, settings = {}) =>
  callWorkflow(name, 'functionCall', { description: 'Does it.', ...input }, settings)

test('workflows are sorted by their trigger and keep the order of assignment', () => {
  const sorted = callWorkflows([
    callWorkflow('b', 'preCall', { timeout: 5, abort_on_failure: true }),
    callWorkflow('after', 'callFinished'),
    tool('book', { executionMode: 'async' }, { deadlineSeconds: 7, fallbackAnswer: 'Sorry.' }),
    callWorkflow('a', 'preCall'),
    { ...callWorkflow('hook', 'catch_webhook'), trigger: { pieceName: 'webhook', triggerName: 'preCall' } },
  ])
  expect(sorted.preCall.map(({ ref, ...rest }) => [ref.name, rest])).toEqual([
    ['b', { timeoutMs: 5_000, abortOnFailure: true }],
    ['a', { timeoutMs: 30_000, abortOnFailure: false }],
  ])
  expect(sorted.callFinished).toEqual([{ id: 'wf_after', versionId: 'ver_after', name: 'after' }])
  expect(sorted.tools).toMatchObject([
    { name: 'book', async: true, deadlineSeconds: 7, fallback: 'Sorry.', parameters: [] },
  ])
})

test('a piece named by its package is the same piece', () => {
  const workflow = callWorkflow('after', 'callFinished')
  workflow.trigger.pieceName = '@activepieces/piece-diga'
  expect(callWorkflows([workflow]).callFinished).toHaveLength(1)
})

test('a function without its description can not be called', () => {
  expect(callWorkflows([callWorkflow('book', 'functionCall')]).tools).toEqual([])
})

test('every function has a name that all platforms take, and no two have the same', () => {
  const names = [
    'Reservar cita (mañana)',
    'reservar cita mañana',
    '预约',
    '!',
    'x'.repeat(80),
    'x'.repeat(80),
  ]
  const tools = callWorkflows(names.map((name, i) => ({ ...tool(name), id: `wf_${i}` }))).tools
  expect(tools.map(({ name }) => name)).toEqual([
    'Reservar_cita_manana',
    'reservar_cita_manana_2',
    'workflow_wf_2',
    'workflow_wf_3',
    'x'.repeat(64),
    `${'x'.repeat(60)}_2`,
  ])
  for (const { name } of tools) expect(name).toMatch(/^[a-zA-Z0-9_-]{1,64}$/)
})

test('a function is found by the name of its workflow, by its own, and in any case', async () => {
  const agent = await makeAgent([tool('Check availability'), tool('check_availability')])
  const found = (name: string) => findTool(agent, name)?.ref.name
  expect(found('Check availability')).toBe('Check availability')
  expect(found('check_availability')).toBe('check_availability')
  expect(found('CHECK_AVAILABILITY')).toBe('Check availability')
  expect(found('check_availability_2')).toBe('check_availability')
  expect(found('cancel')).toBeUndefined()
  expect(found('')).toBeUndefined()
  expect(found('__proto__')).toBeUndefined()
})
