import { createHmac } from 'node:crypto'
import { createEmulator, type Emulator } from 'emulate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pieceKit } from '../../test/support/piece-kit.ts'
import { events } from './events.ts'
import slack from './index.ts'

// Held against: the stateful emulator of Slack in npm `emulate`, and Slack's own description of its Web API.

let emulator: Emulator

beforeAll(async () => {
  emulator = await createEmulator({
    service: 'slack',
    port: 0,
    seed: {
      tokens: { 'xoxb-test-token': { login: 'U000000001', scopes: ['chat:write', 'channels:read'] } },
      slack: {
        team: { name: 'Acme', domain: 'acme' },
        users: [{ name: 'ana', real_name: 'Ana Ruiz', email: 'ana@example.com' }],
        channels: [{ name: 'general', topic: 'Everything' }],
      },
    },
  })
})
afterAll(() => emulator.close())

const connection = { type: 'SECRET_TEXT', secret_text: 'xoxb-test-token' }
const kit = pieceKit(slack, {
  connection,
  contract: 'slack',
  forward: () => ({ 'https://slack.com/api': `${emulator.url}/api` }),
})

const firstOf = async (action: string, field: string) =>
  (await kit.options('actions', action, field)).options[0]

test('a message that was sent can be found, changed and reacted to', async () => {
  const channel = (await firstOf('send_channel_message', 'channel'))?.value
  const sent = await kit.run('send_channel_message', { channel, text: 'Ana wants to be called back' })
  const { ts } = sent.output as { ts: string }
  const answer = { channel, text: 'Who?', threadTs: ts }
  expect((await kit.run('send_channel_message', answer)).output).toMatchObject({ ok: true })
  await kit.run('updateMessage', { channel, ts, text: 'Ana was called back' })
  await kit.run('slack-add-reaction-to-message', { channel, ts, reaction: ':tada:' })
  const { output } = await kit.run('getChannelHistory', { channel })
  expect(output).toMatchObject({
    messages: [{ text: 'Ana was called back', reactions: [{ name: 'tada' }] }],
  })
})

test('a person is found by e-mail and written to', async () => {
  const { output } = await kit.run('slack-find-user-by-email', { email: 'ana@example.com' })
  const { user } = output as { user: { id: string } }
  const sent = await kit.run('send_direct_message', { userId: user.id, text: 'Hello' })
  expect(sent.output).toMatchObject({ ok: true })
})

test('channels and people are offered by name', async () => {
  expect((await firstOf('send_channel_message', 'channel'))?.label).toMatch(/^#/)
  const people = (await kit.options('actions', 'send_direct_message', 'userId')).options
  expect(people.map(({ label }) => label)).toContain('Ana Ruiz')
})

test('a channel is made once; the second time Slack says that the name is taken', async () => {
  await kit.run('slack-create-channel', { channelName: 'leads', isPrivate: false })
  await expect(kit.run('slack-create-channel', { channelName: 'leads' })).rejects.toMatchObject({
    code: 'CONFLICT',
    message: expect.stringContaining('name_taken'),
  })
})

test('a good token is told from a bad one', async () => {
  await kit.validate()
  const bad = pieceKit(slack, { connection: { type: 'SECRET_TEXT', secret_text: 'xoxb-wrong' } })
  await expect(bad.validate([{ body: { ok: false, error: 'invalid_auth' } }])).rejects.toMatchObject({
    code: 'CONNECTION_REFUSED',
  })
})

test('any other method can be called', async () => {
  const { output } = await kit.run('custom_api_call', { method: 'POST', url: '/auth.test' })
  expect(output).toMatchObject({ status: 200, body: { ok: true } })
})

describe('events', () => {
  const secret = 'signing-secret'
  const request = (body: object, at = Math.floor(Date.now() / 1000), key = secret) => {
    const rawBody = new Uint8Array(Buffer.from(JSON.stringify(body)))
    const signature = createHmac('sha256', key).update(`v0:${at}:`).update(rawBody).digest('hex')
    const headers = { 'x-slack-request-timestamp': String(at), 'x-slack-signature': `v0=${signature}` }
    return { method: 'POST', headers, queryParams: {}, body: body as never, rawBody }
  }
  const message = { type: 'message', channel: 'C1', user: 'U1', text: 'hi', ts: '1.0' }
  const callback = { type: 'event_callback', team_id: 'T1', event_id: 'Ev1', event: message }

  test('a signed event is taken, and one that is forged or old is not', () => {
    expect(() => events.verify(request(callback), secret)).not.toThrow()
    for (const bad of [request(callback, undefined, 'other'), request(callback, 1)]) {
      expect(() => events.verify(bad, secret)).toThrow(/signature/)
    }
  })

  test('the address is proved with the challenge, and events name team and id', async () => {
    const challenge = events.parse(request({ type: 'url_verification', challenge: 'abc' }))
    expect(challenge).toMatchObject({ events: [], answer: { status: 200, body: 'abc' } })
    expect((await events.parse(request(callback))).events).toEqual([
      { event: 'message', identifier: 'T1', id: 'Ev1', data: message },
    ])
  })

  test('messages of other channels and of bots start nothing unless wanted', async () => {
    const of = (input: object, body: object) =>
      slack.triggers['new-message-in-channel']!.events!({
        input: { ignoreBots: true, ...input },
        request: { ...request(callback), body },
      } as never)
    expect(await of({}, message)).toEqual([message])
    expect(await of({ channels: ['C2'] }, message)).toEqual([])
    expect(await of({}, { ...message, bot_id: 'B1' })).toEqual([])
  })
})
