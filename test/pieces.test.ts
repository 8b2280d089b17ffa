import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type * as z from 'zod'
import { pieceFolders } from '../scripts/pieces/generate.ts'
import { isCoded } from '../src/errors.ts'
import type { Json } from '../src/json.ts'
import type { Auth } from '../src/piece/auth.ts'
import { type FieldMeta, fieldsOf } from '../src/piece/fields.ts'
import { createHttpClient, type HttpClient } from '../src/piece/http-client.ts'
import type { Piece } from '../src/piece/piece.ts'
import { runAction } from './support/run-action.ts'

// What every piece of an HTTP service owes its users when the service fails, whichever way.

const SECRET = 's3cret-of-this-connection'
const PATIENCE_MS = 25
const HUGE_BYTES = 30 * 2 ** 20

type Answer = (request: { url: string; init: RequestInit }) => Promise<Response>

const json = (status: number, body: unknown = {}, headers: Record<string, string> = {}): Answer => {
  return async () => Response.json(body, { status, headers })
}
const page = (status: number): Answer => {
  return async () =>
    new Response('<!DOCTYPE html><html><body>Back soon</body></html>', {
      status,
      headers: { 'content-type': 'text/html' },
    })
}

let reset: string
const server = createServer((request) => request.socket.resetAndDestroy())
beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  reset = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())

interface Fault {
  answer: Answer
  code: string
  retryable?: boolean
  details?: object
  /** what the message holds beside the service's name */
  said?: string
}

const huge: Answer = async () => {
  const chunk = new Uint8Array(2 ** 20).fill(32)
  let left = HUGE_BYTES / chunk.length
  const body = new ReadableStream({
    pull(controller) {
      if (left-- > 0) controller.enqueue(chunk)
      else controller.close()
    },
  })
  return new Response(body, { headers: { 'content-type': 'application/json' } })
}

const silence: Answer = ({ init }) =>
  new Promise((_, reject) => init.signal?.addEventListener('abort', () => reject(init.signal?.reason)))

const FAULTS: Record<string, Fault> = {
  'bad credentials': { answer: json(401), code: 'CONNECTION_REFUSED' },
  'a missing scope': { answer: json(403), code: 'PERMISSION_DENIED' },
  'an id that is not there': { answer: json(404), code: 'RESOURCE_NOT_FOUND' },
  'a conflict': { answer: json(409), code: 'CONFLICT' },
  'a field it refuses': {
    answer: async () => new Response('The e-mail is wrong', { status: 422 }),
    code: 'INPUT_REJECTED',
    said: 'The e-mail is wrong',
  },
  'a limit': {
    answer: json(429, {}, { 'retry-after': '3' }),
    code: 'RATE_LIMITED',
    retryable: true,
    details: { status: 429, retryAfterMs: 3000 },
  },
  'a failure of its own': { answer: json(500), code: 'SERVICE_UNAVAILABLE', retryable: true },
  maintenance: { answer: json(503), code: 'SERVICE_UNAVAILABLE', retryable: true },
  'a page of its gateway': { answer: page(502), code: 'SERVICE_UNAVAILABLE', retryable: true },
  'a page where data belongs': { answer: page(200), code: 'ANSWER_INVALID' },
  silence: { answer: silence, code: 'HTTP_TIMEOUT', retryable: true },
  'an endless answer': { answer: huge, code: 'HTTP_TOO_LARGE' },
  'a broken connection': {
    answer: ({ init }) => fetch(reset, { method: init.method, signal: init.signal }),
    code: 'HTTP_NETWORK',
    retryable: true,
  },
}

/** A client whose every request gets this answer, and how many there were. */
function played(answer: Answer): { http: HttpClient; count: () => number } {
  let requests = 0
  const send = async (url: string, init: RequestInit) => {
    requests++
    return answer({ url, init })
  }
  const client = createHttpClient({ allowPrivateHosts: false, fetch: send as typeof fetch })
  const timeoutMs = answer === silence ? PATIENCE_MS : undefined
  const http = {
    ...client,
    request: (request: Parameters<HttpClient['request']>[0]) =>
      client.request({ ...request, ...(timeoutMs && { timeoutMs }) }),
  }
  return { http, count: () => requests }
}

/** A value that a field may have: of several that may be meant, the nth. */
function sample(name: string, { kind, choices, defaultValue, row }: FieldMeta, nth: number): unknown {
  if (choices?.[0]) return choices[0].value
  if (kind === 'SECRET_TEXT') return SECRET
  if (kind === 'NUMBER') return defaultValue ?? 1
  if (kind === 'CHECKBOX') return defaultValue ?? true
  if (kind === 'JSON' || kind === 'OBJECT' || kind === 'DYNAMIC') return {}
  if (kind === 'ARRAY') return row ? [samples(row, nth)] : ['1']
  if (kind === 'MULTI_SELECT_DROPDOWN' || kind === 'STATIC_MULTI_SELECT_DROPDOWN') return ['1']
  if (kind === 'DATE_TIME') return '2026-01-31T10:00:00Z'
  if (kind === 'FILE') return 'data:text/plain,x'
  return /e-?mail/i.test(name)
    ? 'ana@example.com'
    : ['acme', 'https://acme.example.com', 'acme.example.com', '1'][nth]
}

