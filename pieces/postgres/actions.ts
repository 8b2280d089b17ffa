import * as z from 'zod'
import { number, shortText } from '../../src/piece/fields.ts'
import { USUAL_LIMITS } from '../_sql/login.ts'
import { deleteRows, insertRow, type Statement, selectRows, updateRows } from '../_sql/statements.ts'
import { query } from './client.ts'
import { dialect } from './dialect.ts'
import { tables } from './schema.ts'
import { inputs, postgres } from './service.ts'

const MAX_TIMEOUT_MS = 600_000

/** Runs any statement. */
export const runQuery = postgres.action({
  name: 'run-query',
  displayName: 'Run a query',
  description: 'Runs one SQL statement and gives its rows.',
  input: z.object({
    query: inputs.query,
    args: inputs.args,
    query_timeout: number({
      label: 'Longest run in milliseconds',
      defaultValue: USUAL_LIMITS.statementMs,
      min: 1,
      max: MAX_TIMEOUT_MS,
    }),
    connection_timeout_ms: number({
      label: 'Longest wait for the connection in milliseconds',
      defaultValue: USUAL_LIMITS.connectMs,
      min: 1,
      max: MAX_TIMEOUT_MS,
    }),
    application_name: shortText({
      label: 'Application name',
      description: "What the server's activity view shows.",
      required: false,
    }),
  }),
  idempotent: false,
  timeoutMs: MAX_TIMEOUT_MS,
  async run({ input, login, signal }) {
    const { rows } = await query(
      login,
      { sql: input.query, args: input.args ?? [] },
      {
        signal,
        statementMs: input.query_timeout,
        connectMs: input.connection_timeout_ms,
        ...(input.application_name && { applicationName: input.application_name }),
      },
    )
    return rows
  },
})

/** Reads rows. */
export const findRows = postgres.action({
  name: 'find-rows',
  displayName: 'Find rows',
  description: 'Reads the rows of a table that fit a condition.',
  input: z.object({ ...inputs.find }),
  idempotent: true,
  run: ({ input, login, signal }) =>
    query(
      login,
      selectRows(dialect, { ...input, columns: input.columns ?? [], args: input.args ?? [] }, input.limit),
      { signal },
    ),
})

/** Adds a row. */
export const insert = postgres.action({
  name: 'insert-row',
  displayName: 'Add a row',
  description: 'Adds a row to a table, and gives it as it was stored.',
  input: z.object(inputs.insert),
  idempotent: false,
  async run({ input, login, signal }) {
    const { rows, rowCount } = await query(login, returning(insertRow(dialect, input)), { signal })
    return { row: rows[0] ?? null, rowCount }
  },
})

/** Changes rows. */
export const update = postgres.action({
  name: 'update-row',
  displayName: 'Change rows',
  description: 'Changes the rows that a value stands in, and gives them.',
  input: z.object(inputs.update),
  idempotent: true,
  run: ({ input, login, signal }) => query(login, returning(updateRows(dialect, input)), { signal }),
})

/** Deletes rows. */
export const deleteRow = postgres.action({
  name: 'delete-row',
  displayName: 'Delete rows',
  description: 'Deletes the rows that a value stands in, and gives them as they were.',
  input: z.object(inputs.delete),
  idempotent: true,
  run: ({ input, login, signal }) => query(login, returning(deleteRows(dialect, input)), { signal }),
})

/** Lists tables. */
export const getTables = postgres.action({
  name: 'get-tables',
  displayName: 'List tables',
  description: 'The tables and views that the user may see.',
  input: z.object({}),
  idempotent: true,
  run: async ({ login }) => ({ tables: await tables(login) }),
})

const returning = ({ sql, args }: Statement): Statement => ({ sql: `${sql} RETURNING *`, args })
