import { expect, test } from 'vitest'
import { definition, pieceTrigger } from '../../../../test/support/definitions.ts'
import {
  agentTools,
  argumentOf,
  draftTools,
  endOf,
  factsOf,
  momentOf,
  type PlayedCall,
  withVariables,
} from './play.ts'

const call: PlayedCall = { id: 'c1', number: '+34600000001', variables: { name: 'Ana' }, startedAt: 0 }

test.each([
  ['preCall', 'pre_call'],
  ['functionCall', 'function_call'],
  ['callFinished', 'call_finished'],
])('a workflow that starts with %s is for the moment %s', (trigger, moment) => {
  expect(momentOf(definition(pieceTrigger('diga', trigger)))).toBe(moment)
})

test('any other workflow is for no moment of a call', () => {
  expect(momentOf(definition(pieceTrigger('webhook', 'catch_webhook')))).toBeNull()
})

test('the draft of a function is one, without what comes from variables', () => {
  const parameters = [
    { name: 'day', type: 'text', required: true, description: 'ISO' },
    { name: 'phone', type: 'text', valueSource: 'dynamicVariable', dynamicVariableName: 'p' },
  ]
  const [tool] = draftTools(definition(pieceTrigger('diga', 'functionCall', { parameters })))
  expect(tool?.parameters).toEqual([{ name: 'day', type: 'string', description: 'ISO', required: true }])
})

test('arguments that come from the variables of the call are filled in', () => {
  const parameters = [{ name: 'phone', valueSource: 'dynamicVariable', dynamicVariableName: 'p' }]
  const flow = definition(pieceTrigger('diga', 'functionCall', { parameters }))
  const sent = { call_id: 'c', arguments: { day: 'x' }, dynamic_variables: { p: '+34' } }
  expect(withVariables(flow, sent)).toEqual({ call_id: 'c', arguments: { day: 'x', phone: '+34' } })
})

test("an agent's functions are read from their JSON Schemas", () => {
  const parameters = { type: 'object', properties: { n: { type: 'number' } }, required: ['n'] }
  expect(agentTools([{ name: 'ask', workflow_id: 'w', execution_mode: 'async', parameters }])).toEqual([
    {
      name: 'ask',
      workflowId: 'w',
      isAsync: true,
      parameters: [{ name: 'n', type: 'number', description: '', required: true }],
    },
  ])
})

test.each([
  ['string', '7', '7'],
  ['number', '7', 7],
  ['number', ' ', undefined],
  ['boolean', 'true', true],
  ['boolean', '', false],
  ['array', 'a, b,', ['a', 'b']],
])('as a %s, "%s" is %j', (type, typed, value) => expect(argumentOf(type, typed)).toEqual(value))

test('a call ends with its facts, its length, and what the functions said', () => {
  const played = { moment: 'function_call', tool: 'ask', sent: {}, isGood: true, body: { a: 1 } } as const
  const rest = { status: 200, duration: 1, runs: [], callId: null }
  const end = endOf({ ...call, startedAt: Date.now() - 1500 }, [{ ...played, ...rest }])
  expect(end).toMatchObject({
    call_id: 'c1',
    duration: 2,
    dynamic_variables: { name: 'Ana' },
    messages: [{ role: 'user' }, { role: 'assistant', content: '{"a":1}' }],
  })
  expect(factsOf(call)).toMatchObject({ contact: { identifier: '+34600000001' } })
})
