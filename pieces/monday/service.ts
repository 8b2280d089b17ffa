import type * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { isObject, type Json } from '../../src/json.ts'
import { secretText } from '../../src/piece/auth.ts'
import { service } from '../../src/piece/service.ts'
import { errorOfStatus } from '../../src/piece/service-errors.ts'
import type { ServiceHttp } from '../../src/piece/service-http.ts'

/** The statuses that monday.com's error codes would have elsewhere; any other is a refused request. */
const STATUS: Readonly<Record<string, number>> = {
  UserUnauthorizedException: 403,
  USER_UNAUTHORIZED: 403,
  missingRequiredPermissions: 403,
  ResourceNotFoundException: 404,
  InvalidBoardIdException: 404,
  InvalidItemIdException: 404,
  ItemNotFoundException: 404,
  ComplexityException: 429,
  COMPLEXITY_BUDGET_EXHAUSTED: 429,
  maxConcurrencyExceeded: 429,
  RateLimitExceeded: 429,
  InternalServerError: 500,
  INTERNAL_SERVER_ERROR: 500,
}

/** Errors of GraphQL come with status 200. https://developer.monday.com/api-reference/docs/error-handling */
function failure(body: Json): CodedError | undefined {
  if (!isObject(body)) return undefined
  const [first] = Array.isArray(body.errors) ? body.errors : []
  const said = isObject(first) ? first.message : (first ?? body.error_message)
  if (said === undefined) return undefined
  const extensions = isObject(first) && isObject(first.extensions) ? first.extensions : {}
  const status = STATUS[String(extensions.code ?? body.error_code)] ?? 400
  return errorOfStatus({ displayName: 'monday.com' }, status, String(said))
}

/** monday.com's GraphQL API. */
export const monday = service({
  name: 'monday',
  displayName: 'monday.com',
  description: 'Boards and items of monday.com.',
  categories: ['PRODUCTIVITY'],
  auth: [
    secretText({ label: 'API token', description: 'Your picture › Developers › My access tokens › Show.' }),
  ],
  baseUrl: 'https://api.monday.com/v2',
  authorize: ({ secret }) => ({ headers: { authorization: secret } }),
  failure,
  validate: ({ http }) => http.post('', { json: { query: '{ me { id } }' } }),
})

/** Asks monday.com in GraphQL. */
export const ask = (http: ServiceHttp, query: string, variables: object = {}) =>
  http.post('', { json: { query, variables } })

/** Asks monday.com in GraphQL and reads the answer's data. */
export async function read<S extends z.ZodType>(
  http: ServiceHttp,
  query: string,
  variables: object,
  data: S,
): Promise<z.output<S>> {
  const body = await ask(http, query, variables)
  const parsed = data.safeParse(isObject(body) ? body.data : undefined)
  if (parsed.success) return parsed.data
  throw new CodedError(
    'ANSWER_INVALID',
    'monday.com found nothing there. Check the ids in the step’s fields.',
  )
}
