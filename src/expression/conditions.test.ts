import dayjs from 'dayjs'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { OPERATORS } from '../workflow/schema.ts'
import { evaluateGroups } from './conditions.ts'

type Row = [
  operator: string,
  first: unknown,
  second: unknown,
  expected: boolean | string,
  caseSensitive?: boolean,
]

function evaluate([operator, firstValue, secondValue, , caseSensitive]: Row): boolean {
  return evaluateGroups([[{ operator, firstValue, secondValue, caseSensitive }]])
}

/** The table that was obtained by running Activepieces' own evaluator. */
const EXECUTED: Row[] = [
  ['TEXT_CONTAINS', null, 'null', true],
  ['TEXT_CONTAINS', undefined, 'x', 'CONDITION_INVALID'],
  ['TEXT_CONTAINS', 'abc', '', true],
  ['TEXT_CONTAINS', '', '', true],
  ['TEXT_CONTAINS', { a: 1 }, '"a"', true],
  ['TEXT_CONTAINS', [1, 2], '1,2', true],
  ['TEXT_EXACTLY_MATCHES', 5, '5', true],
  ['TEXT_EXACTLY_MATCHES', true, 'TRUE', true],
  ['TEXT_EXACTLY_MATCHES', 'É', 'é', true],
  ['TEXT_EXACTLY_MATCHES', ' a', 'a', false],
  ['NUMBER_IS_GREATER_THAN', '10', '9', true],
  ['NUMBER_IS_GREATER_THAN', '10 ', '9', true],
  ['NUMBER_IS_GREATER_THAN', 'abc', '9', false],
  ['NUMBER_IS_GREATER_THAN', 'b', 'a', true],
  ['NUMBER_IS_EQUAL_TO', '', 0, true],
  ['NUMBER_IS_EQUAL_TO', null, 0, true],
  ['NUMBER_IS_EQUAL_TO', [], 0, true],
  ['NUMBER_IS_EQUAL_TO', undefined, 0, false],
  ['NUMBER_IS_EQUAL_TO', 'abc', 'abc', true],
  ['NUMBER_IS_EQUAL_TO', '1.0', 1, true],
  ['NUMBER_IS_EQUAL_TO', '0x10', 16, true],
  ['NUMBER_IS_EQUAL_TO', '1e3', 1000, true],
  ['NUMBER_IS_EQUAL_TO', true, 1, true],
  ['NUMBER_IS_EQUAL_TO', [5], 5, true],
  ['NUMBER_IS_EQUAL_TO', '1,000', 1000, false],
  ['NUMBER_IS_LESS_THAN', '', 1, true],
  ['BOOLEAN_IS_TRUE', 'false', undefined, true],
  ['BOOLEAN_IS_TRUE', '0', undefined, true],
  ['BOOLEAN_IS_TRUE', [], undefined, true],
  ['BOOLEAN_IS_TRUE', '', undefined, false],
  ['BOOLEAN_IS_FALSE', 'false', undefined, false],
  ['BOOLEAN_IS_FALSE', null, undefined, true],
  ['BOOLEAN_IS_FALSE', 0, undefined, true],
  ['DATE_IS_EQUAL', '2021-01-01', '2021-01-01T00:00:00Z', true],
  ['DATE_IS_EQUAL', '2021-01-01', '2021/01/01', true],
  ['DATE_IS_EQUAL', '2021', '2021-01-01', true],
  ['DATE_IS_EQUAL', '2021-02-30', '2021-03-02', true],
  ['DATE_IS_AFTER', 1609459200000, '2020-12-31', true],
  ['DATE_IS_AFTER', '1609459200000', '2020-12-31', false],
  ['DATE_IS_AFTER', 'January 2, 2021', '2021-01-01', true],
  ['DATE_IS_AFTER', '2021-13-01', '2021-01-01', true],
  ['DATE_IS_AFTER', '5', '2', true],
  ['DATE_IS_BEFORE', '', '2021-01-01', false],
  ['LIST_CONTAINS', '5', 5, true],
  ['LIST_CONTAINS', 'a,b', 'a', false],
  ['LIST_CONTAINS', null, 'null', true],
  ['LIST_CONTAINS', undefined, 'x', 'CONDITION_INVALID'],
  ['LIST_CONTAINS', [{ a: 1 }], '{"a":1}', true],
  ['LIST_CONTAINS', [{ a: 1 }], { a: 1 }, true],
  ['LIST_CONTAINS', '', '', true],
  ['LIST_CONTAINS', [], '', false],
  ['LIST_IS_EMPTY', '', undefined, false],
  ...[0, false, [], {}, ' ', 'null'].map((value): Row => ['EXISTS', value, undefined, true]),
  ['FUTURE_OPERATOR', 1, 2, true],
  ['FUTURE_OPERATOR', undefined, undefined, true],
]

