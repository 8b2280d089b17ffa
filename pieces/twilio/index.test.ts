import { createEmulator, type Emulator } from 'emulate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { basicAuth } from '../../src/piece/http-client.ts'
import { memoryFiles } from '../../test/support/memory-files.ts'
import { pieceKit } from '../../test/support/piece-kit.ts'
import twilio from './index.ts'

// Held against: the stateful emulator of Twilio in npm `emulate`, and Twilio's own description of its API.

const sid = `AC${'0'.repeat(32)}`
const ours = '+15551234567'
const theirs = '+15557654321'
let emulator: Emulator

beforeAll(async () => {
  const account = { sid, auth_token: 'token-for-tests' }
  const phone_numbers = [{ phone_number: ours, friendly_name: 'Support' }]
  emulator = await createEmulator({
    service: 'twilio',
    port: 0,
    seed: { twilio: { account, phone_numbers } },
  })
})
afterAll(() => emulator.close())

const connection = { type: 'BASIC_AUTH', username: sid, password: 'token-for-tests' }
const live = pieceKit(twilio, {
  connection,
  contract: 'twilio',
  forward: () => ({ 'https://api.twilio.com': emulator.url }),
})
// The emulator has neither recordings nor lookups.
const played = pieceKit(twilio, { connection, contract: 'twilio' })

const simulate = (what: string, form: Record<string, string>) =>
  fetch(`${emulator.url}/_twilio/simulate/${what}`, {
    method: 'POST',
    headers: { authorization: basicAuth(sid, 'token-for-tests') },
    body: new URLSearchParams(form),
  })

test('a message that was sent can be read and is listed', async () => {
  const from = (await live.options('actions', 'send_sms', 'from')).options[0]
  expect(from).toEqual({ value: ours, label: `Support (${ours})` })
  const { output, sent } = await live.run('send_sms', {
    from: from?.value,
    to: theirs,
    body: 'Call me & soon',
  })
  expect(sent[0]?.body).toEqual({ From: ours, To: theirs, Body: 'Call me & soon' })
  const { sid: message_sid } = output as { sid: string }
  const read = await live.run('get_message', { message_sid })
  expect(read.output).toMatchObject({ body: 'Call me & soon', direction: 'outbound-api' })
  const { output: all } = await live.run('list_messages', { to: theirs, limit: 5 })
  expect(all).toMatchObject([{ sid: message_sid }])
})

test('an image goes along, and a messaging service stands for a number', async () => {
  const service = `MG${'0'.repeat(32)}`
  const input = { from: service, to: theirs, body: 'x', media_url: 'https://example.com/a.png' }
  const { sent } = await played.run('send_sms', input, [{ body: {} }])
  expect(sent[0]?.body).toEqual({
    MessagingServiceSid: service,
    To: theirs,
    Body: 'x',
    MediaUrl: 'https://example.com/a.png',
  })
})

test('a call says a text that holds any signs', async () => {
  const input = {
    from: ours,
    to: theirs,
    message: 'Tom & "Ana" <3',
    language: 'es-ES',
    timeout: 20,
    record: true,
  }
  const { output, sent } = await live.run('make_call', input)
  expect(sent[0]?.body).toEqual({
    From: ours,
    To: theirs,
    Twiml: '<Response><Say language="es-ES">Tom &amp; &quot;Ana&quot; &lt;3</Say></Response>',
    Timeout: '20',
    Record: 'true',
  })
  const { sid: call_sid } = output as { sid: string }
  expect((await live.run('get_call', { call_sid })).output).toMatchObject({ sid: call_sid, to: theirs })
  expect((await live.run('list_calls', {})).output).toMatchObject([{ sid: call_sid }])
})

test('a call does what TwiML or an address tells, and never nothing', async () => {
  const of = async (input: object) =>
    (await played.run('make_call', { from: ours, to: theirs, ...input }, [{ body: {} }])).sent[0]?.body
  expect(await of({ twiml: '<Response/>' })).toMatchObject({ Twiml: '<Response/>' })
  expect(await of({ url: 'https://example.com/twiml' })).toMatchObject({ Url: 'https://example.com/twiml' })
  await expect(of({})).rejects.toMatchObject({ code: 'INPUT_INVALID' })
})

