import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { isObject, type Json } from '../../src/json.ts'
import { errorOfStatus } from '../../src/piece/service-errors.ts'
import type { ServiceHttp } from '../../src/piece/service-http.ts'

/** What a call needs to know of its connection. */
export interface OdooContext {
  http: ServiceHttp
  auth: { type: string }
}

const Login = z.object({ database: z.string(), username: z.string(), api_key: z.string() })
const Answer = z.object({ result: z.unknown().optional() })

/** The statuses that Odoo's exceptions would have elsewhere; any other is a refused request. */
const STATUS: Readonly<Record<string, number>> = {
  'odoo.exceptions.AccessDenied': 401,
  'odoo.exceptions.AccessError': 403,
  'odoo.exceptions.MissingError': 404,
  'odoo.http.SessionExpiredException': 401,
  'psycopg2.errors.UniqueViolation': 409,
}

/** JSON-RPC answers errors with status 200. */
export function failure(body: Json): CodedError | undefined {
  const error = isObject(body) ? body.error : undefined
  if (!isObject(error ?? null)) return undefined
  const { message, data } = error as { [key: string]: Json }
  const { name, message: said } = isObject(data ?? null) ? (data as { [key: string]: Json }) : {}
  const words = typeof said === 'string' && said.trim() ? said.trim() : String(message ?? '')
  return errorOfStatus({ displayName: 'Odoo' }, STATUS[String(name)] ?? 400, words || undefined)
}

async function rpc(http: ServiceHttp, service: string, method: string, args: unknown[]) {
  const json = { jsonrpc: '2.0', method: 'call', id: 1, params: { service, method, args } }
  return (await http.post('/jsonrpc', { json, answer: Answer })).result
}

/**
 * The number of the user who logs in.
 * @throws CodedError CONNECTION_REFUSED
 */
export async function login({ http, auth }: OdooContext): Promise<number> {
  const { database, username, api_key } = loginOf(auth)
  const user = await rpc(http, 'common', 'authenticate', [database, username, api_key, {}])
  if (typeof user === 'number') return user
  throw errorOfStatus({ displayName: 'Odoo' }, 401, 'The database, the user or the API key is wrong')
}

/** Calls a method of a model, as `execute_kw` does. */
export async function call(
  context: OdooContext,
  model: string,
  method: string,
  args: unknown[],
  kwargs: Record<string, unknown> = {},
): Promise<unknown> {
  const { database, api_key } = loginOf(context.auth)
  const user = await login(context)
  return rpc(context.http, 'object', 'execute_kw', [database, user, api_key, model, method, args, kwargs])
}

function loginOf(auth: OdooContext['auth']) {
  return Login.parse((auth as { fields?: unknown }).fields)
}

/**
 * A condition of Odoo's, as a list.
 * @throws CodedError INPUT_INVALID
 */
export function domainOf(value: unknown): unknown[] {
  if (value === undefined || value === null) return []
  if (Array.isArray(value)) return value
  throw new CodedError('INPUT_INVALID', '"domain" is no list. Write it as [["is_company", "=", true]].')
}
