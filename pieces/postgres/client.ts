import type { ClientConfig, QueryResult } from 'pg'
import { sqlError, statementTimeout, untilAborted } from '../_sql/failures.ts'
import { type Limits, type Login, USUAL_LIMITS } from '../_sql/login.ts'
import { jsonRows, type Row } from '../_sql/rows.ts'
import type { Statement } from '../_sql/statements.ts'

interface Options extends Partial<Limits> {
  signal?: AbortSignal
  applicationName?: string
}

/** What a statement gave. */
export interface Answer {
  rows: Row[]
  rowCount: number
}

/** Types whose text says more than a moment of JavaScript would: date and timestamp have no time zone. */
const DATE = 1082
const TIMESTAMP = 1114

/** Added to the server's own limit before the connection is given up. */
const GRACE_MS = 2_000

/** Opens a connection, runs a statement, and closes it. @throws CodedError of `sqlError`, SERVICE_TIMEOUT */
export async function query(login: Login, { sql, args }: Statement, options: Options = {}): Promise<Answer> {
  const { default: pg } = await import('pg')
  const limits = { ...USUAL_LIMITS, ...options }
  const client = new pg.Client(configOf(login, limits, pg.types.getTypeParser, options.applicationName))
  // After a failure the driver may report it once more, to nobody.
  client.on('error', () => {})
  try {
    return await untilAborted(
      options.signal,
      () => void client.end(),
      async () => {
        await client.connect()
        // In the extended protocol a text is one statement, whether or not anything is bound.
        return answerOf(await client.query({ text: sql, values: [...args], queryMode: 'extended' } as never))
      },
    )
  } catch (error) {
    options.signal?.throwIfAborted()
    throw errorOf(error, limits.statementMs)
  } finally {
    await client.end().catch(() => {})
  }
}

function configOf(
  { host, port, user, password, database, enable_ssl }: Login,
  { connectMs, statementMs }: Limits,
  parserOf: typeof import('pg').types.getTypeParser,
  applicationName: string | undefined,
): ClientConfig {
  const types = {
    getTypeParser: (type: number, format?: 'text' | 'binary') =>
      type === DATE || type === TIMESTAMP ? (text: string) => text : parserOf(type, format as 'text'),
  }
  return {
    host,
    port,
    user,
    password,
    database,
    ssl: enable_ssl,
    connectionTimeoutMillis: connectMs,
    statement_timeout: statementMs,
    query_timeout: statementMs + GRACE_MS,
    types: types as ClientConfig['types'],
    ...(applicationName && { application_name: applicationName }),
  }
}

function answerOf({ rows, rowCount }: QueryResult): Answer {
  return { rows: jsonRows(rows), rowCount: rowCount ?? rows.length }
}

/** What SQLSTATEs stand for in HTTP's terms, the longest beginning first (PostgreSQL's manual, appendix A). */
const MEANING: readonly (readonly [state: string, status: number])[] = [
  ['28', 401],
  ['42501', 403],
  ['3D000', 404],
  ['3F000', 404],
  ['42P01', 404],
  ['42703', 404],
  ['23', 409],
  ['25006', 403],
  ['0A', 422],
  ['21', 422],
  ['22', 422],
  ['42', 422],
  ['P0', 422],
]

const CANCELED = '57014'

function errorOf(error: unknown, statementMs: number): unknown {
  const { code: state, message } = error as { code?: unknown; message?: string }
  if (state === CANCELED || message === 'Query read timeout')
    return statementTimeout('PostgreSQL', statementMs)
  const isState = typeof state === 'string' && /^[0-9A-Z]{5}$/.test(state)
  const meaning = isState ? (MEANING.find(([begin]) => state.startsWith(begin))?.[1] ?? 503) : undefined
  return sqlError('PostgreSQL', error, meaning)
}
