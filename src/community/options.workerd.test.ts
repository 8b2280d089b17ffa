import { env } from 'cloudflare:workers'
import { afterEach, expect, test, vi } from 'vitest'
import { publishedPiece } from '../../test/support/community.ts'
import { tryOut } from '../connection/try-out.ts'
import { mapFields } from '../piece/fields.ts'
import { createHttpClient } from '../piece/http-client.ts'
import { dynamicFieldsOf, hasDynamicFields, optionsOf } from '../piece/options.ts'
import { propertyOf } from '../piece/property.ts'
import { pieceOf } from './adapt.ts'

const http = createHttpClient({ allowPrivateHosts: true })
const own = { campaigns: async () => [], standing_campaigns: async () => [], callers: async () => [] }
const slack = async () => pieceOf(env, await publishedPiece('slack', '0.17.9'))

afterEach(() => {
  vi.restoreAllMocks()
})

function answering(answer: (url: string) => unknown) {
  const urls: string[] = []
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const { url } = new Request(input, init)
    urls.push(url)
    return Response.json(answer(url))
  })
  return urls
}

const connection = {
  value: { type: 'OAUTH2', access_token: 'xoxb-1234567890', data: { team: { id: 'T1' } } },
}
const channelOf = {
  part: 'actions',
  name: 'send_channel_message',
  field: 'channel',
  connection,
  input: {},
} as const

test('a dropdown offers what the service has, asked with the connection', async () => {
  const urls = answering(() => ({ ok: true, channels: [{ id: 'C1', name: 'general' }] }))
  expect(await optionsOf(await slack(), channelOf, http, own)).toEqual({
    disabled: false,
    options: [{ value: 'C1', label: 'general' }],
  })
  expect(urls[0]).toContain('https://slack.com/api/conversations.list')
})

test('a piece that offers nothing says why', async () => {
  answering(() => ({ ok: true, channels: [] }))
  const options = await optionsOf(await slack(), { ...channelOf, connection: undefined }, http, own)
  expect(options).toMatchObject({ disabled: true, options: [] })
  expect(options.placeholder).not.toBe('')
})

test('fields that hang on another are made known as ours are', async () => {
  const piece = pieceOf(env, await publishedPiece('webhook', '0.1.29'))
  const request = {
    part: 'actions',
    name: 'return_response',
    field: 'fields',
    connection: undefined,
    input: { responseType: 'json' },
  } as const
  expect(hasDynamicFields(piece, request)).toBe(true)
  const fields = mapFields(await dynamicFieldsOf(piece, request, http), propertyOf)
  expect(fields).toMatchObject({
    status: { type: 'NUMBER', displayName: 'Status', required: false, defaultValue: 200 },
    headers: { type: 'OBJECT' },
    body: { type: 'JSON', required: true },
  })
})

test('credentials are tried out by the piece, which says what is wrong with them', async () => {
  const piece = pieceOf(env, await publishedPiece('notion', '0.7.3'))
  const value = { type: 'CUSTOM_AUTH', props: { accessToken: 'ntn_1234567890' } } as const
  let status = 200
  const asked: (string | null)[] = []
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    asked.push(new Request(input, init).headers.get('authorization'))
    return Response.json({ object: 'user' }, { status })
  })
  await tryOut(http, piece, value)
  expect(asked).toEqual(['Bearer ntn_1234567890'])
  status = 401
  await expect(tryOut(http, piece, value)).rejects.toMatchObject({ code: 'CONNECTION_REFUSED' })
})
