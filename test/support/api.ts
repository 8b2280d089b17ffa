import { exports } from 'cloudflare:workers'
import { expectDocumented } from './documented.ts'

/** The Worker itself, as a caller reaches it. */
export const worker = (exports as unknown as { default: Fetcher }).default

/** An answer of the Worker, its body parsed where it is JSON. */
export interface ApiAnswer {
  status: number
  headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  body: any
}

/** Sends a request to the Worker. `body` is sent as JSON, a text as it is. */
export async function call(
  method: string,
  path: string,
  body?: unknown,
  headers: HeadersInit = {},
): Promise<ApiAnswer> {
  const response = await worker.fetch(`http://patchcord.test${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json')
  const answer = isJson ? JSON.parse(text) : text
  if (path.startsWith('/v1/')) expectDocumented(method, path, response.status, answer)
  return { status: response.status, headers: response.headers, body: answer }
}

/** The same, as an administrator. */
export function api(method: string, path: string, body?: unknown): Promise<ApiAnswer> {
  return call(method, path, body, { authorization: 'Bearer test-admin-token' })
}

interface Importable {
  displayName: string
  trigger: unknown
  settings?: unknown
}

/** A workflow with this definition as its draft. Gives its id. */
export async function addDraft(definition: Importable): Promise<string> {
  const { body } = await api('POST', '/v1/workflow/', { name: definition.displayName })
  await expectOk(api('POST', `/v1/workflow/${body.id}/import`, definition))
  return body.id
}

/** A workflow with this definition, published and enabled. Gives its id. */
export async function addWorkflow(definition: Importable): Promise<string> {
  const id = await addDraft(definition)
  await expectOk(api('POST', `/v1/workflow/${id}/publish`))
  await expectOk(api('PATCH', `/v1/workflow/${id}/status`, { status: 'ENABLED' }))
  return id
}

async function expectOk(answering: Promise<ApiAnswer>): Promise<void> {
  const { status, body } = await answering
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`)
}
