import type { OptionsContext } from '../../src/piece/fields.ts'
import type { Column, Schema } from '../_sql/inputs.ts'
import type { Login } from '../_sql/login.ts'
import { read } from './client.ts'

/** The tables and views of the login's database. */
export async function tables(login: Login): Promise<string[]> {
  const sql = `SELECT table_name AS name FROM information_schema.tables
    WHERE table_schema = DATABASE() ORDER BY table_name`
  return (await read(login, { sql, args: [] })).map(({ name }) => String(name))
}

/** The columns of a table, in its own order. */
async function columns(login: Login, table: string): Promise<Column[]> {
  const sql = `SELECT column_name AS name, column_type AS type,
      is_nullable = 'NO' AND column_default IS NULL AND extra NOT REGEXP 'auto_increment|GENERATED' AS required
    FROM information_schema.columns
    WHERE table_schema = DATABASE() AND table_name = ? ORDER BY ordinal_position`
  const rows = await read(login, { sql, args: [table] })
  return rows.map(({ name, type, required }) => ({
    name: String(name),
    // The database's own word for a boolean.
    type: type === 'tinyint(1)' ? 'boolean' : String(type),
    required: required === 1,
  }))
}

/** The columns of a table's primary key; none where it has none. */
export async function primaryKey(login: Login, table: string): Promise<string[]> {
  const sql = `SELECT column_name AS name FROM information_schema.statistics
    WHERE table_schema = DATABASE() AND table_name = ? AND index_name = 'PRIMARY' ORDER BY seq_in_index`
  return (await read(login, { sql, args: [table] })).map(({ name }) => String(name))
}

/** The same for the fields of steps. */
export const schemaFor = (loginOf: (auth: OptionsContext['auth']) => Login): Schema => ({
  tables: (auth) => tables(loginOf(auth)),
  columns: (auth, table) => columns(loginOf(auth), table),
})
