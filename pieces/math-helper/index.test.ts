import fc from 'fast-check'
import { expect, test } from 'vitest'
import { outputOf } from '../../test/support/run-action.ts'
import piece from './index.ts'

const calculate = (action: string, first_number: unknown, second_number: unknown) =>
  outputOf(piece, action, { first_number, second_number })

test.each([
  ['addition_math', 2, 3, 5],
  ['subtraction_math', 2, 5, 3],
  ['multiplication_math', 4, 2.5, 10],
  ['division_math', 7, 2, 3.5],
  ['modulo_math', -7, 3, -1],
  ['addition_math', '2', ' 3 ', 5],
])('%s of %s and %s is %s', async (action, first, second, expected) => {
  expect(await calculate(action, first, second)).toBe(expected)
})

test.each(['division_math', 'modulo_math'])('%s by zero is an error, not infinity', async (action) => {
  await expect(calculate(action, 1, 0)).rejects.toMatchObject({ code: 'DIVISION_BY_ZERO' })
})

test.each(['abc', '', null, {}, true])('%j is no number, and the field is named', async (value) => {
  await expect(calculate('addition_math', value, 1)).rejects.toMatchObject({
    code: 'INPUT_INVALID',
    message: expect.stringContaining('first_number'),
  })
})

test('a random number is whole and between the two, whichever is larger', async () => {
  const bound = fc.integer({ min: -5, max: 5 })
  await fc.assert(
    fc.asyncProperty(bound, bound, async (a, b) => {
      const number = await calculate('generateRandom_math', a, b)
      expect(number).toSatisfy(Number.isInteger)
      expect(number).toBeGreaterThanOrEqual(Math.min(a, b))
      expect(number).toBeLessThanOrEqual(Math.max(a, b))
    }),
  )
})

test('a range without a whole number is refused', async () => {
  await expect(calculate('generateRandom_math', 0.2, 0.8)).rejects.toMatchObject({ code: 'RANGE_EMPTY' })
})
