import { expect, test } from 'vitest'
import { typeOf } from './type-of.ts'

test.each([
  ['a', 'string'],
  [1, 'number'],
  [null, 'null'],
  [[], 'unknown[]'],
  [[1, 2], 'number[]'],
  [[1, 'a'], '(number | string)[]'],
  [{}, '{}'],
  [{ a: 1, 'b-c': [{ d: true }] }, '{\n  a: number\n  "b-c": ({\n      d: boolean\n    })[]\n}'],
])('%j is of type %s', (value, type) => expect(typeOf(value)).toBe(type))