/** The values in Activepieces' own tests. */
const UPSTREAM: Row[] = [
  ...['DATE_IS_AFTER', 'DATE_IS_BEFORE', 'DATE_IS_EQUAL'].flatMap((operator): Row[] => [
    ...[null, undefined, 'not a date', {}, true].map((value): Row => [operator, value, '2021-01-01', false]),
    [operator, '2021-01-02T00:00:00Z', '1st January 2021', false],
  ]),
  ['DATE_IS_AFTER', '2021-01-02', '2021-01-01', true],
  ['DATE_IS_AFTER', '2021-01-02', '2021-01-02', false],
  ['DATE_IS_AFTER', '2021-01-01T00:00:02Z', '2021-01-01T00:00:01Z', true],
  ['DATE_IS_BEFORE', '2021-01-01', '2021-01-02', true],
  ['DATE_IS_BEFORE', '2021-01-01T00:00:01Z', '2021-01-01T00:00:02Z', true],
  ['DATE_IS_EQUAL', '2021-01-03', '2021-01-02', false],
  ['DATE_IS_EQUAL', new Date(5), 5, true],
  ...(['[]', []] as unknown[]).flatMap((list): Row[] => [
    ['LIST_IS_EMPTY', list, undefined, true],
    ['LIST_IS_NOT_EMPTY', list, undefined, false],
  ]),
  ...(['[1]', [1]] as unknown[]).flatMap((list): Row[] => [
    ['LIST_IS_EMPTY', list, undefined, false],
    ['LIST_IS_NOT_EMPTY', list, undefined, true],
  ]),
  ...[null, undefined, 'not a list', {}].flatMap((value): Row[] => [
    ['LIST_IS_EMPTY', value, undefined, false],
    ['LIST_IS_NOT_EMPTY', value, undefined, false],
  ]),
  ['LIST_CONTAINS', ['apple', 'banana', 'cherry'], 'banana', true],
  ['LIST_CONTAINS', ['apple', 'banana', 'cherry'], 'Banana', false, true],
  ['LIST_CONTAINS', ['apple', 'banana', 'cherry'], 'Banana', true],
  ['LIST_CONTAINS', '["apple", "banana", "cherry"]', 'banana', true],
  ['LIST_CONTAINS', 'apple', 'apple', true],
  ['LIST_CONTAINS', [1, 2, 3, 4, 5], '4', true],
  ['LIST_CONTAINS', [1, 2, 3, 4, 5], 4, true],
  ['LIST_CONTAINS', [true, false, true], 'true', true],
  ['LIST_CONTAINS', [true, false, true], true, true],
  ['LIST_CONTAINS', ['true', 'false', 'true'], true, true],
  ['LIST_DOES_NOT_CONTAIN', ['apple', 'banana', 'cherry'], 'grape', true],
  ['LIST_DOES_NOT_CONTAIN', ['apple', 'banana', 'cherry'], 'Banana', true, true],
  ['LIST_DOES_NOT_CONTAIN', ['apple', 'banana', 'cherry'], 'Banana', false],
  ['LIST_DOES_NOT_CONTAIN', '["apple", "banana", "cherry"]', 'grape', true],
  ['LIST_DOES_NOT_CONTAIN', 'apple', 'grape', true],
  ['LIST_DOES_NOT_CONTAIN', [1, 2, 3, 4, 5], '6', true],
  ['LIST_DOES_NOT_CONTAIN', [1, 2, 3, 4, 5], 6, true],
  ['LIST_DOES_NOT_CONTAIN', [true, false, true], 'false', false],
  ['LIST_DOES_NOT_CONTAIN', ['true', 'false', 'true'], false, false],
  ['TEXT_DOES_NOT_CONTAIN', 'abc', 'B', false],
  ['TEXT_DOES_NOT_CONTAIN', 'abc', 'B', true, true],
  ['TEXT_DOES_NOT_EXACTLY_MATCH', 'abc', 'ABC', true, true],
  ['TEXT_DOES_NOT_EXACTLY_MATCH', 'abc', 'ABC', false],
  ['TEXT_START_WITH', 'Hello', 'he', true],
  ['TEXT_START_WITH', 'Hello', 'he', false, true],
  ['TEXT_DOES_NOT_START_WITH', 'Hello', 'x', true],
  ['TEXT_DOES_NOT_START_WITH', 'Hello', 'H', false],
  ['TEXT_ENDS_WITH', 'Hello', 'LO', true],
  ['TEXT_DOES_NOT_END_WITH', 'Hello', 'LO', true, true],
  ...[undefined, null, ''].map((value): Row => ['DOES_NOT_EXIST', value, undefined, true]),
  ['DOES_NOT_EXIST', 0, undefined, false],
  ['EXISTS', null, undefined, false],
]

