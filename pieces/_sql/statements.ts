import { CodedError } from '../../src/errors.ts'

/** How a database writes what differs from one to the next. */
export interface Dialect {
  /** a name as an identifier, whatever characters it holds */
  quote(name: string): string
  /** where the nth argument goes; 1 for the first */
  argument(n: number): string
  /** a table as the field "table" holds it */
  table(value: string): string
}

/** A statement and what is bound to it. */
export interface Statement {
  sql: string
  args: readonly unknown[]
}

/** Reads rows. `condition` is SQL and holds places for `args`. */
export function selectRows(
  { quote, table }: Dialect,
  from: { table: string; columns: readonly string[]; condition?: string; args: readonly unknown[] },
  limit: number,
): Statement {
  const columns = from.columns.length > 0 ? from.columns.map(quote).join(', ') : '*'
  // The line break ends a comment that the condition may close with.
  const where = from.condition?.trim() ? ` WHERE (${from.condition}\n)` : ''
  return { sql: `SELECT ${columns} FROM ${table(from.table)}${where} LIMIT ${limit}`, args: from.args }
}

/** Adds a row. @throws CodedError INPUT_INVALID where it has no values */
export function insertRow(
  { quote, argument, table }: Dialect,
  into: { table: string; values: Readonly<Record<string, unknown>> },
): Statement {
  const columns = columnsOf(into.values)
  const places = columns.map((_, index) => argument(index + 1)).join(', ')
  return {
    sql: `INSERT INTO ${table(into.table)} (${columns.map(quote).join(', ')}) VALUES (${places})`,
    args: columns.map((name) => into.values[name]),
  }
}

/** What rows are looked for by. */
export interface Search {
  search_column: string
  search_value: string
}

/** Changes the rows that a value stands in. @throws CodedError INPUT_INVALID where there is nothing to change */
export function updateRows(
  { quote, argument, table }: Dialect,
  of: { table: string; values: Readonly<Record<string, unknown>> } & Search,
): Statement {
  const columns = columnsOf(of.values)
  const changes = columns.map((name, index) => `${quote(name)} = ${argument(index + 1)}`).join(', ')
  const where = `${quote(of.search_column)} = ${argument(columns.length + 1)}`
  return {
    sql: `UPDATE ${table(of.table)} SET ${changes} WHERE ${where}`,
    args: [...columns.map((name) => of.values[name]), of.search_value],
  }
}

/** Deletes the rows that a value stands in. */
export function deleteRows({ quote, argument, table }: Dialect, of: { table: string } & Search): Statement {
  const where = `${quote(of.search_column)} = ${argument(1)}`
  return { sql: `DELETE FROM ${table(of.table)} WHERE ${where}`, args: [of.search_value] }
}

function columnsOf(values: Readonly<Record<string, unknown>>): string[] {
  const columns = Object.keys(values).filter((name) => values[name] !== undefined)
  if (columns.length > 0) return columns
  throw new CodedError(
    'INPUT_INVALID',
    'The field "values" names no column. Give at least one with its value.',
  )
}
