import type { Transporter } from 'nodemailer'
import { CodedError } from '../../src/errors.ts'
import { errorOfStatus } from '../../src/piece/service-errors.ts'

/** A login at a mail server. */
export interface MailLogin {
  host: string
  email: string
  password: string
  port: number
  TLS: boolean
}

const TIMEOUT_MS = 20_000

/** Gives a mail server to `use`, one connection per message. @throws CodedError what went wrong there */
export async function withMailServer<T>(
  { host, email, password, port, TLS }: MailLogin,
  signal: AbortSignal | undefined,
  use: (server: Transporter) => Promise<T>,
): Promise<T> {
  const { createTransport } = await import('nodemailer')
  const server = createTransport({
    host,
    port,
    secure: TLS,
    auth: { user: email, pass: password },
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    // What a workflow puts into a message is text, never the name of a file or an address to read.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  signal?.throwIfAborted()
  try {
    return await use(server)
  } catch (error) {
    throw errorOf(error)
  } finally {
    server.close()
  }
}

/** Codes of the library for what never reached the server, or got no answer there. */
const UNREACHED: ReadonlySet<unknown> = new Set(['ESOCKET', 'ECONNECTION', 'ETIMEDOUT', 'EDNS', 'ETLS'])

/** What reply codes say of the login, in HTTP's terms (RFC 4954, 6). */
const LOGIN_REFUSED: ReadonlySet<unknown> = new Set([530, 534, 535, 538])

function errorOf(error: unknown): unknown {
  const { code, response, responseCode, message } = error as {
    code?: unknown
    response?: string
    responseCode?: number
    message?: string
  }
  const name = { displayName: 'SMTP' }
  // Replies of 4xx may be another the next time, those of 5xx not (RFC 5321, 4.2.1).
  if (responseCode !== undefined && responseCode < 500) return errorOfStatus(name, 503, response)
  if (LOGIN_REFUSED.has(responseCode) || code === 'EAUTH') return errorOfStatus(name, 401, response)
  if (responseCode !== undefined || code === 'EENVELOPE') {
    return errorOfStatus(name, 422, response ?? message)
  }
  if (!UNREACHED.has(code)) return error
  const text = 'The mail server could not be reached, or broke the connection. Check host, port and TLS.'
  return new CodedError('SERVICE_UNREACHABLE', text, { retryable: true, cause: error })
}
