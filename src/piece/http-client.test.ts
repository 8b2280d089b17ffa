import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createHttpClient } from './http-client.ts'

type Handler = (request: IncomingMessage & { text: string }, response: ServerResponse) => void

let handle: Handler
let requests: { method?: string; url?: string; headers: IncomingMessage['headers']; text: string }[]
const servers: Server[] = []

async function listen(): Promise<string> {
  const server = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += chunk
    requests.push({ method: request.method, url: request.url, headers: request.headers, text })
    handle(Object.assign(request, { text }), response)
  })
  servers.push(server)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

let base: string
let other: string
const http = createHttpClient({ allowPrivateHosts: true })

beforeAll(async () => {
  base = await listen()
  other = await listen()
})
beforeEach(() => {
  requests = []
})
afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections()
    server.close()
  }
})

const answer = (status: number, headers: Record<string, string>, body: string | Buffer = '') => {
  handle = (_, response) => response.writeHead(status, headers).end(body)
}
const get = (path = '/', more = {}) => http.request({ method: 'GET', url: base + path, ...more })

describe('requests', () => {
  test('JSON, query and headers arrive as given', async () => {
    answer(200, {})
    const request = {
      method: 'post',
      url: `${base}/a?x=1`,
      json: { a: 'ñ' },
      query: { y: 2, z: undefined, q: 'a&b' },
    }
    await http.request({ ...request, headers: { 'X-A': '1' } })
    expect(requests[0]).toMatchObject({ method: 'POST', url: '/a?x=1&y=2&q=a%26b', text: '{"a":"ñ"}' })
    expect(requests[0]?.headers).toMatchObject({ 'content-type': 'application/json', 'x-a': '1' })
  })

  test('a user in the address becomes an Authorization header', async () => {
    answer(200, {})
    await http.request({ method: 'GET', url: base.replace('//', '//ana:p%20w@') })
    expect(requests[0]?.headers.authorization).toBe(`Basic ${Buffer.from('ana:p w').toString('base64')}`)
  })
})

describe('answers', () => {
  test.each([
    ['application/json', '{"a":1}', { a: 1 }],
    ['application/problem+json; charset=utf-8', '{"a":1}', { a: 1 }],
    ['application/json', '{oops', '{oops'],
    ['application/json', '', null],
    ['text/plain', '{"a":1}', '{"a":1}'],
    ['text/html; charset=iso-8859-1', Buffer.from('mañana', 'latin1'), 'mañana'],
    ['image/png', Buffer.from([0, 255]), 'AP8='],
    ['image/svg+xml', '<svg/>', '<svg/>'],
  ])('a body of %s is %j as it should be', async (type, body, expected) => {
    answer(200, { 'content-type': type }, body)
    expect(await get()).toMatchObject({ status: 200, headers: { 'content-type': type }, body: expected })
  })

  test('any body comes as text or as base64 when asked', async () => {
    answer(200, { 'content-type': 'application/json' }, '{"a":1}')
    expect((await get('/', { as: 'text' })).body).toBe('{"a":1}')
    expect((await get('/', { as: 'base64' })).body).toBe(Buffer.from('{"a":1}').toString('base64'))
  })

  test('10 MiB are read, and one byte more is refused without waiting for the rest', async () => {
    const MiB = 1024 * 1024
    answer(200, { 'content-type': 'text/plain' }, Buffer.alloc(10 * MiB, 'a'))
    expect((await get()).body).toHaveLength(10 * MiB)
    handle = (_, response) => {
      response.writeHead(200, { 'content-type': 'text/plain' })
      response.write(Buffer.alloc(10 * MiB + 1, 'a'))
    }
    await expect(get()).rejects.toMatchObject({ code: 'HTTP_TOO_LARGE', retryable: false })
  })
})

