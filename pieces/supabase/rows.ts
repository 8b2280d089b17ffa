import * as z from 'zod'
import { type Choice, checkbox, choice, json, list, number, rows, shortText } from '../../src/piece/fields.ts'
import type { HttpResponse } from '../../src/piece/http-client.ts'
import { at } from '../../src/piece/service-http.ts'
import { columnKey, filterOf, OPERATORS } from './filters.ts'
import { column, columns, databaseFunction, rowOf, table } from './schema.ts'
import { supabase } from './service.ts'

const operators = (names: readonly string[]) => OPERATORS.filter(({ value }) => names.includes(value))

const DELETING: readonly Choice<string>[] = [
  ...operators(['eq', 'neq', 'in', 'gt', 'gte', 'lt', 'lte', 'like', 'ilike']),
  { value: 'is_null', label: 'is null' },
  { value: 'is_not_null', label: 'is not null' },
]

const filterValues = {
  filter_column: column('Where column'),
  filter_value: shortText({ label: 'Value', required: false }),
  filter_values: list({ label: 'Values', description: 'For "is one of".', required: false }),
}
const wanted = (label: string) => checkbox({ label, defaultValue: false })

/** What is to come back of a write: https://docs.postgrest.org/en/stable/references/api/preferences.html */
const prefer = (isReturned: boolean, isCounted = false, ...more: string[]) => ({
  prefer: [
    `return=${isReturned ? 'representation' : 'minimal'}`,
    ...(isCounted ? ['count=exact'] : []),
    ...more,
  ].join(),
})

/** How many rows there are, from `Content-Range: 0-24/3573`; null where nothing was counted. */
function countIn({ headers }: HttpResponse): number | null {
  const total = headers['content-range']?.split('/')[1]
  return total === undefined || total === '*' ? null : Number(total)
}

/** Adds a row. */
export const createRow = supabase.action({
  name: 'create_row',
  displayName: 'Create a row',
  description: 'Adds a row to a table.',
  input: z.object({
    table_name: table(),
    row_data: columns('Row'),
    return_row: checkbox({ label: 'Give back the row', defaultValue: true }),
  }),
  idempotent: false,
  run: async ({ input, http }) =>
    http.post(at`/rest/v1/${input.table_name}`, {
      headers: prefer(input.return_row),
      json: await rowOf(http, input.table_name, input.row_data),
    }),
})

/** Creates or updates a row. */
export const upsertRow = supabase.action({
  name: 'upsert_row',
  displayName: 'Create or update a row',
  description: 'Updates the row with the same value in a unique column, or adds one.',
  input: z.object({
    table_name: table(),
    on_conflict: column('Unique column'),
    row_data: columns('Row'),
    count_upserted: wanted('Count the rows'),
    return_upserted: wanted('Give back the row'),
  }),
  idempotent: true,
  async run({ input, http }) {
    const response = await http.send('POST', at`/rest/v1/${input.table_name}`, {
      query: { on_conflict: input.on_conflict },
      headers: prefer(input.return_upserted, input.count_upserted, 'resolution=merge-duplicates'),
      json: await rowOf(http, input.table_name, input.row_data),
    })
    return {
      success: true,
      ...(input.return_upserted && { upserted_rows: response.body }),
      ...(input.count_upserted && { upserted_count: countIn(response) }),
    }
  },
})

/** Changes rows. */
export const updateRow = supabase.action({
  name: 'update_row',
  displayName: 'Update rows',
  description: 'Changes every row that fits a filter.',
  input: z.object({
    table_name: table(),
    filter_type: choice({ label: 'Filter', defaultValue: 'eq', choices: operators(['eq', 'in', 'gt']) }),
    ...filterValues,
    update_data: columns('New values'),
    count_updated: wanted('Count the rows'),
    return_updated: wanted('Give back the rows'),
  }),
  idempotent: true,
  async run({ input, http }) {
    const filter = filterOf(input.filter_type, input.filter_value, input.filter_values)
    const response = await http.send('PATCH', at`/rest/v1/${input.table_name}`, {
      query: { [columnKey(input.filter_column)]: filter },
      headers: prefer(input.return_updated, input.count_updated),
      json: await rowOf(http, input.table_name, input.update_data),
    })
    return {
      success: true,
      ...(input.return_updated && { updated_rows: response.body }),
      ...(input.count_updated && { updated_count: countIn(response) }),
    }
  },
})

