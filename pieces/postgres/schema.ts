import type { OptionsContext } from '../../src/piece/fields.ts'
import type { Column, Schema } from '../_sql/inputs.ts'
import type { Login } from '../_sql/login.ts'
import { query } from './client.ts'
import { tableOf } from './dialect.ts'

const OWN = `('pg_catalog', 'information_schema')`

/** The tables and views that the user may see. */
export async function tables(login: Login): Promise<{ table_schema: string; table_name: string }[]> {
  const sql = `SELECT table_schema, table_name FROM information_schema.tables
    WHERE table_schema NOT IN ${OWN} ORDER BY table_schema, table_name`
  const { rows } = await query(login, { sql, args: [] })
  return rows as { table_schema: string; table_name: string }[]
}

/** The columns of a table, in its own order. */
async function columns(login: Login, table: string): Promise<Column[]> {
  const { schema, name } = tableOf(table)
  const sql = `SELECT column_name AS name, data_type AS type,
      is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO' AND is_generated = 'NEVER' AS required
    FROM information_schema.columns
    WHERE table_name = $1 AND table_schema = coalesce($2, current_schema()) ORDER BY ordinal_position`
  const { rows } = await query(login, { sql, args: [name, schema] })
  return rows as unknown as Column[]
}

/** The columns of a table's primary key; none where it has none. */
export async function primaryKey(login: Login, table: string): Promise<string[]> {
  const { schema, name } = tableOf(table)
  const sql = `SELECT attname FROM pg_index
    JOIN pg_class ON pg_class.oid = indrelid JOIN pg_namespace ON pg_namespace.oid = relnamespace
    JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY (indkey)
    WHERE indisprimary AND relname = $1 AND nspname = coalesce($2, current_schema()) ORDER BY attname`
  const { rows } = await query(login, { sql, args: [name, schema] })
  return rows.map(({ attname }) => String(attname))
}

/** The same for the fields of steps. */
export const schemaFor = (loginOf: (auth: OptionsContext['auth']) => Login): Schema => ({
  tables: async (auth) =>
    (await tables(loginOf(auth))).map(({ table_schema, table_name }) => `${table_schema}.${table_name}`),
  columns: (auth, table) => columns(loginOf(auth), table),
})
