import { CompletionContext } from '@codemirror/autocomplete'
import { EditorState } from '@codemirror/state'
import { expect, test } from 'vitest'
import { completeData, insideToken, valueAt } from './complete.ts'

const roots = [
  { name: 'trigger', title: '1. Webhook', value: { body: { phone: '+34', 'x-y': 1, list: [{ id: 7 }] } } },
  { name: 'step_1', title: '2. Ask', value: undefined },
]

/** What is offered at the end of a text. */
function offered(text: string, isBare = false): string[] | null {
  const state = EditorState.create({ doc: text })
  const found = completeData(() => roots, isBare)(new CompletionContext(state, text.length, false))
  return found?.options.map(({ label }) => label) ?? null
}

test.each([
  ['Hi {{', 'trigger'],
  ['Hi {{tri', 'trigger'],
  ['{{trigger.', 'body'],
  ['{{trigger.body.', 'phone'],
  ['{{trigger.body.list[0].', 'id'],
  ['{{ trigger?.body.', 'phone'],
  ['{{trigger.body.phone.', 'trim'],
  ['{{trigger.body.list.', 'map'],
])('after "%s", %s is offered', (text, label) => expect(offered(text)).toContain(label))

test.each(['Hi trigger.', '{{trigger}} and tri', '{{step_1.', '{{nothing.'])(
  'after "%s" nothing is',
  (text) => expect(offered(text)).toBeNull(),
)

test('in code no braces are needed', () => expect(offered('return trigger.body.', true)).toContain('phone'))

test('a token ends where it is closed', () => {
  expect(insideToken('a {{b}} {{c')).toBe('c')
  expect(insideToken('a {{b}} c')).toBeNull()
})

test('a path leads to its value, or to nothing', () => {
  expect(valueAt(roots, "trigger.body['x-y']")).toBe(1)
  expect(valueAt(roots, 'trigger.body.gone.deeper')).toBeUndefined()
})
