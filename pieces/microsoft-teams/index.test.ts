import { describe, expect, test } from 'vitest'
import { pieceKit } from '../../test/support/piece-kit.ts'
import teams from './index.ts'

// Held against: Microsoft's own description of Graph. It lacks a team's members and the binding of a chat's: those
// requests are written after https://learn.microsoft.com/graph/api/team-list-members and
// https://learn.microsoft.com/graph/api/chat-post and checked by no description.

const connection = { type: 'OAUTH2', access_token: 'eyJ0.test' }
const kit = pieceKit(teams, { connection, contract: 'microsoft-graph' })
const unchecked = pieceKit(teams, { connection })

const place = { teamId: 't1', channelId: '19:c1@thread.tacv2' }
const CHANNEL = '/v1.0/teams/t1/channels/19%3Ac1%40thread.tacv2'
const said = { id: 'm1', createdDateTime: '2026-05-04T09:00:00Z', messageType: 'message' }

describe('channels', () => {
  test('a message is written as text', async () => {
    const { sent, output } = await kit.run(
      'microsoft_teams_send_channel_message',
      { ...place, content: 'Ana called' },
      [{ status: 201, body: said }],
    )
    expect(sent[0]).toMatchObject({
      method: 'POST',
      body: { body: { contentType: 'text', content: 'Ana called' } },
    })
    expect(sent[0]?.url.pathname).toBe(`${CHANNEL}/messages`)
    expect(output).toEqual(said)
  })

  test('people are mentioned by name, and text stays text', async () => {
    const { sent } = await unchecked.run(
      'microsoft_teams_send_channel_message',
      { ...place, content: 'A < B\nCall', mentions: ['u1'] },
      [
        {
          body: {
            value: [
              { id: 'x', userId: 'u1', displayName: 'Bo & Co' },
              { id: 'y', userId: 'u2' },
            ],
          },
        },
        { status: 201, body: said },
      ],
    )
    expect(sent[0]?.url.pathname).toBe('/v1.0/teams/t1/members')
    expect(sent[1]?.body).toEqual({
      body: { contentType: 'html', content: '<at id="0">Bo &amp; Co</at> A &lt; B<br>Call' },
      mentions: [
        { id: 0, mentionText: 'Bo & Co', mentioned: { user: { id: 'u1', displayName: 'Bo & Co' } } },
      ],
    })
  })

  test('a message is answered', async () => {
    const input = { ...place, messageId: 'm1', contentType: 'html', content: '<b>Done</b>' }
    const { sent } = await kit.run('microsoft_teams_reply_to_channel_message', input, [
      { status: 201, body: said },
    ])
    expect(sent[0]).toMatchObject({
      method: 'POST',
      body: { body: { contentType: 'html', content: '<b>Done</b>' } },
    })
    expect(sent[0]?.url.pathname).toBe(`${CHANNEL}/messages/m1/replies`)
  })

  test('messages are read one by one, or the latest', async () => {
    const input = { ...place, messageId: 'm1' }
    const one = await kit.run('microsoft_teams_get_channel_message', input, [{ body: said }])
    expect(one.sent[0]?.url.pathname).toBe(`${CHANNEL}/messages/m1`)
    const many = await kit.run('list_channel_messages', { ...place, limit: 5 }, [{ body: { value: [said] } }])
    expect(many.sent[0]?.url.search).toBe('?%24top=5')
    expect(many.output).toEqual({ value: [said] })
  })

  test('a channel is made, read and listed', async () => {
    const input = { teamId: 't1', channelDisplayName: 'Leads', channelDescription: 'From calls' }
    const made = await kit.run('microsoft_teams_create_channel', input, [{ status: 201, body: { id: 'c1' } }])
    expect(made.sent[0]).toMatchObject({
      method: 'POST',
      body: { displayName: 'Leads', description: 'From calls' },
    })
    expect(made.sent[0]?.url.pathname).toBe('/v1.0/teams/t1/channels')
    const found = await kit.run('microsoft_teams_find_channel', { ...place, select: 'id' }, [
      { body: { id: 'c1' } },
    ])
    expect(found.sent[0]?.url.href).toBe(`https://graph.microsoft.com${CHANNEL}?%24select=id`)
    const all = await kit.run('list_channels', { teamId: 't1' }, [{ body: { value: [{ id: 'c1' }] } }])
    expect(all.output).toEqual({ value: [{ id: 'c1' }] })
  })

  test('what Graph does not permit is said in its words', async () => {
    const error = { code: 'Forbidden', message: "Missing scope permissions on the request: 'Channel.Create'" }
    const input = { teamId: 't1', channelDisplayName: 'Leads' }
    const run = kit.run('microsoft_teams_create_channel', input, [{ status: 403, body: { error } }])
    await expect(run).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
      message: expect.stringContaining('Channel.Create'),
    })
  })
})

