import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createHttpClient } from '../../src/piece/http-client.ts'
import { outputOf, resumeWith, runAction } from '../../test/support/run-action.ts'
import piece from './index.ts'

const NOW = Date.parse('2026-11-23T09:00:00Z')
let sent: Request[]
let respond: () => Response

beforeEach(() => {
  vi.useFakeTimers({ now: NOW, toFake: ['Date'] })
  sent = []
  respond = () => Response.json({ ok: true }, { status: 201 })
})
afterEach(() => {
  vi.useRealTimers()
})

const http = createHttpClient({
  allowPrivateHosts: false,
  fetch: (async (url: string, init: RequestInit) => {
    sent.push(new Request(url, init as RequestInit<CfProperties>))
    return respond()
  }) as unknown as typeof fetch,
})

const send = (input: Record<string, unknown>, more = {}) =>
  runAction(
    piece,
    'send_request',
    { method: 'GET', url: 'https://example.com/a', ...input },
    { http, ...more },
  )

describe('send_request', () => {
  test('gives back status, headers and body', async () => {
    expect((await send({})).output).toEqual({
      status: 201,
      headers: { 'content-type': 'application/json' },
      body: { ok: true },
    })
  })

  test('headers and query parameters are sent as text, and empty ones left out', async () => {
    await send({
      headers: { 'X-A': 1, '': 'x', 'X-B': null },
      queryParams: { q: 'a b', n: 2, o: { a: 1 }, z: null },
    })
    const [request] = sent
    expect(Object.fromEntries(request!.headers)).toEqual({ 'x-a': '1' })
    expect(Object.fromEntries(new URL(request!.url).searchParams)).toEqual({ q: 'a b', n: '2', o: '{"a":1}' })
  })

  test.each([
    ['BASIC', { username: 'key', password: '' }, `Basic ${btoa('key:')}`],
    ['BASIC', { username: 'ana', password: 'pw' }, `Basic ${btoa('ana:pw')}`],
    ['BEARER_TOKEN', { token: 't0k' }, 'Bearer t0k'],
  ])('%s authentication with %j sends %s', async (authType, authFields, expected) => {
    await send({ authType, authFields })
    expect(sent[0]?.headers.get('authorization')).toBe(expected)
  })

  test('missing authentication details are refused, and nothing is sent', async () => {
    await expect(send({ authType: 'BEARER_TOKEN' })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringContaining('token'),
    })
    expect(sent).toHaveLength(0)
  })

  test.each([
    ['json', { a: [1] }, '{"a":[1]}', 'application/json'],
    ['json', '{"a":[1]}', '{"a":[1]}', 'application/json'],
    ['raw', 'plain', 'plain', 'text/plain;charset=UTF-8'],
  ])('a %s body %j is sent as %s', async (body_type, data, text, type) => {
    await send({ method: 'POST', body_type, body: { data } })
    expect(await sent[0]?.text()).toBe(text)
    expect(sent[0]?.headers.get('content-type')).toBe(type)
  })

  test('a form holds texts and files', async () => {
    const data = [
      { fieldName: 'name', fieldType: 'text', textFieldValue: 'Ana' },
      { fieldName: 'photo', fieldType: 'file', fileFieldValue: `data:image/png;base64,${btoa('png')}` },
      { fieldName: 'empty', fieldType: 'text', textFieldValue: '' },
    ]
    await send({ method: 'POST', body_type: 'form_data', body: { data } })
    const form = await sent[0]!.formData()
    expect([...form.keys()]).toEqual(['name', 'photo'])
    expect(form.get('name')).toBe('Ana')
    const photo = form.get('photo') as unknown as File
    expect([photo.type, await photo.text()]).toEqual(['image/png', 'png'])
  })

  test('a file given by its address is fetched and sent on', async () => {
    const responses = [
      new Response('%PDF', { headers: { 'content-type': 'application/pdf' } }),
      Response.json({}),
    ]
    respond = () => responses.shift() ?? Response.error()
    const data = [{ fieldName: 'f', fieldType: 'file', fileFieldValue: 'https://example.com/x/doc.pdf' }]
    await send({ method: 'POST', body_type: 'form_data', body: { data } })
    const file = (await sent[1]!.formData()).get('f') as unknown as File
    expect([file.name, file.type, await file.text()]).toEqual(['doc.pdf', 'application/pdf', '%PDF'])
  })

  test.each([
    [{ body_type: 'json', body: { data: {} } }, 'INPUT_INVALID'],
    [{ method: 'POST', body_type: 'json', body: { data: '{' } }, 'INPUT_INVALID'],
    [{ method: 'FETCH' }, 'INPUT_INVALID'],
    [{ use_proxy: true }, 'HTTP_PROXY_UNSUPPORTED'],
    [{ url: 'http://169.254.169.254/' }, 'HTTP_HOST_REFUSED'],
  ])('%j is refused with %s, and nothing is sent', async (input, code) => {
    await expect(send(input)).rejects.toMatchObject({ code })
    expect(sent).toHaveLength(0)
  })

  test('a binary response comes as base64', async () => {
    respond = () => new Response(Uint8Array.of(1, 2), { headers: { 'content-type': 'text/plain' } })
    expect((await send({ response_is_binary: true })).output).toMatchObject({ body: 'AQI=' })
  })

  test('redirects are followed only when asked', async () => {
    respond = () => new Response(null, { status: 302, headers: { location: 'https://example.com/b' } })
    expect((await send({})).output).toMatchObject({ status: 302 })
    expect(sent).toHaveLength(1)
  })
})

