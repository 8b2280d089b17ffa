import { env } from 'cloudflare:workers'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { worker } from '../../test/support/api.ts'
import { isCoded } from '../errors.ts'
import { createHttpClient } from '../piece/http-client.ts'
import { createFiles, type FileDeps, fileDays, removeExpiredFiles } from '../run/files.ts'

const DAY = 86_400_000
const MB = 1024 * 1024
const PUBLIC = 'http://patchcord.test'
const utf8 = (text: string) => new Uint8Array(new TextEncoder().encode(text))
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

/** Files of a run; the web is played by `answer`. */
function filesWith(
  changes: Partial<FileDeps> & { answer?: (url: string) => Response; isPublic?: boolean } = {},
) {
  const { answer = () => new Response('?'), isPublic, ...rest } = changes
  const fetch = (async (url: string) => answer(url)) as typeof globalThis.fetch
  return createFiles({
    bucket: env.FILES,
    http: createHttpClient({ allowPrivateHosts: !isPublic, fetch }),
    key: env.PATCHCORD_ENCRYPTION_KEY,
    publicUrl: PUBLIC,
    days: 30,
    now: () => Date.now(),
    ...rest,
  })
}
const get = (url: string, init?: RequestInit) => worker.fetch(url, init)
const hello = { name: 'hello.txt', contentType: 'text/plain', bytes: utf8('Hello, file') }
const codeOf = (reading: Promise<unknown>) => reading.catch((error) => isCoded(error) && error.code)

afterEach(() => vi.useRealTimers())

describe('a link to a file', () => {
  test('gives the file as it was written, and is read back by a later step', async () => {
    const files = filesWith()
    const written = await files.write({ ...hello, name: 'Rechnung für "Ana" (1).txt' })
    expect(written).toMatchObject({ name: 'Rechnung für Ana (1).txt', contentType: 'text/plain', size: 11 })
    const response = await get(written.url)
    expect(response.status).toBe(200)
    expect(await response.text()).toBe('Hello, file')
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/plain',
      'content-length': '11',
      'x-content-type-options': 'nosniff',
      'content-disposition': "inline; filename*=UTF-8''Rechnung%20f%C3%BCr%20Ana%20%281%29.txt",
    })
    expect(await files.read(written.url)).toMatchObject({
      name: 'Rechnung für Ana (1).txt',
      contentType: 'text/plain',
    })
    expect(text((await files.read(written.url)).bytes)).toBe('Hello, file')
  })

  test('is read straight from the bucket: the way over the web is not taken', async () => {
    const files = filesWith({
      answer: () => {
        throw new Error('asked the web')
      },
    })
    const { url } = await files.write(hello)
    expect(text((await files.read(url)).bytes)).toBe('Hello, file')
  })

  test.each(['text/html', 'image/svg+xml', 'application/xml', 'text/javascript', 'application/x-new'])(
    'has %s saved and not opened',
    async (contentType) => {
      const { url } = await filesWith().write({ ...hello, contentType })
      const { headers } = await get(url)
      expect(headers.get('content-disposition')).toMatch(/^attachment;/)
      expect(headers.get('content-security-policy')).toContain('sandbox')
    },
  )

  test('gives parts of the file', async () => {
    const { url } = await filesWith().write(hello)
    const part = async (range: string) => {
      const response = await get(url, { headers: { range } })
      return [response.status, response.headers.get('content-range'), await response.text()]
    }
    expect(await part('bytes=0-4')).toEqual([206, 'bytes 0-4/11', 'Hello'])
    expect(await part('bytes=7-')).toEqual([206, 'bytes 7-10/11', 'file'])
    expect(await part('bytes=-4')).toEqual([206, 'bytes 7-10/11', 'file'])
    expect(await part('bytes=7-999')).toEqual([206, 'bytes 7-10/11', 'file'])
    expect(await part('bytes=11-')).toEqual([416, 'bytes */11', ''])
    expect(await part('bytes=-0')).toEqual([416, 'bytes */11', ''])
    for (const odd of ['bytes=5-2', 'bytes=0-1,3-4', 'lines=1-2', 'bytes=-']) {
      expect(await part(odd), odd).toEqual([200, null, 'Hello, file'])
    }
  })

  test('tells of the file without sending it', async () => {
    const { url } = await filesWith().write(hello)
    const response = await get(url, { method: 'HEAD' })
    expect([response.status, response.headers.get('content-length'), await response.text()]).toEqual([
      200,
      '11',
      '',
    ])
  })

  test('runs out', async () => {
    const files = filesWith({ days: 1 })
    const { url } = await files.write(hello)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + DAY + 1000 })
    const gone = await get(url)
    expect([gone.status, ((await gone.json()) as { error_code: string }).error_code]).toEqual([
      404,
      'FILE_NOT_FOUND',
    ])
    expect(await codeOf(files.read(url))).toBe('FILE_UNREADABLE')
  })

  test('can not be made up or prolonged', async () => {
    const { url } = await filesWith().write(hello)
    const [, token = ''] = /files\/([^/]+)/.exec(url) ?? []
    const [seconds, random, signature] = token.split('.')
    const later = (Number.parseInt(seconds!, 36) + 1).toString(36)
    const foreign = filesWith({ key: Buffer.alloc(32, 9).toString('base64') })
    for (const made of [
      `${later}.${random}.${signature}`,
      `${seconds}.x.${signature}`,
      'x',
      '..',
      `${token}x`,
    ]) {
      expect((await get(`${PUBLIC}/files/${made}/hello.txt`)).status, made).toBe(404)
      expect(await codeOf(filesWith().read(`${PUBLIC}/files/${made}/hello.txt`))).toBe('FILE_UNREADABLE')
    }
    expect((await get((await foreign.write(hello)).url)).status).toBe(404)
  })

  test('has its file removed on the day after it ran out, and no other', async () => {
    const old = await filesWith({ days: 1 }).write(hello)
    const young = await filesWith({ days: 3 }).write(hello)
    await removeExpiredFiles(env.FILES!, Date.now() + 2 * DAY)
    expect(await codeOf(filesWith().read(old.url))).toBe('FILE_UNREADABLE')
    expect(text((await filesWith().read(young.url)).bytes)).toBe('Hello, file')
  })
})

