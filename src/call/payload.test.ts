import { createHash } from 'node:crypto'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { payloadOf, readRequest, withFilesKept } from './payload.ts'

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

test('an empty body is an empty object', async () => {
  expect(await read(null)).not.toHaveProperty('rawBody')
  expect((await read(null)).body).toEqual({})
  expect((await read(null, 'multipart/form-data; boundary=x')).body).toEqual({})
})

/** As R2 would: the link tells what was kept. */
const files = {
  write: async ({ name, contentType, bytes }: { name: string; contentType: string; bytes: Uint8Array }) => ({
    url: `https://files/${name}`,
    name,
    contentType,
    size: bytes.length,
  }),
}

async function readKept(body: BodyInit, contentType?: string) {
  const request = new Request('http://h/w', {
    method: 'POST',
    body,
    ...(contentType && { headers: { 'content-type': contentType } }),
  })
  const read = await readRequest(request, new Uint8Array(await request.arrayBuffer()))
  return payloadOf(await withFilesKept(read, files))
}

test('files are links once they are kept, as at Activepieces, and the raw body stays out', async () => {
  const form = new FormData()
  form.append('tag', 'a')
  form.append('cv', new File(['abc'], 'cv.txt'))
  form.append('tag', 'b')
  form.append('photos', new File(['1'], '1.png'))
  form.append('photos', new File(['2'], '2.png'))
  form.append('unchosen', new File([], ''))
  const payload = await readKept(form)
  expect(payload.body).toEqual({
    tag: ['a', 'b'],
    cv: 'https://files/cv.txt',
    photos: ['https://files/1.png', 'https://files/2.png'],
    unchosen: '',
  })
  expect(payload).not.toHaveProperty('rawBody')
})

test.each([
  ['image/png', 'not really', 'file.png'],
  ['application/pdf', '%PDF', 'file.pdf'],
  ['application/octet-stream', 'abc', 'file.bin'],
  ['image/svg+xml; charset=utf-8', '<svg/>', 'file.svg'],
])('a body of type %s is a file, as at Activepieces', async (type, body, name) => {
  const payload = await readKept(body, type)
  expect(payload.body).toEqual({ fileUrl: `https://files/${name}` })
  expect(payload).not.toHaveProperty('rawBody')
})

test('bytes that are no text are a file, whatever they are called', async () => {
  expect((await readKept(Uint8Array.of(0xff, 0xfe), 'text/plain')).body).toEqual({
    fileUrl: 'https://files/file.plain',
  })
})

test('more files than a form may have are refused', async () => {
  const form = new FormData()
  for (let n = 0; n <= 20; n++) form.append('f', new File(['x'], `${n}.txt`))
  await expect(readKept(form)).rejects.toMatchObject({ code: 'BODY_INVALID' })
})

test('XML is an object of texts: numbers stay as they are written', async () => {
  const xml = `<?xml version="1.0" encoding="UTF-8"?>
<!-- from the shop -->
<lead xmlns:s="urn:s" id="7"><phone>+34600000001</phone><code>007</code><s:note lang="es">ñ &lt; &#233; &amp;lt;</s:note>
<tag>a</tag><tag>b</tag><empty/><raw><![CDATA[<b>&amp;</b>]]></raw></lead>`
  expect((await read(xml, 'application/xml')).body).toEqual({
    lead: {
      '@_id': '7',
      '@_xmlns:s': 'urn:s',
      phone: '+34600000001',
      code: '007',
      's:note': { '#text': 'ñ < é &lt;', '@_lang': 'es' },
      tag: ['a', 'b'],
      empty: '',
      raw: '<b>&amp;</b>',
    },
  })
})

test('no message about a body quotes it', async () => {
  for (const body of ['<a>secret</b>', '<a secret', '<secret/><', '<__proto__>secret</__proto__>']) {
    await expect(read(body, 'text/xml')).rejects.toMatchObject({
      message: expect.not.stringContaining('secret'),
    })
  }
})

const fieldName = fc.string({ minLength: 1, unit: 'grapheme' }).filter((name) => name !== '__proto__')
const pairs = fc.array(fc.tuple(fieldName, fc.string({ unit: 'grapheme' })), { maxLength: 12 })

