import { createHash, createHmac } from 'node:crypto'
import { createEmulator, type Emulator } from 'emulate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pieceKit } from '../../test/support/piece-kit.ts'
import s3 from './index.ts'

// Held against: the stateful emulator of S3 in npm `emulate`, which checks no signatures; those of links are worked out
// again here, step by step as "Authenticating Requests: Using Query Parameters" of the Amazon S3 API reference says.

let emulator: Emulator
beforeAll(async () => {
  emulator = await createEmulator({
    service: 'aws',
    port: 0,
    seed: { aws: { region: 'eu-west-1', s3: { buckets: [{ name: 'calls' }] } } },
  })
})
afterAll(() => emulator.close())

const props = { accessKeyId: 'AKIATEST', secretAccessKey: 'secret', region: 'eu-west-1', bucket: 'calls' }
const connection = { type: 'CUSTOM_AUTH', props }
const kit = pieceKit(s3, {
  connection,
  forward: () => ({ 'https://calls.s3.eu-west-1.amazonaws.com': `${emulator.url}/calls` }),
})
const alone = pieceKit(s3, { connection })

const bytes = new Uint8Array(Buffer.from('¡Hola!'))
const written: { name: string; contentType: string; bytes: Uint8Array }[] = []
const services = {
  files: {
    read: async () => ({ name: 'c1.txt', contentType: 'text/plain', bytes }),
    write: async (file: (typeof written)[number]) => {
      written.push(file)
      return {
        url: 'https://a.example/f',
        name: file.name,
        contentType: file.contentType,
        size: file.bytes.length,
      }
    },
  },
}
const upload = (input: Record<string, unknown> = {}) =>
  kit.run('upload-file', { file: 'data:text/plain,x', ...input }, [], { services: services as never })
const keys = async (input: Record<string, unknown> = {}) => {
  const { output } = await kit.run('list-files', input)
  return (output as { files: { key: string }[] }).files.map(({ key }) => key).sort()
}

test('a file is uploaded, listed, read, moved and deleted', async () => {
  const key = "2026/voz española (1) 'a'.txt"
  const uploaded = await upload({ fileName: key, acl: 'private' })
  expect(uploaded.output).toMatchObject({ fileName: key, etag: expect.any(String) })
  const [request] = uploaded.sent
  expect(request?.headers.get('x-amz-acl')).toBe('private')
  expect(request?.headers.get('content-type')).toBe('text/plain')
  expect(request?.headers.get('authorization')).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIATEST\/\d{8}\/eu-west-1\/s3\/aws4_request, SignedHeaders=\S*x-amz-acl\S*, Signature=[0-9a-f]{64}$/,
  )
  await upload()
  expect(await keys()).toEqual([key, 'c1.txt'])
  expect(await keys({ prefix: '2026/' })).toEqual([key])
  await kit.run('read-file', { key }, [], { services: services as never })
  expect(written.at(-1)).toEqual({
    name: "voz española (1) 'a'.txt",
    contentType: expect.stringContaining('text/plain'),
    bytes,
  })
  const moved = await kit.run('moveFile', { fileKey: 'c1.txt', folderKey: 'archive/' })
  expect(moved.sent[0]?.headers.get('x-amz-copy-source')).toBe('/calls/c1.txt')
  expect(await keys()).toEqual([key, 'archive/c1.txt'])
  const stayed = await kit.run('moveFile', { fileKey: 'archive/c1.txt', folderKey: 'archive' })
  expect(stayed.sent).toEqual([])
  await kit.run('delete-file', { key })
  expect(await keys()).toEqual(['archive/c1.txt'])
  await expect(kit.run('read-file', { key }, [], { services: services as never })).rejects.toMatchObject({
    code: 'RESOURCE_NOT_FOUND',
  })
})