describe('a file field', () => {
  test('holds a web address, whose answer names the file', async () => {
    const answers: Record<string, [string, HeadersInit]> = {
      'https://a.example/x/report%20one.pdf?v=2': ['pdf', { 'content-type': 'application/pdf' }],
      'https://a.example/named': [
        'n',
        { 'content-disposition': 'attachment; filename="../../etc/name.txt"' },
      ],
      'https://a.example/utf8': [
        'n',
        { 'content-disposition': "attachment; filename=a; filename*=UTF-8''%C3%B1.txt" },
      ],
    }
    const files = filesWith({
      answer: (url) => new Response(answers[url]?.[0], { headers: answers[url]?.[1] }),
    })
    const [first, second, third] = await Promise.all(Object.keys(answers).map((url) => files.read(url)))
    expect(first).toMatchObject({ name: 'report one.pdf', contentType: 'application/pdf' })
    expect(second).toMatchObject({ name: 'name.txt' })
    expect(third).toMatchObject({ name: 'ñ.txt' })
  })

  test.each<[string, string, string, string]>([
    ['data:text/csv;base64,YSxi', 'file', 'text/csv', 'a,b'],
    ['data:text/csv;name=leads%20May.csv;base64,YSxi', 'leads May.csv', 'text/csv', 'a,b'],
    ['data:,a%20b', 'file', 'text/plain', 'a b'],
    ['SGVsbG8sIGZpbGUgaW4gYmFzZTY0', 'file', 'application/octet-stream', 'Hello, file in base64'],
  ])('holds the file itself: %s', async (source, name, contentType, content) => {
    const read = await filesWith().read(source)
    expect([read.name, read.contentType, text(read.bytes)]).toEqual([name, contentType, content])
  })

  test.each(['hello', 'C:\\a.txt', 'ftp://a.example/x', 'data:text/plain;base64', 'data:,%zz'])(
    'says what it takes where it holds "%s"',
    async (source) => {
      expect(await codeOf(filesWith().read(source))).toBe('FILE_UNREADABLE')
    },
  )

  test('takes 25 MB and no more, whatever the sender claims', async () => {
    const stream = (size: number) => () => {
      let left = size
      const body = new ReadableStream({
        pull(controller) {
          if (left <= 0) return controller.close()
          controller.enqueue(new Uint8Array(Math.min(MB, left)))
          left -= MB
        },
      })
      return new Response(body)
    }
    const url = 'https://a.example/big'
    expect((await filesWith({ answer: stream(25 * MB) }).read(url)).bytes).toHaveLength(25 * MB)
    expect(await codeOf(filesWith({ answer: stream(26 * MB) }).read(url))).toBe('FILE_TOO_LARGE')
    const large = { ...hello, bytes: new Uint8Array(25 * MB + 1) }
    expect(await codeOf(filesWith().write(large))).toBe('FILE_TOO_LARGE')
  })

  test('reaches public hosts only, and says what an address answers', async () => {
    expect(await codeOf(filesWith({ isPublic: true }).read('http://169.254.169.254/x'))).toBe(
      'HTTP_HOST_REFUSED',
    )
    const missing = filesWith({ answer: () => new Response('no', { status: 404 }) }).read(
      'https://a.example/x',
    )
    await expect(missing).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
      message: expect.stringContaining('404'),
    })
  })
})

test('without a bucket a file is refused with what to do', async () => {
  const writing = filesWith({ bucket: undefined }).write(hello)
  await expect(writing).rejects.toMatchObject({
    code: 'FILES_UNAVAILABLE',
    message: expect.stringContaining('wrangler r2 bucket create'),
  })
})

test('the days a link lasts come from the settings', () => {
  expect([fileDays(undefined), fileDays('7')]).toEqual([30, 7])
  for (const wrong of ['0', '-1', 'soon', '99999'])
    expect(() => fileDays(wrong)).toThrow('PATCHCORD_FILE_DAYS')
})