describe('failure modes', () => {
  const failing = (status: number, headers: Record<string, string> = {}) => {
    respond = () => Response.json({ why: 'no' }, { status, headers })
  }

  test.each([
    ['continue_none', 404],
    ['continue_none', 500],
    ['retry_none', 500],
    ['continue_4xx', 500],
    ['retry_5xx', 404],
  ])('%s fails the step on %d', async (failureMode, status) => {
    failing(status)
    await expect(send({ failureMode })).rejects.toMatchObject({ code: 'HTTP_STATUS', details: { status } })
  })

  test.each([
    ['continue_all', 500],
    ['continue_all', 404],
    ['continue_4xx', 404],
  ])('%s goes on after %d with the failure as output', async (failureMode, status) => {
    failing(status)
    const { output } = await send({
      method: 'POST',
      body_type: 'json',
      body: { data: { a: 1 } },
      failureMode,
    })
    expect(output).toEqual({
      response: { status, body: { why: 'no' } },
      request: { body: { a: 1 } },
      error: { code: 'HTTP_STATUS', message: `POST https://example.com/a answered ${status}.` },
    })
  })

  test.each([
    ['retry_all', 404],
    ['retry_all', 500],
    ['retry_5xx', 500],
  ])('%s tries three times after %d, waiting in between, then fails', async (failureMode, status) => {
    failing(status)
    const first = await send({ failureMode })
    expect(first.wait).toEqual({ until: NOW + 1000, holdsCaller: true, state: 1 })
    const second = await send({ failureMode }, resumeWith(null, 1))
    expect(second.wait).toEqual({ until: NOW + 2000, holdsCaller: true, state: 2 })
    await expect(send({ failureMode }, resumeWith(null, 2))).rejects.toMatchObject({ code: 'HTTP_STATUS' })
    expect(sent).toHaveLength(3)
  })

  test('a retry that succeeds is the output', async () => {
    expect((await send({ failureMode: 'retry_all' }, resumeWith(null, 1))).output).toMatchObject({
      status: 201,
    })
  })

  test('a retry comes as late as the server asks', async () => {
    failing(503, { 'retry-after': '60' })
    const { wait } = await send({ failureMode: 'retry_5xx' })
    expect(wait).toEqual({ until: NOW + 60_000, holdsCaller: false, state: 1 })
  })

  test('an input that is wrong is never retried or passed over', async () => {
    for (const failureMode of ['retry_all', 'continue_all']) {
      await expect(send({ failureMode, url: 'nonsense' })).rejects.toMatchObject({ code: 'HTTP_URL_INVALID' })
    }
  })
})

test.each([
  ['GET', {}, true],
  ['HEAD', {}, true],
  ['PUT', {}, true],
  ['DELETE', {}, true],
  ['POST', {}, false],
  ['PATCH', {}, false],
  ['POST', { 'idempotency-KEY': 'x' }, true],
])('a %s with headers %j may be sent again after a crash: %s', (method, headers, expected) => {
  const { idempotent } = piece.actions.send_request!
  expect(typeof idempotent === 'function' && idempotent({ method, headers }, false)).toBe(expected)
})

describe('parse_url', () => {
  const url = 'https://shop.example.com:8443/a/b?tag=x&tag=y&q=%C3%B1#top'

  test('an address is taken apart', async () => {
    expect(await outputOf(piece, 'parse_url', { url })).toEqual({
      base_url: 'https://shop.example.com:8443',
      domain: 'shop.example.com',
      path: '/a/b',
      query_parameters: { tag: ['x', 'y'], q: ['ñ'] },
      hash: 'top',
    })
  })

  test('query values may be the first of each name', async () => {
    const output = await outputOf(piece, 'parse_url', { url, returnArrays: false })
    expect(output).toMatchObject({ query_parameters: { tag: 'x', q: 'ñ' } })
  })

  test('a relative address is refused', async () => {
    await expect(outputOf(piece, 'parse_url', { url: '/a' })).rejects.toMatchObject({ code: 'INPUT_INVALID' })
  })
})
