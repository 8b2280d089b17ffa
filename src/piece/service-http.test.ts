import { beforeEach, describe, expect, test, vi } from 'vitest'
import * as z from 'zod'
import { CodedError } from '../errors.ts'
import { createHttpClient } from './http-client.ts'
import { at, type ServiceBinding, serviceHttp } from './service-http.ts'

let sent: Request[]
let answers: Response[]
beforeEach(() => {
  sent = []
  answers = []
})

const client = createHttpClient({
  allowPrivateHosts: false,
  fetch: (async (url: string, init: RequestInit) => {
    sent.push(new Request(url, init))
    return answers.shift() ?? Response.json({})
  }) as typeof fetch,
})

const bind = (more: Partial<ServiceBinding> = {}) =>
  serviceHttp({
    http: client,
    displayName: 'Acme',
    baseUrl: 'https://api.acme.example/v1/',
    authorization: () => ({ headers: { authorization: 'Bearer t' } }),
    ...more,
  })
const coded = (code: string, more: object = {}) => expect.objectContaining({ code, ...more })
const status = (code: number, body: unknown = {}, headers = {}) =>
  Response.json(body, { status: code, headers })

describe('addresses', () => {
  test('the parts of a path are escaped, so that no value leaves its place', () => {
    expect(at`/a/${'../b?c#d'}/e/${1}`).toBe('/a/..%2Fb%3Fc%23d/e/1')
  })

  test.each([
    ['/contacts', 'https://api.acme.example/v1/contacts'],
    ['contacts', 'https://api.acme.example/v1/contacts'],
    ['', 'https://api.acme.example/v1'],
    ['/contacts?a=1', 'https://api.acme.example/v1/contacts?a=1'],
    ['https://api.acme.example/v2/x', 'https://api.acme.example/v2/x'],
    ['https://files.acme.example/x', 'https://files.acme.example/x'],
  ])('"%s" goes to %s', async (path, address) => {
    await bind({ hosts: ['https://files.acme.example'] }).get(path)
    expect(sent[0]?.url).toBe(address)
  })

  test.each([
    'https://evil.example/',
    'https://api.acme.example.evil.example/',
    'https://api.acme.example@evil.example/',
    'http://api.acme.example/v1',
    'https://api.acme.example:8443/',
    'HTTPS://evil.example?token=s3cret',
  ])('credentials do not go to %s', async (path) => {
    const error = await bind()
      .get(path)
      .catch((thrown: Error) => thrown)
    expect(error).toMatchObject({ code: 'ADDRESS_REFUSED' })
    expect((error as Error).message).not.toContain('s3cret')
    expect(sent).toEqual([])
  })

  test('lists in the query are sent as several parameters, and what is empty is left out', async () => {
    const query = { id: ['a', 2, true], none: undefined, nil: null, blank: '', zero: 0, no: false }
    await bind({ authorization: () => ({ query: { key: 'k&' } }) }).get('/x?first=1', { query })
    expect(sent[0]?.url).toMatch(/\?first=1&id=a&id=2&id=true&zero=0&no=false&key=k%26$/)
  })
})

describe('requests', () => {
  test('a form is sent as one, without what is undefined', async () => {
    await bind().post('/x', { form: { a: 'ñ&', b: 0, c: undefined, d: false } })
    expect(sent[0]?.headers.get('content-type')).toMatch(/^application\/x-www-form-urlencoded/)
    expect(await sent[0]?.text()).toBe('a=%C3%B1%26&b=0&d=false')
  })

  test("the service's headers give way to the request's, and nobody's replace the credentials", async () => {
    const http = bind({ headers: { 'x-version': '1', 'x-kept': 'yes' } })
    await http.get('/x', {
      headers: { 'X-Version': '2', Authorization: 'Bearer stolen', Accept: 'text/csv' },
    })
    expect(Object.fromEntries(sent[0]!.headers)).toMatchObject({
      accept: 'text/csv',
      authorization: 'Bearer t',
      'x-kept': 'yes',
      'x-version': '2',
    })
  })

  test('an answer is read as its schema says, and what does not fit is named', async () => {
    const answer = z.object({ items: z.array(z.object({ id: z.string() })) })
    answers = [Response.json({ items: [{ id: 'a', more: 1 }] }), Response.json({ items: [{ id: 1 }] })]
    expect(await bind().get('/x', { answer })).toEqual({ items: [{ id: 'a' }] })
    await expect(bind().get('/x', { answer })).rejects.toThrow(
      coded('ANSWER_INVALID', { message: expect.stringContaining('items.0.id') }),
    )
  })
})

