import { expect, test } from 'vitest'
import { code, definition, piece, pieceTrigger } from '../../test/support/definitions.ts'
import { hasPlaceholders } from './placeholders.ts'

const trigger = pieceTrigger('diga', 'callFinished', {})

test.each([
  ['in an input', definition(trigger, piece('a', 'http', 'send_request', { url: 'https://x/<<id>>' })), true],
  ['deep in one', definition(trigger, piece('a', 'x', 'y', { rows: [{ cell: '<<sheet-id>>' }] })), true],
  ['in the trigger', definition(pieceTrigger('x', 'y', { board: '<<board_id>>' })), true],
  [
    'in a later step',
    definition(trigger, piece('a', 'x', 'y', {}, piece('b', 'x', 'y', { v: '<<v>>' }))),
    true,
  ],
  ['nowhere', definition(trigger, piece('a', 'x', 'y', { text: '<b>{{trigger.id}}</b>' })), false],
  ['but shifts of bits', definition(trigger, code('a', 'export const code = (i) => 1 << 2 >> i.n')), false],
])('a placeholder %s', (_, made, expected) => {
  expect(hasPlaceholders(made)).toBe(expected)
})

test('sample data is no part of what is to be set up', () => {
  const step = piece('a', 'x', 'y')
  Object.assign(step.settings, { sampleData: { last: '<<id>>' } })
  expect(hasPlaceholders(definition(trigger, step))).toBe(false)
})
