import { expect, test } from 'vitest'
import { makeTool, parameter } from '../../test/support/calls.ts'
import { describeTools, openaiTools } from './tools.ts'

const tool = makeTool([
  parameter('day', { description: 'The day.', required: true }),
  parameter('people', { type: 'number' }),
  parameter('smoker', { type: 'boolean' }),
  parameter('wishes', { type: 'array' }),
  parameter('customer', { valueSource: 'dynamicVariable', dynamicVariableName: 'name', required: true }),
])

const parameters = {
  type: 'object',
  properties: {
    day: { type: 'string', description: 'The day.' },
    people: { type: 'number' },
    smoker: { type: 'boolean' },
    wishes: { type: 'array', items: {} },
  },
  required: ['day'],
}

test("OpenAI's format leaves out what comes from variables", () => {
  expect(openaiTools([tool])).toEqual([
    { type: 'function', function: { name: 'book', description: 'Books a table.', parameters } },
  ])
})

test('our own format also says which workflow it is, and whether the agent waits', () => {
  expect(describeTools([tool, makeTool([], { async: true })])).toMatchObject([
    { name: 'book', workflow_id: 'wf_book', execution_mode: 'sync', parameters },
    { execution_mode: 'async', parameters: { type: 'object', properties: {}, required: [] } },
  ])
})