test('a recording is fetched as a file', async () => {
  const files = memoryFiles()
  // The description has a recording's data only, not its sound:
  // https://www.twilio.com/docs/voice/api/recording#fetch-a-recordings-media-file
  const undescribed = pieceKit(twilio, { connection })
  const input = { recording_sid: 'RE1', format: 'wav', channels: 2 }
  const sound = { headers: { 'content-type': 'audio/x-wav' }, body: 'sound' }
  const { output, sent } = await undescribed.run('download_recording_media', input, [sound], {
    services: { files },
  })
  expect(sent[0]?.url.href).toBe(
    `https://api.twilio.com/2010-04-01/Accounts/${sid}/Recordings/RE1.wav?RequestedChannels=2`,
  )
  expect(output).toMatchObject({ url: 'https://files.example/RE1.wav', contentType: 'audio/wav', size: 5 })
})

test('a number is looked up at another host', async () => {
  const answer = { body: { phone_number: theirs, valid: true } }
  const { output, sent } = await played.run('phone_number_lookup', { phone_number: theirs }, [answer])
  expect(output).toMatchObject({ valid: true })
  expect(sent[0]?.url.href).toBe(
    'https://lookups.twilio.com/v2/PhoneNumbers/%2B15557654321?Fields=line_type_intelligence',
  )
})

test('what is not there or not permitted is told as Twilio words it', async () => {
  await expect(live.run('get_message', { message_sid: `SM${'f'.repeat(32)}` })).rejects.toMatchObject({
    code: 'RESOURCE_NOT_FOUND',
  })
  expect((await live.validate())[0]?.url.pathname).toBe(`/2010-04-01/Accounts/${sid}.json`)
  const wrong = pieceKit(twilio, {
    connection: { ...connection, password: 'wrong' },
    forward: () => ({ 'https://api.twilio.com': emulator.url }),
  })
  await expect(wrong.validate()).rejects.toMatchObject({ code: 'CONNECTION_REFUSED' })
  const { output } = await live.run('custom_api_call', { url: '/IncomingPhoneNumbers.json' })
  expect(output).toMatchObject({ status: 200 })
})

describe('triggers', () => {
  const since = Date.parse('2024-05-02T10:00:00Z')
  const idOf = (kind: string, n: number) => kind + String(n).padStart(32, '0')

  test('new_incoming_sms finds what came in, and not what went out', async () => {
    await live.run('send_sms', { from: ours, to: ours, body: 'To ourselves' })
    await simulate('inbound-message', { From: theirs, To: ours, Body: 'Hello' })
    const { items } = await live.poll('new_incoming_sms', { phone_number: ours })
    expect(items).toMatchObject([{ id: expect.stringMatching(/^SM/), data: { body: 'Hello', from: theirs } }])
    expect(items[0]?.at).toBeGreaterThan(0)
    const again = await live.poll('new_incoming_sms', { phone_number: ours })
    expect(again.items[0]?.id).toBe(items[0]?.id)
  })

  test('new_incoming_sms asks only for what is new', async () => {
    const none = [{ body: { messages: [] } }]
    const { sent } = await played.poll('new_incoming_sms', { phone_number: ours }, none, since)
    expect(Object.fromEntries(sent[0]!.url.searchParams)).toEqual({
      To: ours,
      'DateSent>': '2024-05-01',
      PageSize: '1000',
    })
  })

  test('new_recording and new_call wait until it is over', async () => {
    const date_created = 'Thu, 02 May 2024 10:00:00 +0000'
    const recordings = ['completed', 'processing'].map((status, i) => ({
      sid: idOf('RE', i),
      status,
      date_created,
    }))
    const recorded = await played.poll('new_recording', {}, [{ body: { recordings } }], since)
    expect(recorded.items).toMatchObject([{ id: idOf('RE', 0), at: since }])
    expect(recorded.sent[0]?.url.searchParams.get('DateCreated>')).toBe('2024-05-01')
    const end_time = 'Thu, 02 May 2024 10:01:00 +0000'
    const calls = [
      { sid: idOf('CA', 1), status: 'completed', date_created, end_time },
      { sid: idOf('CA', 2), status: 'in-progress', date_created, end_time: null },
    ]
    const called = await played.poll('new_call', {}, [{ body: { calls } }], since)
    expect(called.items).toMatchObject([{ id: idOf('CA', 1), at: since + 60_000 }])
    expect(called.sent[0]?.url.searchParams.get('Status')).toBe('completed')
    expect(called.sent[0]?.url.searchParams.get('StartTime>')).toBe('2024-05-01')
  })
})
