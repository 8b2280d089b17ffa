import * as z from 'zod'
import { checkbox, choice, json, number, object, shortText } from './fields.ts'
import type { ActionContext } from './piece.ts'
import type { ServiceHttp } from './service-http.ts'

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

/** Requests that may be sent again without harm (RFC 9110, 9.2.2). */
const REPEATABLE: ReadonlySet<unknown> = new Set(['GET', 'PUT', 'DELETE'])

const fields = z.object({
  url: shortText({
    label: 'Path',
    description: 'A path such as /contacts, or a full address of this service.',
  }),
  method: choice({
    label: 'Method',
    defaultValue: 'GET',
    choices: METHODS.map((value) => ({ value, label: value })),
  }),
  headers: object({ label: 'Headers', defaultValue: {} }),
  queryParams: object({ label: 'Query parameters', defaultValue: {} }),
  body: json({ label: 'Body', required: false }),
  response_is_binary: checkbox({ label: 'The answer is a file', defaultValue: false }),
  failsafe: checkbox({
    label: 'Go on where it fails',
    description: 'The step then succeeds and gives the status and body of the error.',
    defaultValue: false,
  }),
  timeout: number({ label: 'Timeout in seconds', required: false, min: 1, max: 120 }),
})

/** Any request to the service that no action covers; the connection's credentials are added. */
export function customApiCall(displayName: string) {
  return {
    name: 'custom_api_call',
    displayName: 'Custom API call',
    description: `Sends any request to ${displayName} with the connection's credentials.`,
    input: fields,
    idempotent: ({ method }: Record<string, unknown>) => REPEATABLE.has(method ?? 'GET'),
    run({ input, http }: Pick<ActionContext<z.output<typeof fields>>, 'input'> & { http: ServiceHttp }) {
      return http.send(input.method, input.url, {
        headers: texts(input.headers),
        query: texts(input.queryParams),
        ...(input.body !== undefined && input.method !== 'GET' && { json: input.body }),
        ...(input.timeout !== undefined && { timeoutMs: input.timeout * 1000 }),
        as: input.response_is_binary ? 'base64' : 'auto',
        anyStatus: input.failsafe,
      })
    },
  }
}

function texts(values: Record<string, unknown>): Record<string, string> {
  const given = Object.entries(values).filter(([, value]) => value !== null && value !== undefined)
  return Object.fromEntries(
    given.map(([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : String(value)]),
  )
}
