import { exports } from 'cloudflare:workers'
import { expectDocumented } from './documented.ts'

const { default: itself } = exports as unknown as { default: Fetcher }

/** The Worker itself, as a caller reaches it. What its management API answers is held against what it promises. */
export const worker = {
  async fetch(input: string | Request, init?: RequestInit): Promise<Response> {
    const request = new Request(input, init)
    const { method, url } = request
    const response = await itself.fetch(request)
    const { pathname, search } = new URL(url)
    if (pathname.startsWith('/v1/') && !response.webSocket) {
      expectDocumented(method, pathname + search, response.status, await read(response.clone()))
    }
    return response
  },
}

async function read(response: Response): Promise<unknown> {
  const text = await response.text()
  return response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text
}

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
  return { status: response.status, headers: response.headers, body: await read(response) }
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
