import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { addWorkflow, api, worker } from '../../test/support/api.ts'
import { definition, piece, pieceTrigger } from '../../test/support/definitions.ts'

const echo = piece('answer', 'webhook', 'return_response', {
  responseType: 'json',
  fields: { body: '{{trigger}}' },
  respond: 'stop',
})

const receiver = (input: Record<string, unknown> = { authType: 'none' }) =>
  addWorkflow(definition(pieceTrigger('webhook', 'catch_webhook', input), echo))

async function send(id: string, body: BodyInit | null, headers: Record<string, string> = {}) {
  const response = await worker.fetch(`http://patchcord.test/webhooks/${id}/sync?from=ad`, {
    method: 'POST',
    body,
    headers,
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

const runsOf = async (id: string) => (await api('GET', `/v1/workflow/${id}/executions`)).body.data
const keptFiles = async () => (await env.FILES?.list())?.objects.length

test.each<[string, string, string, unknown]>([
  ['JSON', 'application/json', '{"phone":"+34600000001"}', { phone: '+34600000001' }],
  ['a form', 'application/x-www-form-urlencoded', 'a=1&b=x+%C3%B1&a=2', { a: ['1', '2'], b: 'x ñ' }],
  ['XML', 'text/xml', '<lead><phone>+34600000001</phone></lead>', { lead: { phone: '+34600000001' } }],
  ['text', 'text/plain', 'call me', 'call me'],
])('%s starts a run with what was sent', async (_, type, text, body) => {
  expect(await send(await receiver(), text, { 'content-type': type })).toEqual({
    status: 200,
    body: expect.objectContaining({ body, rawBody: text, queryParams: { from: 'ad' }, method: 'POST' }),
  })
})

test('a request without a body starts a run with an empty one', async () => {
  const got = await send(await receiver(), null)
  expect([got.status, got.body.body]).toEqual([200, {}])
})

test('files of a form are kept, and their links give back what was sent', async () => {
  const bytes = crypto.getRandomValues(new Uint8Array(50_000))
  const form = new FormData()
  form.append('name', 'Ana')
  form.append('cv', new File([bytes], 'résumé "1".pdf', { type: 'application/pdf' }))
  form.append('other', new File([], ''))
  const { status, body } = await send(await receiver(), form)
  const fields = body.body as Record<string, string>
  expect([status, fields.name, fields.other, body.rawBody]).toEqual([200, 'Ana', '', undefined])
  const { pathname } = new URL(fields.cv ?? '')
  const file = await worker.fetch(`http://patchcord.test${pathname}`)
  expect(file.headers.get('content-type')).toBe('application/pdf')
  expect(new Uint8Array(await file.arrayBuffer())).toEqual(bytes)
})

test('a body that is a file is kept as one', async () => {
  const got = await send(await receiver(), Uint8Array.of(0x89, 0x50), { 'content-type': 'image/png' })
  expect(got.body.body).toEqual({ fileUrl: expect.stringMatching(/\/files\/.*\/file\.png$/) })
})

test.each<[string, BodyInit, string, number, string]>([
  ['broken JSON', '{', 'application/json', 400, 'JSON_INVALID'],
  ['broken XML', '<a>', 'application/xml', 400, 'BODY_INVALID'],
  [
    'XML with entities of its own',
    '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
    'text/xml',
    400,
    'BODY_INVALID',
  ],
  ['a multipart form without parts', 'x', 'multipart/form-data; boundary=b', 400, 'BODY_INVALID'],
  ['a multipart form without a boundary', 'x', 'multipart/form-data', 400, 'BODY_INVALID'],
  ['a form of too many fields', 'a&'.repeat(1001), 'application/x-www-form-urlencoded', 400, 'BODY_INVALID'],
  ['text of more than a MiB', 'x'.repeat(2 ** 20 + 1), 'text/plain', 413, 'PAYLOAD_TOO_LARGE'],
  ['a file of more than 25 MB', new Uint8Array(25 * 2 ** 20 + 1), 'image/png', 413, 'FILE_TOO_LARGE'],
  ['a body no file may have', new Uint8Array(26 * 2 ** 20 + 1), 'video/mp4', 413, 'PAYLOAD_TOO_LARGE'],
])('%s is refused and starts nothing', async (_, body, type, status, code) => {
  const id = await receiver()
  const before = await keptFiles()
  expect(await send(id, body, { 'content-type': type })).toMatchObject({
    status,
    body: { status: 'error', error_code: code, message: expect.any(String) },
  })
  expect([await runsOf(id), await keptFiles()]).toEqual([[], before])
})

test('a stranger who may start nothing can leave no files here either', async () => {
  const id = await receiver({
    authType: 'header',
    authFields: { headerName: 'x-key', headerValue: 's3cret-value' },
  })
  const before = await keptFiles()
  const form = new FormData()
  form.append('cv', new File(['x'], 'cv.txt'))
  expect((await send(id, form)).status).toBe(401)
  expect(await keptFiles()).toBe(before)
})
