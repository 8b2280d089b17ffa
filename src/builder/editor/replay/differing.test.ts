import { expect, test } from 'vitest'
import { type Comparison, differingNames, fieldsOf, withDifferences } from './differing.ts'

const comparison = {
  steps: [
    { path: 'l[0].a', name: 'a', display_name: 'Write' },
    { path: 'l[1].a', name: 'a', display_name: 'Write' },
    { path: 'b', name: 'b', display_name: '' },
  ],
} as Comparison

test('a step that differs in several iterations is named once, and marked where the canvas shows it', () => {
  expect(differingNames(comparison)).toEqual(['Write', 'b'])
  const state = { status: 'SUCCEEDED', duration: 1, error: null, attempts: 1 } as const
  const { states } = withDifferences(
    {
      states: new Map([
        ['a', state],
        ['c', state],
      ]),
      isOver: true,
    },
    comparison,
  )
  expect([...states]).toEqual([
    ['a', { ...state, differs: true }],
    ['c', state],
  ])
})

test('a change shows both its values as text, and nothing where there was none', () => {
  expect(fieldsOf([{ kind: 'added', path: 'body.n', after: { x: 1 } }])).toEqual([
    { path: 'body.n', label: 'body.n', before: '', after: '{"x":1}' },
  ])
})