function samples(schema: z.ZodObject | undefined, nth: number): Record<string, unknown> {
  const fields = Object.entries(schema ? fieldsOf(schema) : {})
  return Object.fromEntries(
    fields.filter(([, { required }]) => required).map(([name, field]) => [name, sample(name, field, nth)]),
  )
}

/** A connection's value of this kind. */
function connectionOf(auth: Auth, nth: number): Json {
  switch (auth.type) {
    case 'SECRET_TEXT':
      return { type: auth.type, secret_text: SECRET }
    case 'BASIC_AUTH':
      return { type: auth.type, username: 'ana', password: SECRET }
    case 'CUSTOM_AUTH':
      return { type: auth.type, props: samples(auth.fields, nth) as Json }
    case 'OAUTH2': {
      // Addresses that services give with a token, by the names they give them.
      const data = { instance_url: 'https://acme.example.com', api_domain: 'https://acme.example.com' }
      return { type: auth.type, access_token: SECRET, props: samples(auth.fields, nth) as Json, data }
    }
  }
}

const VARIANTS = [0, 1, 2, 3]

/** The first connection with which a request goes out. */
async function workingConnection(piece: Piece, auth: Auth): Promise<Json> {
  for (const nth of VARIANTS) {
    const value = connectionOf(auth, nth)
    const { http, count } = played(json(200))
    await call(piece, value, http).catch(() => {})
    if (count() > 0) return value
  }
  throw new Error(
    `${piece.name}: no connection of kind ${auth.type} sends anything. Teach this test to fill it in.`,
  )
}

const call = (piece: Piece, auth: Json, http: HttpClient) =>
  runAction(piece, 'custom_api_call', { auth, url: '/x', method: 'GET' }, { http })

/** The first action of its own that sends something with inputs made up. */
async function reachingAction(piece: Piece, auth: Json) {
  const own = Object.values(piece.actions).filter(({ name }) => name !== 'custom_api_call')
  for (const action of own) {
    for (const nth of VARIANTS) {
      const input = { auth, ...samples(action.input, nth) }
      const { http, count } = played(json(401))
      await runAction(piece, action.name, input, { http }).catch(() => {})
      if (count() > 0) return (client: HttpClient) => runAction(piece, action.name, input, { http: client })
    }
  }
  return undefined
}

async function errorOf(trying: Promise<unknown>): Promise<unknown> {
  return trying.then(
    (value) => ({ succeededWith: value }),
    (error: unknown) => error,
  )
}

function expectTold(piece: Piece, error: unknown, { code, retryable = false, details, said }: Fault): void {
  expect(error).toMatchObject({ code, retryable, ...(details && { details }) })
  expect(isCoded(error)).toBe(true)
  const { message, details: all } = error as Error & { details?: unknown }
  expect(message).toContain(piece.displayName)
  if (said) expect(message).toContain(said)
  // What happened, then what to check or do.
  expect(message.split(/[.:] /).length).toBeGreaterThan(1)
  expect(`${message}${JSON.stringify(all)}`).not.toContain(SECRET)
}

const pieces: Piece[] = await Promise.all(
  pieceFolders().map(async (name) => {
    const module: { default: Piece } = await import(join(import.meta.dirname, '../pieces', name, 'index.ts'))
    return module.default
  }),
)
const services = pieces.filter(({ actions }) => actions.custom_api_call)

describe.each(services)('$displayName', (piece) => {
  describe.each(piece.auth)('with $type', (auth) => {
    let connection: Json
    let own: Awaited<ReturnType<typeof reachingAction>>
    beforeAll(async () => {
      connection = await workingConnection(piece, auth)
      own = await reachingAction(piece, connection)
    })

    test.each(Object.entries(FAULTS))(
      '%s is told alike by a call, a try-out and an action',
      async (_, fault) => {
        expectTold(piece, await errorOf(call(piece, connection, played(fault.answer).http)), fault)
        const connected = piece.connect!(played(fault.answer).http, { value: connection })
        expectTold(piece, await errorOf(piece.validate!(connected)), fault)
        if (own) expectTold(piece, await errorOf(own(played(fault.answer).http)), fault)
      },
    )

    test('an empty answer is an empty answer, or told', async () => {
      const empty: Answer = async () => new Response(null)
      const { output } = await call(piece, connection, played(empty).http)
      expect(output).toMatchObject({ status: 200, body: null })
      const tried = piece.validate!(piece.connect!(played(empty).http, { value: connection }))
      const error = await errorOf(tried)
      if (error instanceof Error)
        expect(error).toMatchObject({ retryable: expect.any(Boolean), code: expect.any(String) })
    })
  })
})

test('every service of the catalogue is among them', () => {
  expect(services.length).toBeGreaterThan(0)
  const others = pieces.filter((piece) => piece.connect && !services.includes(piece)).map(({ name }) => name)
  expect(others).toEqual(['amazon-s3', 'mysql', 'postgres', 'smtp'])
})
