import { describe, expect, test } from 'vitest'
import { code, definition, emptyTrigger, loop, piece, pieceTrigger } from '../../test/support/definitions.ts'
import { categoryOf } from './category.ts'
import { shortPieceName } from './piece-name.ts'
import type { Action, Trigger } from './schema.ts'
import { consumedVariables, producedVariables } from './variables.ts'

const makeCall = piece('step_1', 'diga', 'makeCall')
const webhook = pieceTrigger('webhook', 'catch_webhook')

test.each<[string | null, string, Trigger, Action | null]>([
  ['empty', 'no trigger', emptyTrigger(), null],
  ['empty', 'no trigger, though it would make a call', emptyTrigger(), makeCall],
  ['pre_call', 'before a call', pieceTrigger('diga', 'preCall'), null],
  ['during_call', 'during a call', pieceTrigger('@diga/piece-diga', 'functionCall'), null],
  ['post_call', 'after a call', pieceTrigger('@activepieces/piece-diga', 'callFinished'), null],
  ['post_call', 'after a call, and makes one', pieceTrigger('diga', 'callFinished'), makeCall],
  ['call_launcher', 'an event that makes a call', webhook, makeCall],
  [
    'call_launcher',
    'an event that makes calls deep inside',
    webhook,
    loop('l', '[]', code('c', 'x', {}, null, { onFailure: makeCall })),
  ],
  ['call_launcher', 'an event that calls a list', webhook, piece('step_1', 'calling', 'call_list')],
  [null, 'an event that only asks whom to call', webhook, piece('step_1', 'calling', 'check_number')],
  [null, 'an event that makes none', webhook, code('step_1', 'x')],
  [null, 'an action called makeCall of another piece', webhook, piece('step_1', 'twilio', 'makeCall')],
  [null, 'an unknown trigger of the piece', pieceTrigger('diga', 'somethingElse'), null],
  [null, 'a trigger of the same name elsewhere', pieceTrigger('other', 'callFinished'), null],
])('the category is %s for %s', (category, _what, trigger, first) => {
  expect(categoryOf(definition(trigger, first))).toBe(category)
})

test.each([
  ['http', 'http'],
  ['@activepieces/piece-http', 'http'],
  ['@activepieces/piece-data-mapper', 'data-mapper'],
  ['@diga/piece-diga', 'diga'],
  ['piece-of-cake', 'piece-of-cake'],
])('the piece %s is called %s for short', (name, short) => {
  expect(shortPieceName(name)).toBe(short)
})

describe('variables', () => {
  const returns = (name: string, dynamicVariables: unknown) =>
    piece(name, 'diga', 'returnCallData', { dynamicVariables })

  test('that a workflow produces are the keys its Return Call Data steps set, each once', () => {
    const first = loop(
      'l',
      '[]',
      returns('a', { name: 'x', plan: '{{trigger.plan}}' }),
      returns('b', { plan: 1, city: 2 }),
    )
    expect(producedVariables(definition(pieceTrigger('diga', 'preCall'), first))).toEqual([
      'name',
      'plan',
      'city',
    ])
  })

  test('that it produces are not known where an expression makes them', () => {
    expect(
      producedVariables(definition(pieceTrigger('diga', 'preCall'), returns('a', '{{trigger.all}}'))),
    ).toEqual([])
  })

  test('that it consumes fill the parameters of its function, each once', () => {
    const parameters = [
      { name: 'a', valueSource: 'ai', dynamicVariableName: 'left_over' },
      { name: 'b', valueSource: 'dynamicVariable', dynamicVariableName: 'customer_id' },
      { name: 'c', valueSource: 'dynamicVariable', dynamicVariableName: 'customer_id' },
      { name: 'd', valueSource: 'dynamicVariable' },
      null,
    ]
    expect(consumedVariables(definition(pieceTrigger('diga', 'functionCall', { parameters })))).toEqual([
      'customer_id',
    ])
    expect(
      consumedVariables(definition(pieceTrigger('diga', 'functionCall', { parameters: '{{x}}' }))),
    ).toEqual([])
    expect(consumedVariables(definition(pieceTrigger('webhook', 'functionCall', { parameters })))).toEqual([])
  })
})
