import { patchcordClient } from '../../client/client.ts'
import { untilLoggedIn } from './session.ts'

/** The API, as whoever is logged in. A request that finds the session ended waits for the next login. */
export const api = patchcordClient({ fetch: send })

/** What the API says where it refuses, or `NETWORK` where it can't be reached. */
export class ApiError extends Error {
  readonly code: string
  /** 0 where nothing answered */
  readonly status: number
  readonly details: unknown

  constructor(code: string, message: string, status: number, details?: unknown) {
    super(message)
    this.name = 'ApiError'
    this.code = code
    this.status = status
    this.details = details
  }
}

interface Answer<T> {
  data?: T
  error?: unknown
  response: Response
}

/** The answer of a request to `api`. @throws ApiError */
export async function answerOf<T>(request: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await request.catch((thrown: unknown) => {
    if (thrown instanceof DOMException && thrown.name === 'AbortError') throw thrown
    throw new ApiError('NETWORK', String(thrown), 0)
  })
  if (response.ok) return data as T
  throw errorOf(error, response.status)
}

function errorOf(body: unknown, status: number): ApiError {
  const { error_code, message, details } = (typeof body === 'object' && body !== null ? body : {}) as {
    error_code?: string
    message?: string
    details?: unknown
  }
  return new ApiError(error_code ?? 'INTERNAL_ERROR', message ?? `HTTP ${status}`, status, details)
}

async function send(request: Request): Promise<Response> {
  const again = request.clone()
  const response = await fetch(request)
  // Logging in answers 401 itself, where the password is wrong.
  if (response.status !== 401 || new URL(request.url).pathname.startsWith('/v1/session')) return response
  await untilLoggedIn()
  return send(again)
}
