import fc from 'fast-check'
import { expect, test } from 'vitest'
import { makeTool, parameter } from '../../test/support/calls.ts'
import type { Json, JsonObject } from '../json.ts'
import type { Parameter } from './agent.ts'
import { checkArguments } from './arguments.ts'

const check = (type: Parameter['type'], value: Json) =>
  checkArguments(makeTool([parameter('p', { type })]), { p: value }, {}).arguments.p

test.each<[Parameter['type'], Json, Json]>([
  ['text', 'a', 'a'],
  ['text', '', ''],
  ['text', 5, '5'],
  ['text', false, 'false'],
  ['number', 5, 5],
  ['number', '5', 5],
  ['number', ' -2.50 ', -2.5],
  ['boolean', true, true],
  ['boolean', 'False', false],
  ['array', [1, 'a'], [1, 'a']],
  ['array', '["a"]', ['a']],
])('as %s, %j becomes %j', (type, value, expected) => {
  expect(check(type, value)).toEqual(expected)
})

test.each<[Parameter['type'], Json]>([
  ['text', { a: 1 }],
  ['text', ['a']],
  ['number', 'five'],
  ['number', ''],
  ['number', '007'],
  ['number', '12345678901234567890'],
  ['number', '0x10'],
  ['number', true],
  ['boolean', 'yes'],
  ['boolean', 1],
  ['array', 'a'],
  ['array', '{"a":1}'],
  ['array', { a: 1 }],
])('as %s, %j is refused by the name of the parameter', (type, value) => {
  expect(() => check(type, value)).toThrow(
    expect.objectContaining({
      code: 'ARGUMENT_INVALID',
      message: expect.stringContaining('"p"'),
      details: { parameter: 'p' },
    }),
  )
})

test('a number in text is only converted where it can be written back the same', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const text = String(value)
      try {
        expect(String(check('number', text))).toBe(text)
      } catch (error) {
        expect(error).toMatchObject({ code: 'ARGUMENT_INVALID' })
      }
    }),
    { seed: 3 },
  )
})

test.each<JsonObject>([{}, { p: null }])('a required parameter that is missing from %j is named', (given) => {
  const tool = makeTool([parameter('p', { required: true })])
  expect(() => checkArguments(tool, given, {})).toThrow(
    expect.objectContaining({ code: 'ARGUMENT_MISSING', message: expect.stringContaining('"p"') }),
  )
})

test('an optional parameter may be left out, and what is not declared is dropped', () => {
  const tool = makeTool([parameter('a'), parameter('b')])
  expect(checkArguments(tool, { b: 'x', c: 'y', ['__proto__']: 1 }, {}).arguments).toEqual({ b: 'x' })
})

test('names that every object inherits are not there unless they are given', () => {
  const tool = makeTool([parameter('constructor'), parameter('toString', { required: true })])
  expect(() => checkArguments(tool, {}, {})).toThrow(expect.objectContaining({ code: 'ARGUMENT_MISSING' }))
  expect(checkArguments(tool, { toString: 'x' }, {}).arguments).toEqual({ toString: 'x' })
})

test('a parameter from a variable takes it from the request, whatever the agent says', () => {
  const tool = makeTool([
    parameter('who', { valueSource: 'dynamicVariable', dynamicVariableName: 'customer', required: true }),
    parameter('vip', { valueSource: 'dynamicVariable' }),
  ])
  expect(checkArguments(tool, { who: 'Mallory' }, { customer: 'Ana', vip: 1 })).toEqual({
    arguments: { who: 'Ana', vip: 1 },
    fill: {},
  })
})

test('a variable the request does not know is left to be filled from the call', () => {
  const tool = makeTool([
    parameter('who', { valueSource: 'dynamicVariable', dynamicVariableName: 'customer', required: true }),
  ])
  expect(checkArguments(tool, { who: 'Mallory' }, {})).toEqual({ arguments: {}, fill: { who: 'customer' } })
})
