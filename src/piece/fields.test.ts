import { expect, test } from 'vitest'
import * as z from 'zod'
import * as fields from './fields.ts'
import { variantOf } from './input.ts'

const label = 'x'
const choices = [
  { value: 1, label: 'One' },
  { value: 2, label: 'Two' },
] as const
const words = [
  { value: 'a', label: 'A' },
  { value: 'b', label: 'B' },
] as const
const row = z.object({ n: fields.number({ label }), s: fields.shortText({ label, required: false }) })

test.each([
  ['text from a number', fields.shortText({ label }), 5, '5'],
  ['text from an object', fields.longText({ label }), { a: 1 }, '{"a":1}'],
  ['an optional text from nothing', fields.shortText({ label, required: false }), '', undefined],
  ['a required text may be empty', fields.shortText({ label }), '', ''],
  ['a default in place of nothing', fields.shortText({ label, defaultValue: 'd' }), null, 'd'],
  ['a number from text', fields.number({ label }), ' 5.5 ', 5.5],
  ['a boolean from a word', fields.checkbox({ label }), 'True', true],
  ['JSON from text', fields.json({ label }), '[1]', [1]],
  ['JSON null', fields.json({ label }), null, null],
  ['an object from text', fields.object({ label }), '{"a":1}', { a: 1 }],
  ['a list from one value', fields.list({ label }), 'a', ['a']],
  ['a list from text', fields.list({ label }), '["a"]', ['a']],
  [
    'rows from parallel lists',
    fields.rows({ label, row }),
    { n: [1, '2'], s: 'k' },
    [
      { n: 1, s: 'k' },
      { n: 2, s: 'k' },
    ],
  ],
  ['a numeric choice from text', fields.choice({ label, choices }), '2', 2],
  ['several choices from text', fields.choices({ label, choices: words }), '["a","b"]', ['a', 'b']],
  ['several choices from one', fields.choices({ label, choices: words }), 'a', ['a']],
  ['any value as it is', fields.anyValue({ label }), { a: 1 }, { a: 1 }],
  ['any value false', fields.anyValue({ label }), false, false],
])('%s', (_, schema, value, expected) => {
  expect(z.object({ x: schema }).parse({ x: value })).toEqual(expected === undefined ? {} : { x: expected })
})

test.each([
  ['a number', fields.number({ label }), ['abc', '', null, {}]],
  ['a number in its range', fields.number({ label, min: 1, max: 2 }), [0, 3]],
  ['a boolean', fields.checkbox({ label }), ['yes', 1, null]],
  ['JSON', fields.json({ label }), ['{a}', undefined]],
  ['an object', fields.object({ label }), ['[1]', 'x', 5, null]],
  ['rows', fields.rows({ label, row }), [[{ n: 'x' }], 'x', [1]]],
  ['a choice', fields.choice({ label, choices }), ['3', 'One', null]],
  ['choices', fields.choices({ label, choices: words }), [['c'], 'c', ' ']],
  ['a required value', fields.anyValue({ label }), [undefined]],
  ['a secret', fields.secretText({ label }), ['', null]],
])('what is not %s is refused, naming the field', (_, schema, values) => {
  for (const value of values) {
    const parsed = z.object({ x: schema }).safeParse(value === undefined ? {} : { x: value })
    expect([value, parsed.error?.issues[0]?.path[0]]).toEqual([value, 'x'])
  }
})

test('a field tells what the form needs', () => {
  const input = z.object({ mode: fields.choice({ label: 'Mode', defaultValue: 'a', choices: words }) })
  expect(fields.fieldsOf(input)).toEqual({
    mode: { kind: 'STATIC_DROPDOWN', label: 'Mode', required: true, defaultValue: 'a', choices: words },
  })
})

test('fields that hang on a choice are checked for that choice, and the fault is named', () => {
  const variants = { none: z.object({}), key: z.object({ token: fields.secretText({ label }) }) }
  expect(variantOf(variants, 'none', undefined, 'auth')).toEqual({})
  expect(variantOf(variants, 'key', { token: 't' }, 'auth')).toEqual({ token: 't' })
  expect(() => variantOf(variants, 'key', {}, 'auth')).toThrow(/"auth" \(key\).*token/)
})
