import { expect, test } from 'vitest'
import { chain, code, definition, loop, piece, pieceTrigger } from '../../../../test/support/definitions.ts'
import { findStep, stepNames } from '../../../workflow/walk.ts'
import { addOperations, copiedText, moveOperations, outermost, pastedActions } from './clipboard.ts'
import { applyAll } from './draft.ts'

const trigger = pieceTrigger('webhook', 'catch_webhook')
const http = (name: string, url: string) => piece(name, 'http', 'send_request', { url })
const flow = definition(
  trigger,
  chain(
    http('step_1', '{{trigger.id}}'),
    loop('step_2', '{{step_1.items}}', http('step_3', '{{step_2.item}}')),
    http('step_4', '{{step_1.x}}'),
  ),
)
const input = (made: typeof flow, name: string) => {
  const step = findStep(made, name)?.step
  return step?.type === 'PIECE' ? step.settings.input : undefined
}

test('steps that were copied are pasted under free names, and references among them follow', () => {
  const text = copiedText(flow, ['step_4', 'step_1', 'step_3', 'step_2'])
  const actions = pastedActions(text ?? '', flow)
  expect(actions?.map(({ name }) => name)).toEqual(['step_5', 'step_6', 'step_8'])
  const made = applyAll(flow, addOperations(actions ?? [], { parentStep: 'step_1' }))
  expect(stepNames(made).join(' ')).toBe('trigger step_1 step_5 step_6 step_7 step_8 step_2 step_3 step_4')
  expect(input(made, 'step_7')).toEqual({ url: '{{step_6.item}}' })
  expect(input(made, 'step_8')).toEqual({ url: '{{step_5.x}}' })
  expect(input(made, 'step_5')).toEqual({ url: '{{trigger.id}}' })
  expect(findStep(made, 'step_8')?.step.displayName).toBe('step_4')
})

test('what is inside a copied step is copied with it, once', () => {
  expect(outermost(flow, ['step_3', 'step_2']).map(({ name }) => name)).toEqual(['step_2'])
  expect(copiedText(flow, ['trigger'])).toBeNull()
})

test("a workflow's file and a single step can be pasted as well", () => {
  const file = { name: 'File', flows: [flow] }
  expect(pastedActions(JSON.stringify(file), flow)?.map(({ name }) => name)).toEqual([
    'step_5',
    'step_6',
    'step_8',
  ])
  expect(pastedActions(JSON.stringify(code('a', 'x')), flow)).toMatchObject([{ name: 'step_5' }])
})

test.each(['', 'hello', '[1]', '{"actions":[{"name":"x"}]}', '{"a":1}', '{"actions":[]}', 'null'])(
  'the text %j is no steps',
  (text) => expect(pastedActions(text, flow)).toBeNull(),
)

test('several steps are moved together, in their order', () => {
  const operations = moveOperations(flow, ['step_4', 'step_1'], {
    parentStep: 'step_2',
    stepLocationRelativeToParent: 'INSIDE_LOOP',
  })
  expect(stepNames(applyAll(flow, operations ?? [])).join(' ')).toBe('trigger step_2 step_1 step_4 step_3')
})

test('a step can not be moved into itself, and to where it is without effect', () => {
  const inside = { parentStep: 'step_3' }
  expect(moveOperations(flow, ['step_2'], inside)).toBeNull()
  expect(moveOperations(flow, ['step_2'], { parentStep: 'step_2' })).toEqual([])
})