/** What another reader of the same form found, as lists. */
function grouped(parts: Iterable<[string, unknown]>) {
  const lists = new Map<string, unknown[]>()
  for (const [name, value] of parts) lists.set(name, [...(lists.get(name) ?? []), value])
  return Object.fromEntries(Array.from(lists, ([name, list]) => [name, list.length > 1 ? list : list[0]]))
}

test('an encoded form is read as URLSearchParams reads it', async () => {
  await fc.assert(
    fc.asyncProperty(pairs, async (given) => {
      const text = new URLSearchParams(given).toString()
      const payload = await read(text, 'application/x-www-form-urlencoded')
      expect(payload.body).toEqual(grouped(new URLSearchParams(text)))
    }),
  )
})

test('a multipart form gives its names, texts and files as they were put in', async () => {
  const text = fc.string({ unit: 'grapheme' })
  const part = fc.record({ name: fieldName, text, file: fc.option(fc.uint8Array()) })
  await fc.assert(
    fc.asyncProperty(fc.array(part, { maxLength: 8 }), async (parts) => {
      const form = new FormData()
      for (const { name, text, file } of parts) {
        if (file) form.append(name, new File([Buffer.from(file)], `f${text}`))
        else form.append(name, text)
      }
      const request = new Request('http://h', { method: 'POST', body: form })
      const bytes = new Uint8Array(await request.arrayBuffer())
      const kept = await withFilesKept(await readRequest(request, bytes), {
        write: async (file) => ({ ...(await files.write(file)), url: digestOf(file.bytes) }),
      })
      const expected = parts.map(({ name, text, file }): [string, string] => [
        name,
        file ? digestOf(file) : text,
      ])
      expect(kept.body).toEqual(grouped(expected))
    }),
    { numRuns: 60 },
  )
})

const digestOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

test('whatever is sent as a form or as XML is read or refused with a code, and never hangs', async () => {
  const piece = fc.constantFrom(
    '<',
    '>',
    '/',
    '<a',
    '</a>',
    '"',
    "'",
    '=',
    '&',
    '&#',
    ';',
    '<!--',
    '-->',
    '<![CDATA[',
    ']]>',
    '<?',
    '?>',
    'x',
    '\r\n',
    '--b',
    '--b--',
    'content-disposition: form-data; name=',
    'filename=',
    '"f"',
    '\u0000',
    'ñ',
  )
  const types = fc.constantFrom(
    'application/xml',
    'multipart/form-data; boundary=b',
    'multipart/form-data',
    'application/x-www-form-urlencoded',
  )
  const body = fc.array(piece, { maxLength: 40 }).map((parts) => parts.join(''))
  await fc.assert(
    fc.asyncProperty(types, body, async (type, text) => {
      const outcome = await read(bytes(text), type).then(
        () => 'read',
        (error: { code?: string }) => error.code,
      )
      expect(['read', 'BODY_INVALID', 'VALIDATION_FAILED']).toContain(outcome)
    }),
    { numRuns: 500 },
  )
})

test.each([
  ['application/json', '{"a":', 'JSON_INVALID'],
  ['application/xml', '<a>', 'BODY_INVALID'],
  ['text/xml; charset=utf-8', 'a', 'BODY_INVALID'],
  ['application/soap+xml', '<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>', 'BODY_INVALID'],
  ['application/xml', '<a>'.repeat(62) + '</a>'.repeat(62), 'BODY_INVALID'],
  ['application/xml', '<__proto__>1</__proto__>', 'BODY_INVALID'],
  ['application/xml', '<a b="1" b="2"/>', 'BODY_INVALID'],
  ['application/x-www-form-urlencoded', '__proto__=1', 'BODY_INVALID'],
  ['application/x-www-form-urlencoded', 'a=1&'.repeat(1001), 'BODY_INVALID'],
  ['application/x-www-form-urlencoded', `a=${'x'.repeat(1024 * 1024)}`, 'PAYLOAD_TOO_LARGE'],
  ['application/json', bytes('"').map(() => 0xff), 'JSON_INVALID'],
  ['multipart/form-data; boundary=x', 'nothing of the kind', 'BODY_INVALID'],
])('a body that is not the %s it claims to be is refused', async (type, body, code) => {
  await expect(read(body, type)).rejects.toMatchObject({ code })
})
