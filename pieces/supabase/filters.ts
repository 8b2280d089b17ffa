import { CodedError } from '../../src/errors.ts'

/** How rows are told apart. */
export const OPERATORS = [
  { value: 'eq', label: 'equals' },
  { value: 'neq', label: 'does not equal' },
  { value: 'gt', label: 'is greater than' },
  { value: 'gte', label: 'is greater than or equals' },
  { value: 'lt', label: 'is less than' },
  { value: 'lte', label: 'is less than or equals' },
  { value: 'like', label: 'fits a pattern with %' },
  { value: 'ilike', label: 'fits a pattern with %, in any case' },
  { value: 'is', label: 'is null, true or false' },
  { value: 'in', label: 'is one of' },
  { value: 'contains', label: 'contains' },
  { value: 'containedBy', label: 'is contained by' },
] as const

/** Names of query parameters that mean something else to PostgREST. */
const RESERVED: readonly string[] = [
  'select',
  'order',
  'limit',
  'offset',
  'columns',
  'on_conflict',
  'and',
  'or',
  'not',
]

/** PostgREST's names for ours. */
const NAMES: Readonly<Record<string, string>> = { contains: 'cs', containedBy: 'cd' }

/**
 * A column as a query parameter's name. Reserved names are quoted, lest a filter be taken for something else and a
 * write reach every row: https://docs.postgrest.org/en/stable/references/api/url_grammar.html
 */
export const columnKey = (name: string) =>
  RESERVED.includes(name) || /[,.:()\s]/.test(name) ? `"${name.replaceAll('"', '')}"` : name

const quoted = (value: unknown) => `"${String(value).replace(/[\\"]/g, '\\$&')}"`

/**
 * A filter as PostgREST takes it.
 * @throws CodedError INPUT_INVALID where the value is missing: no filter is left open by accident
 */
export function filterOf(operator: string, value: unknown, values: readonly unknown[] = []): string {
  if (operator === 'is_null') return 'is.null'
  if (operator === 'is_not_null') return 'not.is.null'
  if (operator === 'in') {
    const items =
      values.length > 0
        ? values
        : String(value ?? '')
            .split(',')
            .map((each) => each.trim())
    const given = items.filter((each) => each !== '')
    if (given.length > 0) return `in.(${given.map(quoted).join(',')})`
  } else if (value !== undefined && value !== null && value !== '') {
    return `${NAMES[operator] ?? operator}.${value}`
  }
  throw new CodedError('INPUT_INVALID', 'Give the filter a value: without one it would fit every row.')
}