/** Deletes rows. */
export const deleteRows = supabase.action({
  name: 'delete_rows',
  displayName: 'Delete rows',
  description: 'Deletes every row that fits a filter.',
  input: z.object({
    table_name: table(),
    filter_type: choice({ label: 'Filter', defaultValue: 'in', choices: DELETING }),
    ...filterValues,
    count_deleted: wanted('Count the rows'),
    return_deleted: wanted('Give back the rows'),
  }),
  idempotent: true,
  async run({ input, http }) {
    const filter = filterOf(input.filter_type, input.filter_value, input.filter_values)
    const response = await http.send('DELETE', at`/rest/v1/${input.table_name}`, {
      query: { [columnKey(input.filter_column)]: filter },
      headers: prefer(input.return_deleted, input.count_deleted),
    })
    return {
      success: true,
      ...(input.return_deleted && { deleted_rows: response.body }),
      ...(input.count_deleted && { deleted_count: countIn(response) }),
    }
  },
})

const filters = () =>
  rows({
    label: 'Filters',
    description: 'A row must fit all of them.',
    required: false,
    row: z.object({
      field: shortText({ label: 'Column', description: 'Inside JSON: address->>city' }),
      operator: choice({ label: 'Filter', defaultValue: 'eq', choices: OPERATORS }),
      value: shortText({ label: 'Value' }),
    }),
  })

/** Several filters of one column are several parameters of its name. */
function queryOf(given: { field: string; operator: string; value: string }[]): Record<string, string[]> {
  const query: Record<string, string[]> = {}
  for (const { field, operator, value } of given) {
    const key = columnKey(field)
    query[key] = [...(query[key] ?? []), filterOf(operator, value)]
  }
  return query
}

/** Finds rows. */
export const searchRows = supabase.action({
  name: 'search_rows',
  displayName: 'Find rows',
  description: 'Rows of a table that fit filters, page by page.',
  input: z.object({
    table_name: table(),
    columns: shortText({
      label: 'Columns',
      description: 'With commas between; all where empty.',
      required: false,
    }),
    filters: filters(),
    order: shortText({ label: 'Sort by', description: 'Such as created_at.desc', required: false }),
    page: number({ label: 'Page', defaultValue: 1, min: 1 }),
    pageSize: number({ label: 'Rows on a page', defaultValue: 20, min: 1, max: 1000 }),
    countOption: choice({
      label: 'Count all that fit',
      required: false,
      choices: [
        { value: 'exact', label: 'Exactly' },
        { value: 'planned', label: 'By the planner’s guess' },
        { value: 'estimated', label: 'Exactly if few, else by guess' },
      ],
    }),
  }),
  idempotent: true,
  async run({ input, http }) {
    const { page, pageSize } = input
    const from = (page - 1) * pageSize
    const response = await http.send('GET', at`/rest/v1/${input.table_name}`, {
      query: {
        select: input.columns || '*',
        ...queryOf(input.filters ?? []),
        order: input.order,
        offset: from,
        limit: pageSize,
      },
      headers: input.countOption ? { prefer: `count=${input.countOption}` } : {},
    })
    const data = Array.isArray(response.body) ? response.body : []
    const count = countIn(response) ?? 0
    const range = { from, to: from + pageSize - 1, returned: data.length }
    return { data, count, page, pageSize, total_pages: Math.ceil(count / pageSize), range }
  },
})

/** Calls a function. */
export const callFunction = supabase.action({
  name: 'call_function',
  displayName: 'Call a function',
  description: 'Calls a function of the database (rpc) and gives what it returns.',
  input: z.object({
    function_name: databaseFunction(),
    arguments: json({ label: 'Arguments', description: 'An object, by name.', required: false }),
  }),
  idempotent: false,
  run: ({ input, http }) =>
    http.post(at`/rest/v1/rpc/${input.function_name}`, { json: input.arguments ?? {} }),
})
