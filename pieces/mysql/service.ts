import { customAuth } from '../../src/piece/auth.ts'
import { shortText } from '../../src/piece/fields.ts'
import { socketService } from '../../src/piece/socket-service.ts'
import { sqlInputs } from '../_sql/inputs.ts'
import { loginFields } from '../_sql/login.ts'
import { query } from './client.ts'
import { schemaFor } from './schema.ts'

const PORT = 3306

/** MySQL and MariaDB, spoken by `mysql2`. */
export const mysql = socketService({
  name: 'mysql',
  displayName: 'MySQL',
  description: 'Rows of a MySQL or MariaDB database.',
  categories: ['DEVELOPER_TOOLS'],
  auth: customAuth({ label: 'Connection', fields: loginFields(PORT) }),
  validate: (login) => query(login, { sql: 'SELECT 1', args: [] }),
})

/** The fields of its steps. */
export const inputs = sqlInputs(schemaFor(mysql.loginOf), '?')

/** What times are taken to be in. */
export const timezone = shortText({
  label: 'Time zone',
  description: "Such as +02:00. The server's own where empty.",
  required: false,
})