describe('failures', () => {
  test.each([
    [400, false],
    [404, false],
    [408, true],
    [429, true],
    [500, true],
    [503, true],
  ])('status %d is an error, worth another try: %s', async (status, retryable) => {
    answer(status, { 'content-type': 'application/json' }, '{"error":"no"}')
    await expect(get('/x')).rejects.toMatchObject({
      code: 'HTTP_STATUS',
      retryable,
      message: `GET ${base}/x answered ${status}.`,
      details: { status, body: '{"error":"no"}' },
    })
    expect((await get('/x', { anyStatus: true })).body).toEqual({ error: 'no' })
  })

  test('only 4 KB of the body go into the error', async () => {
    answer(500, {}, 'x'.repeat(100_000))
    const error = await get().catch((thrown: unknown) => thrown)
    expect((error as { details: { body: string } }).details.body).toBe('x'.repeat(4096))
  })

  test('Retry-After is honoured in seconds and as a date', async () => {
    answer(429, { 'retry-after': '120' })
    await expect(get()).rejects.toMatchObject({ details: { retryAfterMs: 120_000 } })
    answer(429, { 'retry-after': 'Fri, 31 Dec 1999 23:59:59 GMT' })
    await expect(get()).rejects.toMatchObject({ details: { retryAfterMs: 0 } })
    answer(429, { 'retry-after': 'soon' })
    const error = await get().catch((thrown: unknown) => thrown)
    expect((error as { details: object }).details).not.toHaveProperty('retryAfterMs')
  })

  test('no answer in time is a time-out', async () => {
    handle = () => {}
    await expect(get('/', { timeoutMs: 30 })).rejects.toMatchObject({ code: 'HTTP_TIMEOUT', retryable: true })
  })

  test('a body that stops half way is a time-out too', async () => {
    handle = (_, response) => response.writeHead(200).write('half')
    await expect(get('/', { timeoutMs: 100 })).rejects.toMatchObject({ code: 'HTTP_TIMEOUT' })
  })

  test('a server that hangs up is a network failure, worth another try', async () => {
    handle = (request) => request.socket.destroy()
    await expect(get()).rejects.toMatchObject({ code: 'HTTP_NETWORK', retryable: true })
  })

  test("the step's signal ends the request, and its reason is what is thrown", async () => {
    const step = new AbortController()
    handle = () => step.abort(new Error('canceled'))
    await expect(get('/', { signal: step.signal })).rejects.toThrow('canceled')
  })

  test('secrets of the address are in no error', async () => {
    answer(500, {})
    const url = `${base.replace('//', '//user:hunter2@')}/path?token=hunter2#hunter2`
    const error = (await http.request({ method: 'GET', url }).catch((thrown: unknown) => thrown)) as Error
    expect(error.message).toContain('/path')
    expect(JSON.stringify({ ...error, message: error.message, cause: String(error.cause) })).not.toContain(
      'hunter2',
    )
    const bad = await http
      .request({ method: 'GET', url: 'ftp://u:hunter2@x/?hunter2' })
      .catch((e: Error) => e.message)
    expect(bad).not.toContain('hunter2')
  })

  test('a header that HTTP does not allow is refused by name, and its value is not shown', async () => {
    const error = (await get('/', { headers: { 'X-Key': 'a\nhunter2' } }).catch((e: unknown) => e)) as Error
    expect(error).toMatchObject({ code: 'HTTP_HEADER_INVALID', message: expect.stringContaining('X-Key') })
    expect(error.message).not.toContain('hunter2')
  })

  test.each(['', 'example.com', 'ftp://example.com', 'javascript:1', 'http://'])(
    '"%s" is no address',
    async (url) => {
      await expect(http.request({ method: 'GET', url })).rejects.toMatchObject({ code: 'HTTP_URL_INVALID' })
    },
  )
})

describe('redirects', () => {
  const redirect = (status: number, location: string) => {
    handle = (request, response) => {
      if (request.url === '/to') response.end('there')
      else response.writeHead(status, { location }).end()
    }
  }
  const post = (more = {}) =>
    http.request({
      method: 'POST',
      url: `${base}/from`,
      json: { a: 1 },
      headers: { Authorization: 'x' },
      ...more,
    })

  test('a redirect within the host keeps the credentials', async () => {
    redirect(307, '/to')
    expect((await post()).body).toBe('there')
    expect(requests[1]).toMatchObject({ method: 'POST', text: '{"a":1}', headers: { authorization: 'x' } })
  })

  test('a redirect to another host loses them', async () => {
    redirect(307, `${other}/to`)
    await post()
    expect(requests[1]?.headers).not.toHaveProperty('authorization')
    expect(requests[1]?.text).toBe('{"a":1}')
  })

  test.each([301, 302, 303])('after %d a POST becomes a GET without a body', async (status) => {
    redirect(status, '/to')
    await post()
    expect(requests[1]).toMatchObject({ method: 'GET', text: '' })
    expect(requests[1]?.headers).not.toHaveProperty('content-type')
  })

  test('a redirect is handed back when it is not to be followed', async () => {
    redirect(302, '/to')
    expect(await post({ followRedirects: false })).toMatchObject({
      status: 302,
      headers: { location: '/to' },
    })
    expect(requests).toHaveLength(1)
  })

  test('after five redirects it ends', async () => {
    redirect(302, '/again')
    await expect(get('/from')).rejects.toMatchObject({ code: 'HTTP_REDIRECT' })
    expect(requests).toHaveLength(6)
  })

  test('a redirect into a private network is refused, though the first host was public', async () => {
    const sent: string[] = []
    const publicFetch = (async (url: string) => {
      sent.push(url)
      return new Response(null, {
        status: 302,
        headers: { location: 'http://169.254.169.254/latest/meta-data' },
      })
    }) as unknown as typeof fetch
    const client = createHttpClient({ allowPrivateHosts: false, fetch: publicFetch })
    const request = client.request({ method: 'GET', url: 'https://example.com/' })
    await expect(request).rejects.toMatchObject({ code: 'HTTP_HOST_REFUSED' })
    expect(sent).toEqual(['https://example.com/'])
  })
})

test('a private address is refused before anything is sent', async () => {
  answer(200, {})
  const client = createHttpClient({ allowPrivateHosts: false })
  await expect(client.request({ method: 'GET', url: base })).rejects.toMatchObject({
    code: 'HTTP_HOST_REFUSED',
  })
  expect(requests).toHaveLength(0)
})
