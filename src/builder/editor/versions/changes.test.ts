import { expect, test } from 'vitest'
import { chain, definition, piece, pieceTrigger, router } from '../../../../test/support/definitions.ts'
import { diffDefinitions } from '../../../workflow/diff.ts'
import { applyAll } from '../state/draft.ts'
import { changeGroups } from './changes.ts'

const trigger = pieceTrigger('webhook', 'catch_webhook')
const before = definition(
  trigger,
  chain(
    piece('step_1', 'http', 'send_request', { url: 'https://a.test' }),
    router('step_2', [
      { name: 'A', when: [[{}]] },
      { name: 'B', when: 'fallback' },
    ]),
  ),
)

test('what became of a step is told in one place, each field by its short name', () => {
  const after = applyAll(before, [
    {
      type: 'UPDATE_ACTION',
      request: { ...piece('step_1', 'http', 'send_request', { url: 'https://b.test' }), displayName: 'Ask' },
    },
    {
      type: 'MOVE_ACTION',
      request: {
        name: 'step_1',
        newParentStep: 'step_2',
        stepLocationRelativeToNewParent: 'INSIDE_BRANCH',
        branchIndex: 1,
      },
    },
  ])
  const groups = changeGroups(diffDefinitions(before, after))
  expect(groups.find(({ step }) => step === 'step_1')).toEqual({
    step: 'step_1',
    displayName: 'Ask',
    kinds: ['renamed', 'changed', 'moved'],
    fields: [
      { path: 'displayName', label: 'displayName', before: 'step_1', after: 'Ask' },
      { path: 'settings.input.url', label: 'url', before: 'https://a.test', after: 'https://b.test' },
      { path: 'place', label: '', before: 'trigger ↓', after: 'step_2 ⑂2' },
    ],
  })
})

test('long values are shortened', () => {
  const fields = [{ path: 'settings.input.text', before: null, after: 'x'.repeat(5000) }]
  const [group] = changeGroups([{ step: 's', displayName: 'S', kind: 'changed', fields }])
  expect(group?.fields[0]).toMatchObject({ before: '', after: `${'x'.repeat(400)}…` })
})