describe('chats', () => {
  test('a message is written in a chat', async () => {
    const { sent } = await kit.run('microsoft_teams_send_chat_message', { chatId: 'ch1', content: 'Hi' }, [
      { status: 201, body: said },
    ])
    expect(sent[0]?.url.pathname).toBe('/v1.0/chats/ch1/messages')
    expect(sent[0]?.body).toEqual({ body: { contentType: 'text', content: 'Hi' } })
  })

  test('a chat begins with its first message, for two or for more', async () => {
    const begin = (members: string[]) =>
      unchecked.run(
        'microsoft_teams_create_chat_and_send_message',
        { teamId: 't1', members, content: 'Hi' },
        [{ body: { id: 'me' } }, { status: 201, body: { id: 'ch1' } }, { status: 201, body: said }],
      )
    const { sent, output } = await begin(['me', 'u1'])
    const member = (id: string) => ({
      '@odata.type': '#microsoft.graph.aadUserConversationMember',
      roles: ['owner'],
      'user@odata.bind': `https://graph.microsoft.com/v1.0/users('${id}')`,
    })
    expect(sent[1]).toMatchObject({ method: 'POST', body: { chatType: 'oneOnOne' } })
    expect(sent[1]?.body).toMatchObject({ members: [member('me'), member('u1')] })
    expect(sent[2]?.url.pathname).toBe('/v1.0/chats/ch1/messages')
    expect(output).toEqual({ chat: { id: 'ch1' }, message: said })
    expect((await begin(['u1', 'u2'])).sent[1]?.body).toMatchObject({ chatType: 'group' })
  })
})

describe('choices', () => {
  const offer = async (field: string, value: unknown[], checked = true) =>
    (
      await (checked ? kit : unchecked).options(
        'actions',
        field === 'chatId' ? 'microsoft_teams_send_chat_message' : 'microsoft_teams_send_channel_message',
        field,
        { teamId: 't1' },
        [{ body: { value } }],
      )
    ).options

  test('teams, channels, people and chats are offered by name', async () => {
    expect(await offer('teamId', [{ id: 't1', displayName: 'Sales' }])).toEqual([
      { value: 't1', label: 'Sales' },
    ])
    expect(await offer('channelId', [{ id: 'c1', displayName: 'General' }])).toEqual([
      { value: 'c1', label: 'General' },
    ])
    const person = { id: 'x', userId: 'u1', displayName: 'Ana', email: 'ana@example.com' }
    expect(await offer('mentions', [person, { id: 'y' }], false)).toEqual([{ value: 'u1', label: 'Ana' }])
    const chats = [
      { id: 'ch1', topic: 'Leads' },
      { id: 'ch2', topic: null, members: [{ displayName: 'Ana' }, { displayName: 'Bo' }] },
    ]
    expect(await offer('chatId', chats)).toEqual([
      { value: 'ch1', label: 'Leads' },
      { value: 'ch2', label: 'Ana, Bo' },
    ])
  })
})

test('messages that people write start runs, and those about comings and goings do not', async () => {
  const system = { ...said, id: 'm0', messageType: 'systemEventMessage' }
  const answers = [{ body: { value: [said, system] } }]
  const at = Date.parse(said.createdDateTime)
  const inChannel = await kit.poll('new-channel-message', place, answers)
  expect(inChannel.sent[0]?.url.pathname).toBe(`${CHANNEL}/messages`)
  expect(inChannel.items).toEqual([{ id: 'm1', at, data: said }])
  const inChat = await kit.poll('new-chat-message', { chatId: 'ch1' }, answers)
  expect(inChat.sent[0]?.url.pathname).toBe('/v1.0/chats/ch1/messages')
  expect(inChat.items).toHaveLength(1)
})

test('any other part of Graph can be asked', async () => {
  const { sent } = await kit.run('custom_api_call', { url: '/me/joinedTeams' }, [{ body: { value: [] } }])
  expect(sent[0]?.headers.get('authorization')).toBe('Bearer eyJ0.test')
})
