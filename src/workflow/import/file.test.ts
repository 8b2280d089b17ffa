import { expect, test } from 'vitest'
import { code, definition, emptyTrigger } from '../../../test/support/definitions.ts'
import { flowsIn } from './file.ts'
import { MAX_WORKFLOWS, readWorkflow, readWorkflows } from './read.ts'

const bare = definition(emptyTrigger(), code('step_1', 'x'))
const { displayName: _, ...nameless } = bare
const template = {
  type: 'SHARED',
  summary: '',
  description: 'Answers',
  tags: [],
  author: 'Ana',
  categories: [],
  pieces: ['@activepieces/piece-webhook'],
  status: 'PUBLISHED',
  metadata: { externalId: 'hGk3' },
}
const digaTemplate = {
  id: '5f0c1a52-3c1f-4a3e-9c53-2f6f5c1f7d10',
  language: 'es',
  flow_category: 'post_call',
  setup_guide_url: null,
  connections: [
    { key: 'hubspot', name: 'HubSpot', piece_name: '@activepieces/piece-hubspot', auth_type: 'OAUTH2' },
  ],
  variables: ['calendar_id'],
}

test.each([
  ['a bare definition, which is the import body of Diga', bare],
  ["Activepieces' template file", { name: 'Shared', ...template, flows: [bare] }],
  ["Activepieces' older template file", { name: 'Shared', ...template, template: bare }],
  ['a flow as Activepieces answers it', { id: 'f', projectId: 'p', status: 'ENABLED', version: bare }],
  ["Diga's template record", { ...digaTemplate, name: 'Save call result', template: bare }],
  ['a template record with a file in it', { ...digaTemplate, name: 'x', template: { flows: [bare] } }],
])('a workflow is found in %s', (_form, input) => {
  expect(flowsIn(input)).toEqual([bare])
  const read = readWorkflow(input)
  expect(read).toEqual({ ok: true, value: { definition: bare, changes: [] } })
})

test.each([
  ['file', { name: 'Shared', flows: [nameless] }],
  ['older file', { name: 'Shared', template: nameless }],
  ['record', { name: 'Other', template: { name: 'Shared', flows: [nameless] } }],
  ['workflow as it is answered', { ...nameless, name: 'Shared' }],
])('a nameless definition takes the name of its %s', (_form, input) => {
  expect(readWorkflow(input)).toMatchObject({ ok: true, value: { definition: { displayName: 'Shared' } } })
})

test('every workflow of a file is read, in the order of the file', () => {
  const flows = ['a', 'b', 'c'].map((displayName) => ({ ...bare, displayName }))
  const read = readWorkflows({ name: 'Shared', flows })
  expect(read.ok && read.value.map(({ definition }) => definition.displayName)).toEqual(['a', 'b', 'c'])
})

test('where one workflow is asked for, a file with several or none is refused', () => {
  for (const flows of [[], [bare, bare]]) {
    expect(readWorkflow({ name: 'x', flows })).toMatchObject({
      ok: false,
      issues: [{ code: 'NOT_ONE_WORKFLOW', path: 'flows' }],
    })
  }
})

test('a file may not be empty, nor hold more than a hundred workflows', () => {
  const read = (count: number) => readWorkflows({ name: 'x', flows: Array(count).fill(bare) })
  expect([read(1).ok, read(MAX_WORKFLOWS).ok]).toEqual([true, true])
  for (const count of [0, MAX_WORKFLOWS + 1]) {
    expect(read(count)).toMatchObject({ ok: false, issues: [{ code: 'WORKFLOW_COUNT', path: 'flows' }] })
  }
})

test('one workflow that does not fit spoils the file, and is named by its number', () => {
  const broken = { ...bare, trigger: { ...bare.trigger, type: 'CRON' } }
  expect(readWorkflows({ name: 'x', flows: [bare, broken, 'text'] })).toMatchObject({
    ok: false,
    issues: [
      { step: 'trigger', path: 'type', message: expect.stringMatching(/^Workflow 2: Step trigger: type/) },
      { step: null, path: 'flows[2]', message: expect.stringMatching(/^Workflow 3: /) },
      { step: null, path: 'flows[2].trigger' },
    ],
  })
})
