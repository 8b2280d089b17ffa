import { describe, expect, test } from 'vitest'
import { code, definition, piece, pieceTrigger } from '../../test/support/definitions.ts'
import { fillPlaceholders, hasPlaceholders, type PlaceholderValue, placeholdersIn } from './placeholders.ts'

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

describe('what is filled in', () => {
  const made = (value: unknown) => {
    const filled = definition(trigger, piece('a', 'x', 'y', { value }))
    fillPlaceholders(
      filled,
      new Map<string, PlaceholderValue>([
        ['n', 7],
        ['no', false],
        ['text', '$& <<n>>'],
      ]),
    )
    return filled.trigger.nextAction?.settings
  }

  test.each([
    ['a number stays one where it is the whole value', '<<n>>', 7],
    ['a truth value stays one', ['<<no>>'], [false]],
    ['within a text all become text', 'n=<<n>>, <<no>>, <<n>>', 'n=7, false, 7'],
    ['a text is taken as it is, whatever it looks like', '(<<text>>)', '($& <<n>>)'],
    ['what has no value stays', { deep: '<<other>> and <<n>>' }, { deep: '<<other>> and 7' }],
    ['what an object inherits is no value', '<<constructor>>', '<<constructor>>'],
  ])('%s', (_, value, expected) => {
    expect(made(value)).toMatchObject({ input: { value: expected } })
  })

  test('leaves sample data alone', () => {
    const step = piece('a', 'x', 'y')
    Object.assign(step.settings, { sampleData: { last: '<<n>>' } })
    const filled = definition(trigger, step)
    fillPlaceholders(filled, new Map([['n', 7]]))
    expect(filled.trigger.nextAction?.settings).toMatchObject({ sampleData: { last: '<<n>>' } })
  })

  test('placeholders are named once, in reading order', () => {
    const later = piece('b', 'x', 'y', { v: '<<a>> <<c>>' })
    expect(placeholdersIn(definition(trigger, piece('a', 'x', 'y', { v: '<<b>> <<a>>' }, later)))).toEqual([
      'b',
      'a',
      'c',
    ])
  })
})