test('long lists are read page by page, and newest first', async () => {
  const page = (key: string, day: number, token: string) => ({
    headers: { 'content-type': 'application/xml' },
    body: `<ListBucketResult><EncodingType>url</EncodingType><Contents><Key>${key}</Key><LastModified>2026-01-0${day}T00:00:00.000Z</LastModified><ETag>&quot;e${day}&quot;</ETag><Size>3</Size></Contents>${token}</ListBucketResult>`,
  })
  const answers = [
    page('a%2Bb+c', 1, '<NextContinuationToken>t&amp;1</NextContinuationToken>'),
    page('d', 2, ''),
  ]
  const { output, sent } = await alone.run('list-files', { maxKeys: 5 }, answers)
  expect(output).toEqual({
    files: [
      { key: 'd', size: 3, lastModified: '2026-01-02T00:00:00.000Z', etag: 'e2' },
      { key: 'a+b c', size: 3, lastModified: '2026-01-01T00:00:00.000Z', etag: 'e1' },
    ],
    isTruncated: false,
  })
  expect(sent[1]?.url.searchParams.get('continuation-token')).toBe('t&1')
  expect(sent[1]?.url.searchParams.get('max-keys')).toBe('4')
})

/** The signature of an address, as the reference works it out. */
function signatureOf(method: string, url: URL): string {
  const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()
  const date = url.searchParams.get('X-Amz-Date') ?? ''
  const scope = `${date.slice(0, 8)}/eu-west-1/s3/aws4_request`
  const query = [...url.searchParams]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .sort()
    .join('&')
  const request = [method, url.pathname, query, `host:${url.host}`, '', 'host', 'UNSIGNED-PAYLOAD'].join('\n')
  const digest = createHash('sha256').update(request).digest('hex')
  const key = scope.split('/').reduce<string | Buffer>(hmac, 'AWS4secret')
  return hmac(key, ['AWS4-HMAC-SHA256', date, scope, digest].join('\n')).toString('hex')
}

test.each([
  ['generate-signed-url', 'GET'],
  ['generate-signed-upload-url', 'PUT'],
])('%s makes a link for %s that runs out', async (action, method) => {
  const { output } = await kit.run(action, { key: "a b/(1)'é.txt", expiresIn: 10 })
  const url = new URL(output as string)
  expect(url.origin + url.pathname).toBe(
    'https://calls.s3.eu-west-1.amazonaws.com/a%20b/%281%29%27%C3%A9.txt',
  )
  expect(url.searchParams.get('X-Amz-Expires')).toBe('600')
  expect(url.searchParams.get('X-Amz-Signature')).toBe(signatureOf(method, url))
})

test('another service is reached under its own address, with the bucket in the path', async () => {
  const elsewhere = { ...props, endpoint: 'https://account.r2.cloudflarestorage.com/', region: 'auto' }
  const r2 = pieceKit(s3, { connection: { type: 'CUSTOM_AUTH', props: elsewhere } })
  const [request] = await r2.validate([{ body: '<ListBucketResult/>' }])
  expect(request?.url.href).toBe('https://account.r2.cloudflarestorage.com/calls?list-type=2&max-keys=1')
  const dotted = pieceKit(s3, { connection: { type: 'CUSTOM_AUTH', props: { ...props, bucket: 'a.b' } } })
  const [other] = await dotted.validate([{ body: '<ListBucketResult/>' }])
  expect(other?.url.href).toBe('https://s3.eu-west-1.amazonaws.com/a.b?list-type=2&max-keys=1')
})

test("an error is told in S3's words", async () => {
  const body = '<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>'
  await expect(alone.validate([{ status: 403, body }])).rejects.toMatchObject({
    code: 'PERMISSION_DENIED',
    message: expect.stringContaining('Access Denied'),
  })
})

test('new_file names each version of a file once, and what is older is left out', async () => {
  await upload({ fileName: 'inbox/c2.txt' })
  const { items } = await kit.poll('new_file', { folderPath: 'inbox/' })
  expect(items).toMatchObject([
    { id: expect.stringMatching(/^inbox\/c2.txt:/), data: { Key: 'inbox/c2.txt', Size: 7 } },
  ])
  const later = (items[0]?.at ?? 0) + 1
  expect((await kit.poll('new_file', { folderPath: 'inbox/' }, [], later)).items).toEqual([])
})
