import { customAuth } from '../../src/piece/auth.ts'
import { socketService } from '../../src/piece/socket-service.ts'
import { sqlInputs } from '../_sql/inputs.ts'
import { loginFields } from '../_sql/login.ts'
import { query } from './client.ts'
import { schemaFor } from './schema.ts'

const PORT = 5432

/** PostgreSQL, spoken by `pg`. */
export const postgres = socketService({
  name: 'postgres',
  displayName: 'PostgreSQL',
  description: 'Rows of a PostgreSQL database.',
  categories: ['DEVELOPER_TOOLS'],
  auth: customAuth({ label: 'Connection', fields: loginFields(PORT) }),
  validate: (login) => query(login, { sql: 'SELECT 1', args: [] }),
})

/** The fields of its steps. */
export const inputs = sqlInputs(schemaFor(postgres.loginOf), '$1, $2')
