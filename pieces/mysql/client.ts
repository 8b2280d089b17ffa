import type { Socket } from 'node:net'
import type { Connection, ConnectionOptions, ResultSetHeader } from 'mysql2'
import { sqlError, statementTimeout, untilAborted } from '../_sql/failures.ts'
import { type Limits, type Login, USUAL_LIMITS } from '../_sql/login.ts'
import { jsonRows, type Row } from '../_sql/rows.ts'
import type { Statement } from '../_sql/statements.ts'

interface Options extends Partial<Limits> {
  signal?: AbortSignal
  /** what the server takes times to be in, such as `+02:00` */
  timezone?: string
}

/** What a statement that gives no rows did. */
export interface Done {
  affectedRows: number
  insertId: number | string
  changedRows: number
  message: string
}

/** Opens a connection, runs a statement, and closes it. @throws CodedError of `sqlError`, SERVICE_TIMEOUT */
export async function query(
  login: Login,
  { sql, args }: Statement,
  options: Options = {},
): Promise<Row[] | Done> {
  const { default: mysql } = await import('mysql2')
  const { connect: connectTls } = await import('node:tls')
  const { connectMs, statementMs } = { ...USUAL_LIMITS, ...options }
  const connection = mysql.createConnection(configOf(login, connectMs))
  if (login.enable_ssl) encryptOnWorkers(connection, login.host, connectTls)
  // After a failure the driver may report it once more, to nobody.
  connection.on('error', () => {})
  const client = connection.promise()
  try {
    return await untilAborted(
      options.signal,
      () => connection.destroy(),
      async () => {
        if (options.timezone) await client.execute('SET time_zone = ?', [options.timezone])
        const [result] = await client.execute({ sql, values: args.map(bindable), timeout: statementMs })
        await client.end()
        return Array.isArray(result) ? jsonRows(result) : doneOf(result as ResultSetHeader)
      },
    )
  } catch (error) {
    options.signal?.throwIfAborted()
    throw errorOf(error, statementMs)
  } finally {
    connection.destroy()
  }
}

/** As `query`, for statements that give rows. */
export async function read(login: Login, statement: Statement, options?: Options): Promise<Row[]> {
  const answer = await query(login, statement, options)
  return Array.isArray(answer) ? answer : []
}

function configOf(
  { host, port, user, password, database, enable_ssl }: Login,
  connectMs: number,
): ConnectionOptions {
  return {
    host,
    port,
    user,
    password,
    database,
    connectTimeout: connectMs,
    // A Worker may not make code from text, which the driver does to be faster.
    disableEval: true,
    dateStrings: true,
    supportBigNumbers: true,
    ...(enable_ssl && { ssl: { rejectUnauthorized: true, verifyIdentity: true } }),
  }
}

/** The driver's inner parts that changing to TLS touches. */
interface Inside {
  stream: Socket
  packetParser: { execute(data: Buffer): void }
  startTLS(onSecure: (error?: Error) => void): void
}

/**
 * The driver's own change to TLS asks for options that Workers don't have. Without them, certificate and host are
 * checked all the same, there as in Node.
 */
function encryptOnWorkers(
  connection: Connection,
  servername: string,
  connectTls: typeof import('node:tls').connect,
): void {
  const inside = connection as unknown as Inside
  inside.startTLS = (onSecure) => {
    inside.stream.removeAllListeners('data')
    const secure = connectTls({ socket: inside.stream, servername, host: servername }, () => onSecure())
    secure.on('error', onSecure)
    secure.on('data', (data) => inside.packetParser.execute(data))
    inside.stream = secure
  }
}

/** Lists and objects are JSON to the database. */
function bindable(value: unknown): never {
  const isJson = typeof value === 'object' && value !== null && !(value instanceof Uint8Array)
  return (isJson ? JSON.stringify(value) : (value ?? null)) as never
}

function doneOf({ affectedRows, insertId, changedRows, info }: ResultSetHeader): Done {
  return { affectedRows, insertId, changedRows, message: info }
}

/** What the server's error numbers stand for in HTTP's terms (MySQL's error reference). */
const MEANING: Readonly<Record<number, number>> = {
  1040: 503,
  1044: 403,
  1045: 401,
  1049: 404,
  1054: 404,
  1062: 409,
  1142: 403,
  1143: 403,
  1146: 404,
  1203: 503,
  1205: 503,
  1213: 503,
  1226: 503,
  1227: 403,
  1290: 403,
  1451: 409,
  1452: 409,
  1698: 401,
}

/** Numbers of errors that the server makes itself; the driver's own have none, or a negative one of the system. */
const FIRST_NUMBER = 1000
const TIMEOUTS: ReadonlySet<unknown> = new Set([1969, 3024, 'PROTOCOL_SEQUENCE_TIMEOUT'])

function errorOf(error: unknown, statementMs: number): unknown {
  const { code, errno, sqlState } = error as { code?: unknown; errno?: number; sqlState?: unknown }
  if (TIMEOUTS.has(code) || TIMEOUTS.has(errno)) return statementTimeout('MySQL', statementMs)
  const isServers = errno !== undefined && errno >= FIRST_NUMBER && sqlState !== undefined
  return sqlError('MySQL', error, isServers ? (MEANING[errno] ?? 422) : undefined)
}
