import * as z from 'zod'
import { deleteRows, insertRow, selectRows, updateRows } from '../_sql/statements.ts'
import { query, read } from './client.ts'
import { dialect } from './dialect.ts'
import { tables } from './schema.ts'
import { inputs, mysql, timezone } from './service.ts'

/** Reads rows. */
export const findRows = mysql.action({
  name: 'find_rows',
  displayName: 'Find rows',
  description: 'Reads the rows of a table that fit a condition.',
  input: z.object({ timezone, ...inputs.find }),
  idempotent: true,
  async run({ input, login, signal }) {
    const from = { ...input, columns: input.columns ?? [], args: input.args ?? [] }
    const results = await read(login, selectRows(dialect, from, input.limit), {
      signal,
      timezone: input.timezone,
    })
    return { results }
  },
})

/** Adds a row. */
export const insert = mysql.action({
  name: 'insert_row',
  displayName: 'Add a row',
  description: 'Adds a row to a table. Its new id is insertId.',
  input: z.object({ timezone, ...inputs.insert }),
  idempotent: false,
  run: ({ input, login, signal }) =>
    query(login, insertRow(dialect, input), { signal, timezone: input.timezone }),
})

/** Changes rows. */
export const update = mysql.action({
  name: 'update_row',
  displayName: 'Change rows',
  description: 'Changes the rows that a value stands in.',
  input: z.object({ timezone, ...inputs.update }),
  idempotent: true,
  run: ({ input, login, signal }) =>
    query(login, updateRows(dialect, input), { signal, timezone: input.timezone }),
})

/** Deletes rows. */
export const deleteRow = mysql.action({
  name: 'delete_row',
  displayName: 'Delete rows',
  description: 'Deletes the rows that a value stands in.',
  input: z.object({ timezone, ...inputs.delete }),
  idempotent: true,
  run: ({ input, login, signal }) =>
    query(login, deleteRows(dialect, input), { signal, timezone: input.timezone }),
})

/** Lists tables. */
export const getTables = mysql.action({
  name: 'get_tables',
  displayName: 'List tables',
  description: 'The tables and views of the database.',
  input: z.object({}),
  idempotent: true,
  run: async ({ login }) => ({ tables: await tables(login) }),
})

/** Runs any statement. */
export const executeQuery = mysql.action({
  name: 'execute_query',
  displayName: 'Run a query',
  description: 'Runs one SQL statement. Gives its rows, or what it changed.',
  input: z.object({ timezone, query: inputs.query, args: inputs.args }),
  idempotent: false,
  async run({ input, login, signal }) {
    const statement = { sql: input.query, args: input.args ?? [] }
    const answer = await query(login, statement, { signal, timezone: input.timezone })
    return Array.isArray(answer) ? { results: answer } : answer
  },
})
