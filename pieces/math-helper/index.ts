import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { number } from '../../src/piece/fields.ts'
import { action, piece } from '../../src/piece/piece.ts'

const input = z.object({
  first_number: number({ label: 'First number' }),
  second_number: number({ label: 'Second number' }),
})

/** One calculation with two numbers. */
function calculation(
  name: string,
  displayName: string,
  description: string,
  calculate: (first: number, second: number) => number,
) {
  return action({
    name,
    displayName,
    description,
    input,
    output: z.number(),
    idempotent: true,
    pure: true,
    run: ({ input: { first_number, second_number } }) => calculate(first_number, second_number),
  })
}

function notZero(divisor: number): number {
  if (divisor !== 0) return divisor
  throw new CodedError('DIVISION_BY_ZERO', '"second_number" is 0, and nothing can be divided by 0.')
}

/** A whole number between the two, both included, whichever is larger. */
function randomBetween(first: number, second: number): number {
  const low = Math.ceil(Math.min(first, second))
  const high = Math.floor(Math.max(first, second))
  if (low > high) {
    throw new CodedError('RANGE_EMPTY', `There is no whole number between ${first} and ${second}.`)
  }
  return low + Math.floor(Math.random() * (high - low + 1))
}

export default piece({
  name: 'math-helper',
  displayName: 'Math Helper',
  description: 'Calculates with two numbers.',
  version: '0.1.0',
  categories: ['CORE'],
  actions: [
    calculation('addition_math', 'Addition', 'Adds the two numbers.', (a, b) => a + b),
    // The order is Activepieces': imported workflows rely on it.
    calculation(
      'subtraction_math',
      'Subtraction',
      'Takes the first number away from the second.',
      (a, b) => b - a,
    ),
    calculation('multiplication_math', 'Multiplication', 'Multiplies the two numbers.', (a, b) => a * b),
    calculation(
      'division_math',
      'Division',
      'Divides the first number by the second.',
      (a, b) => a / notZero(b),
    ),
    calculation(
      'modulo_math',
      'Modulo',
      'What remains when the first number is divided by the second; it has the sign of the first.',
      (a, b) => a % notZero(b),
    ),
    calculation(
      'generateRandom_math',
      'Random number',
      'A whole number between the two, both included.',
      randomBetween,
    ),
  ],
})
