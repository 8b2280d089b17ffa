import createClient from 'openapi-fetch'
import type { Paths } from './api.d.ts'

/** What a request is sent with: a key as a bearer token, or the cookie of a session in the browser. */
export interface ClientOptions {
  /** of the server, without a slash at its end; the page's own where unset */
  baseUrl?: string
  apiKey?: string
  fetch?: (request: Request) => Promise<Response>
}

/**
 * A typed client of the management API: `client.GET('/v1/workflow/{flow_id}', { params: { path: { flow_id } } })`.
 * Each call gives `{ data, error, response }` and throws only where the network does.
 */
export function patchcordClient({ baseUrl = '', apiKey, fetch }: ClientOptions = {}) {
  return createClient<Paths>({
    baseUrl,
    ...(fetch && { fetch }),
    ...(apiKey !== undefined && { headers: { authorization: `Bearer ${apiKey}` } }),
  })
}