describe('a condition gives what Activepieces gives', () => {
  test.each([...EXECUTED, ...UPSTREAM])('%s %j %j: %j', (...row) => {
    const [, , , expected] = row
    if (typeof expected === 'boolean') expect(evaluate(row)).toBe(expected)
    else expect(() => evaluate(row)).toThrow(expect.objectContaining({ code: expected }))
  })

  test('the tables cover every operator', () => {
    const covered = new Set([...EXECUTED, ...UPSTREAM].map(([operator]) => operator))
    expect(OPERATORS.filter((operator) => !covered.has(operator))).toEqual([])
  })
})

describe('groups', () => {
  const yes = { operator: 'EXISTS', firstValue: 1 }
  const no = { operator: 'EXISTS', firstValue: '' }

  test.each([
    [[], false],
    [[[]], true],
    [[[yes, no], [yes]], true],
    [[[yes, no], [no]], false],
  ])('%j: any group whose conditions all hold', (groups, expected) => {
    expect(evaluateGroups(groups)).toBe(expected)
  })

  test('a condition without an operator is an error wherever it stands', () => {
    expect(() => evaluateGroups([[yes], [{ firstValue: 1 }]])).toThrow(
      expect.objectContaining({ code: 'OPERATOR_MISSING' }),
    )
  })

  test('no values whatever throw an uncoded error', () => {
    fc.assert(
      fc.property(fc.constantFrom(...OPERATORS), fc.anything(), fc.anything(), (operator, first, second) => {
        try {
          evaluate([operator, first, second, ''])
        } catch (error) {
          expect(error).toMatchObject({ code: 'CONDITION_INVALID' })
        }
      }),
      { numRuns: 500, seed: 7 },
    )
  })
})

describe('dates mean the same on every machine', () => {
  const zone = process.env.TZ
  afterEach(() => {
    if (zone === undefined) delete process.env.TZ
    else process.env.TZ = zone
  })

  const DATES = [
    ['2021-01-01', '2021-01-01T00:00:00Z'],
    ['January 2, 2021', '2021-01-02'],
    ['2021/03/14 02:30', '2021-03-14T02:30:00Z'],
    ['2021-03-14 02:30:15.5', '2021-03-14T02:30:15.005Z'],
    ['5', '2001-05-01'],
    ['Mon, 23 Nov 2026 05:00:00 GMT', '2026-11-23T05:00:00Z'],
    ['2026-11-23T05:00:00+02:00', '2026-11-23T03:00:00Z'],
    ['1/2/2021 10:00 PM', '2021-01-02T22:00:00Z'],
  ] as const

  test.each([
    ['UTC', 0],
    ['America/New_York', 300],
    ['Asia/Kolkata', -330],
  ])('in %s', (name, offset) => {
    process.env.TZ = name
    expect(new Date(2021, 0, 1).getTimezoneOffset()).toBe(offset)
    for (const [first, second] of DATES) {
      expect([first, evaluate(['DATE_IS_EQUAL', first, second, true])]).toEqual([first, true])
    }
  })

  test('in UTC they are what dayjs reads', () => {
    process.env.TZ = 'UTC'
    const digits = fc.integer({ min: 0, max: 70 }).map(String)
    const text = fc.oneof(
      fc
        .tuple(
          fc.integer({ min: 1000, max: 9999 }),
          fc.array(fc.tuple(fc.constantFrom('-', '/', ':', ' ', 'T', '.', ''), digits), { maxLength: 6 }),
        )
        .map(([year, parts]) => year + parts.flat().join('')),
      fc
        .date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) })
        .map((date) => date.toISOString()),
      fc
        .date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) })
        .map((date) => date.toUTCString()),
      fc.string({ maxLength: 12 }),
    )
    fc.assert(
      fc.property(text, text, (first, second) => {
        const [a, b] = [dayjs(first), dayjs(second)]
        const valid = a.isValid() && b.isValid()
        expect(evaluate(['DATE_IS_BEFORE', first, second, true])).toBe(valid && a.isBefore(b))
        expect(evaluate(['DATE_IS_AFTER', first, second, true])).toBe(valid && a.isAfter(b))
        expect(evaluate(['DATE_IS_EQUAL', first, second, true])).toBe(valid && a.isSame(b))
      }),
      { numRuns: 2000, seed: 7 },
    )
  })
})
