import { CodedError } from '../errors.ts'
import type { Condition } from '../workflow/schema.ts'
import { parseDate } from './dates.ts'

type Test = (first: unknown, second: unknown, caseSensitive: boolean) => boolean

/** What each operator asks. Conversions are Activepieces', down to the odd ones: imported flows rely on them. */
const TESTS: ReadonlyMap<string, Test> = new Map<string, Test>([
  ['TEXT_CONTAINS', contains],
  ['TEXT_DOES_NOT_CONTAIN', not(contains)],
  ['TEXT_EXACTLY_MATCHES', matches],
  ['TEXT_DOES_NOT_EXACTLY_MATCH', not(matches)],
  ['TEXT_START_WITH', startsWith],
  ['TEXT_DOES_NOT_START_WITH', not(startsWith)],
  ['TEXT_ENDS_WITH', endsWith],
  ['TEXT_DOES_NOT_END_WITH', not(endsWith)],
  ['NUMBER_IS_GREATER_THAN', (first, second) => toNumber(first) > toNumber(second)],
  ['NUMBER_IS_LESS_THAN', (first, second) => toNumber(first) < toNumber(second)],
  // biome-ignore lint/suspicious/noDoubleEquals: what is no number is compared as it is, loosely
  ['NUMBER_IS_EQUAL_TO', (first, second) => toNumber(first) == toNumber(second)],
  ['BOOLEAN_IS_TRUE', (first) => Boolean(first)],
  ['BOOLEAN_IS_FALSE', (first) => !first],
  ['DATE_IS_BEFORE', (first, second) => toTime(first) < toTime(second)],
  ['DATE_IS_EQUAL', (first, second) => toTime(first) === toTime(second)],
  ['DATE_IS_AFTER', (first, second) => toTime(first) > toTime(second)],
  ['LIST_CONTAINS', listContains],
  ['LIST_DOES_NOT_CONTAIN', not(listContains)],
  ['LIST_IS_EMPTY', (first) => toList(first)?.length === 0],
  ['LIST_IS_NOT_EMPTY', (first) => (toList(first)?.length ?? 0) > 0],
  ['EXISTS', exists],
  ['DOES_NOT_EXIST', not(exists)],
])

/**
 * Whether any group holds, a group being conditions that must all hold; values are resolved already. Every
 * condition is evaluated, also where the outcome is known, so that a broken one always shows. An operator that
 * isn't known holds, as in Activepieces; publishing a workflow rejects it.
 * @throws CodedError OPERATOR_MISSING, CONDITION_INVALID
 */
export function evaluateGroups(groups: readonly (readonly Condition[])[]): boolean {
  let any = false
  for (const group of groups) {
    let all = true
    for (const condition of group) if (!evaluate(condition)) all = false
    if (all) any = true
  }
  return any
}

function evaluate({ operator, firstValue, secondValue, caseSensitive }: Condition): boolean {
  if (operator === undefined || operator === null) {
    throw new CodedError('OPERATOR_MISSING', 'A condition has no operator: choose one for every condition')
  }
  const test = TESTS.get(operator)
  if (!test) return true
  try {
    return test(firstValue, secondValue, Boolean(caseSensitive))
  } catch {
    throw new CodedError(
      'CONDITION_INVALID',
      `${operator} can not compare these values: give the condition both a first and a second value`,
    )
  }
}

function not(test: Test): Test {
  return (first, second, caseSensitive) => !test(first, second, caseSensitive)
}

/** A value as text, in lower case unless `caseSensitive`. Undefined has no text: reading on from it throws. */
function toText(value: unknown, caseSensitive: boolean): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) as string)
  return caseSensitive ? text : text.toLowerCase()
}

function contains(first: unknown, second: unknown, caseSensitive: boolean): boolean {
  return toText(first, caseSensitive).includes(toText(second, caseSensitive))
}

function matches(first: unknown, second: unknown, caseSensitive: boolean): boolean {
  return toText(first, caseSensitive) === toText(second, caseSensitive)
}

function startsWith(first: unknown, second: unknown, caseSensitive: boolean): boolean {
  return toText(first, caseSensitive).startsWith(toText(second, caseSensitive))
}

function endsWith(first: unknown, second: unknown, caseSensitive: boolean): boolean {
  return toText(first, caseSensitive).endsWith(toText(second, caseSensitive))
}

/** A number where the value makes one, else the value itself; `<` and `==` then do what they do. */
function toNumber(value: unknown): number {
  const number = Number(value)
  return Number.isNaN(number) ? (value as number) : number
}

/** dayjs' pattern of dates it reads part by part, so that 2021-02-30 overflows into March. */
const DATE_PARTS =
  /^(\d{4})[-/]?(\d{1,2})?[-/]?(\d{0,2})[Tt\s]*(\d{1,2})?:?(\d{1,2})?:?(\d{1,2})?[.:]?(\d+)?$/

/**
 * Epoch milliseconds as dayjs 1.11 reads them in UTC, on any machine; NaN, which compares as false, for what is
 * no date.
 */
function toTime(value: unknown): number {
  if (value instanceof Date || typeof value === 'number') return new Date(value).getTime()
  if (typeof value !== 'string') return Number.NaN
  const parts = DATE_PARTS.exec(value)
  if (!parts) return parseDate(value)
  const [year, month, day, hours, minutes, seconds, fraction] = parts.slice(1)
  return Date.UTC(
    Number(year),
    month ? Number(month) - 1 : 0,
    Number(day || 1),
    Number(hours ?? 0),
    Number(minutes ?? 0),
    Number(seconds ?? 0),
    Number(fraction?.slice(0, 3) ?? 0),
  )
}

/** A list, or a text that holds one as JSON; undefined for anything else. */
function toList(value: unknown): unknown[] | undefined {
  const found = typeof value === 'string' ? parseJson(value) : value
  return Array.isArray(found) ? found : undefined
}

function listContains(first: unknown, second: unknown, caseSensitive: boolean): boolean {
  const found = typeof first === 'string' ? (parseJson(first) ?? first) : first
  const list = Array.isArray(found) ? found : [found]
  return list.some((item) => matches(item, second, caseSensitive))
}

/** Undefined for what is no JSON: JSON itself has no undefined. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function exists(value: unknown): boolean {
  return value !== undefined && value !== null && value !== ''
}