describe('web pages in place of data', () => {
  const page = '\n<!DOCTYPE html><title>Log in</title>'
  test.each(['text/html; charset=utf-8', 'application/json', ''])(
    'are told as such, sent as "%s"',
    async (type) => {
      answers = [new Response(page, { headers: { 'content-type': type } })]
      await expect(bind().get('/x')).rejects.toThrow(
        coded('ANSWER_INVALID', {
          retryable: false,
          message: expect.stringMatching(/^Acme answered with a web page/),
        }),
      )
    },
  )

  test.each([
    [page, { as: 'text' as const }],
    [page, { headers: { Accept: 'text/html' } }],
    [page, { anyStatus: true }],
    ['<feed xmlns="http://www.w3.org/2005/Atom"/>', {}],
    ['{"kind":"JSON under another name"}', {}],
  ])('%j with %j is what was asked for', async (text, request) => {
    answers = [new Response(text, { headers: { 'content-type': 'text/html' } })]
    expect(await bind().get('/x', request)).toBe(text)
  })
})

describe('refused credentials', () => {
  test('are renewed once, and the request sent again with the new ones', async () => {
    let token = 'old'
    const refresh = vi.fn(async () => {
      token = 'new'
      return true
    })
    answers = [status(401), Response.json({ ok: 1 })]
    const http = bind({ refresh, authorization: () => ({ headers: { authorization: token } }) })
    expect(await http.post('/x', { json: { a: 1 } })).toEqual({ ok: 1 })
    expect(sent.map(({ headers }) => headers.get('authorization'))).toEqual(['old', 'new'])
    expect(await sent[1]?.text()).toBe('{"a":1}')
    answers = [status(401), status(401)]
    await expect(http.get('/x')).rejects.toThrow(coded('CONNECTION_REFUSED'))
    expect(refresh).toHaveBeenCalledTimes(2)
  })

  test('stay refused where there are none to renew, and no other error renews them', async () => {
    const refresh = vi.fn(async () => false)
    answers = [status(401)]
    await expect(bind({ refresh }).get('/x')).rejects.toThrow(coded('CONNECTION_REFUSED'))
    answers = [status(403), status(500)]
    await expect(bind({ refresh }).get('/x')).rejects.toThrow(coded('PERMISSION_DENIED'))
    await expect(bind({ refresh }).get('/x')).rejects.toThrow(coded('SERVICE_UNAVAILABLE'))
    expect(refresh).toHaveBeenCalledTimes(1)
    expect(sent).toHaveLength(3)
  })

  test('are renewed as well where the service tells it with a good status', async () => {
    const failure = (body: unknown) =>
      (body as { ok?: boolean }).ok === false ? new CodedError('CONNECTION_REFUSED', 'No.') : undefined
    answers = [Response.json({ ok: false }), Response.json({ ok: true })]
    expect(await bind({ failure, refresh: async () => true }).get('/x')).toEqual({ ok: true })
  })
})

describe('limits', () => {
  test('a request waits its turn first, and a limit that is met is told to the others', async () => {
    const limiter = { pass: vi.fn(async () => {}), limited: vi.fn() }
    answers = [status(429, {}, { 'retry-after': '7' }), status(429)]
    const limited = coded('RATE_LIMITED', { retryable: true, details: { status: 429, retryAfterMs: 7000 } })
    await expect(bind({ limiter }).get('/x')).rejects.toThrow(limited)
    await expect(bind({ limiter }).get('/x')).rejects.toThrow(coded('RATE_LIMITED'))
    expect(limiter.limited.mock.calls).toEqual([[7000], [undefined]])
    expect(limiter.pass).toHaveBeenCalledTimes(2)
    limiter.pass.mockRejectedValueOnce(new CodedError('RATE_LIMITED', 'Wait.', { retryable: true }))
    await expect(bind({ limiter }).get('/x')).rejects.toThrow('Wait.')
    expect(sent).toHaveLength(2)
  })
})

describe('failures with a good status', () => {
  const failure = () =>
    new CodedError('RATE_LIMITED', 'Slower.', { retryable: true, details: { retryAfterMs: 5 } })

  test("are the service's to word, and count as met limits too", async () => {
    const limiter = { pass: async () => {}, limited: vi.fn() }
    await expect(bind({ failure, limiter }).get('/x')).rejects.toThrow('Slower.')
    expect(limiter.limited).toHaveBeenCalledWith(5)
  })

  test('are handed back where any status is', async () => {
    expect(await bind({ failure }).send('GET', '/x', { anyStatus: true })).toMatchObject({
      status: 200,
      body: {},
    })
  })
})

test("what a service says stands in the message, wherever it says it; a page's text does not", async () => {
  const said = async (body: string, type = 'application/json') => {
    answers = [new Response(body, { status: 422, headers: { 'content-type': type } })]
    return (
      (await bind()
        .get('/x')
        .catch((error: Error) => error)) as Error
    ).message
  }
  const wrong = /^Acme refused the request \(422\): Bad mail\. /
  expect(await said('{"message":"Bad mail"}')).toMatch(wrong)
  expect(await said('{"errors":[{"detail":"Bad mail."}]}')).toMatch(wrong)
  expect(await said('{"error":{"code":1,"message":"Bad mail"}}')).toMatch(wrong)
  expect(await said('Bad mail', 'text/plain')).toMatch(wrong)
  expect(await said('<html>Bad mail</html>', 'text/html')).toBe(
    "Acme refused the request (422). Check the step's fields.",
  )
})
