import { expect, test } from 'vitest'
import { payloadOf, readRequest } from './payload.ts'

async function read(body: BodyInit | null, contentType?: string, hidden: string[] = []) {
  const request = new Request('http://h/w?a=1&b=2', {
    method: 'POST',
    body,
    headers: {
      ...(contentType ? { 'content-type': contentType } : {}),
      authorization: 'Basic x',
      'X-Key': 'secret',
    },
  })
  return payloadOf(await readRequest(request, new Uint8Array(await request.arrayBuffer())), hidden)
}

const bytes = (text: string) => new TextEncoder().encode(text)

test('a request becomes the payload of Activepieces, without what proves its origin', async () => {
  expect(await read('{"a":[1]}', 'application/json', ['x-key'])).toEqual({
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    queryParams: { a: '1', b: '2' },
    body: { a: [1] },
    rawBody: '{"a":[1]}',
  })
})

test.each<[string, string | undefined, string, unknown]>([
  ['JSON of a vendor', 'application/vnd.api+json; charset=utf-8', '{"a":1}', { a: 1 }],
  ['JSON without a type', undefined, '{"a":1}', { a: 1 }],
  ['text without a type', undefined, 'hi there', 'hi there'],
  ['text', 'text/plain', '{"a":1}', '{"a":1}'],
  ['XML', 'application/xml', '<a/>', '<a/>'],
  ['a form', 'application/x-www-form-urlencoded', 'a=1&b=x+y&a=2', { a: ['1', '2'], b: 'x y' }],
])('%s is read as what it is', async (_, type, body, expected) => {
  expect((await read(bytes(body), type)).body).toEqual(expected)
})

test('of a file only its description is kept', async () => {
  const form = new FormData()
  form.set('name', 'Ana')
  form.set('cv', new File(['abc'], 'cv.txt', { type: 'text/plain' }))
  expect((await read(form)).body).toEqual({
    name: 'Ana',
    cv: { filename: 'cv.txt', type: expect.stringContaining('text/plain'), size: 3 },
  })
})

test('bytes that are no text come as base64, and an empty body as an empty object', async () => {
  expect(await read(Uint8Array.of(0xff, 0xfe), 'application/octet-stream')).toMatchObject({ body: '//4=' })
  expect(await read(null)).not.toHaveProperty('rawBody')
  expect((await read(null)).body).toEqual({})
})

test.each([
  ['application/json', '{"a":', 'JSON_INVALID'],
  ['application/json', bytes('"').map(() => 0xff), 'JSON_INVALID'],
  ['multipart/form-data; boundary=x', 'nothing of the kind', 'VALIDATION_FAILED'],
])('a body that is not the %s it claims to be is refused', async (type, body, code) => {
  await expect(read(body, type)).rejects.toMatchObject({ code })
})
