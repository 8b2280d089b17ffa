import { describe, expect, test } from 'vitest'
import { memoryFiles } from '../../test/support/memory-files.ts'
import { type Answer, pieceKit } from '../../test/support/piece-kit.ts'
import discord from './index.ts'

// Held against: Discord's own description of its API (v10).

const connection = { type: 'SECRET_TEXT', secret_text: 'bot-token' }
const kit = pieceKit(discord, { connection, contract: 'discord' })

const author = {
  id: '8',
  username: 'ana',
  avatar: null,
  discriminator: '0',
  public_flags: 0,
  flags: 0,
  global_name: 'Ana',
  primary_guild: null,
}
const message = {
  id: '7',
  channel_id: '5',
  type: 0,
  content: 'Hello',
  mentions: [],
  mention_roles: [],
  attachments: [],
  embeds: [],
  timestamp: '2024-05-01T09:46:40.123000+00:00',
  edited_timestamp: null,
  flags: 0,
  components: [],
  author,
  pinned: false,
  mention_everyone: false,
  tts: false,
}
const channelOf = (id: string, name: string, type = 0) => ({
  id,
  name,
  type,
  guild_id: '1',
  position: 0,
  flags: 0,
  permission_overwrites: [],
  parent_id: null,
  last_message_id: null,
})

describe('sendMessageWithBot', () => {
  test('writes with a nonce that is the same at every attempt', async () => {
    const input = { channel_id: '5', message: 'Hello', embeds: [{ title: 'Lead' }] }
    const first = await kit.run('sendMessageWithBot', input, [{ body: message }])
    expect(first.output).toEqual(message)
    expect(first.sent[0]?.url.href).toBe('https://discord.com/api/v10/channels/5/messages')
    expect(first.sent[0]?.headers.get('authorization')).toBe('Bot bot-token')
    expect(first.sent[0]?.body).toEqual({
      content: 'Hello',
      embeds: [{ title: 'Lead' }],
      nonce: expect.stringMatching(/^[0-9a-f]{25}$/),
      enforce_nonce: true,
    })
    const again = await kit.run('sendMessageWithBot', input, [{ body: message }], { attempt: 2 })
    expect(again.sent[0]?.body).toEqual(first.sent[0]?.body)
    const other = await kit.run('sendMessageWithBot', input, [{ body: message }], { idempotencyKey: 'other' })
    expect(other.sent[0]?.body).not.toEqual(first.sent[0]?.body)
  })

  test('sends files along, and never nothing', async () => {
    const files = [{ file: 'https://example.com/a.png' }, {}, { file: 'https://example.com/b.pdf' }]
    const services = { files: memoryFiles() }
    const { sent } = await kit.run('sendMessageWithBot', { channel_id: '5', files }, [{ body: message }], {
      services,
    })
    const form = sent[0]!.body as Record<string, File & string>
    expect(JSON.parse(form.payload_json!)).toMatchObject({ enforce_nonce: true })
    expect([form['files[0]']?.name, form['files[1]']?.name]).toEqual(['a.png', 'b.pdf'])
    await expect(kit.run('sendMessageWithBot', { channel_id: '5' })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
    })
  })
})

describe('send_message_webhook', () => {
  const webhook_url = 'https://discordapp.com/api/webhooks/99/secret-token_1'
  // The proof stands in the address; Discord's description wants credentials with every request.
  const open = pieceKit(discord, { connection })

  test('writes without the credentials of the bot', async () => {
    const input = { webhook_url, content: 'Hello', username: 'Calls' }
    const { sent, output } = await open.run('send_message_webhook', { ...input, auth: undefined }, [
      { body: message },
    ])
    expect(output).toEqual(message)
    expect(sent[0]?.url.href).toBe('https://discord.com/api/v10/webhooks/99/secret-token_1?wait=true')
    expect(sent[0]?.headers.get('authorization')).toBeNull()
    expect(sent[0]?.body).toEqual({ content: 'Hello', username: 'Calls', tts: false })
  })

  test('goes to Discord only, and never shows the token', async () => {
    const elsewhere = { webhook_url: 'https://example.com/api/webhooks/99/x', content: 'x' }
    await expect(open.run('send_message_webhook', elsewhere)).rejects.toMatchObject({ code: 'INPUT_INVALID' })
    const gone = [{ status: 404, body: { message: 'Unknown Webhook', code: 10015 } }]
    await expect(open.run('send_message_webhook', { webhook_url, content: 'x' }, gone)).rejects.toMatchObject(
      {
        code: 'RESOURCE_NOT_FOUND',
        message: expect.stringContaining('Unknown Webhook'),
      },
    )
    const broken = open.run('send_message_webhook', { webhook_url, content: 'x' }, () => {
      throw new Error('the line is down')
    })
    const error = await broken.catch((thrown) => thrown)
    expect(error).toMatchObject({ code: 'HTTP_NETWORK' })
    expect(error.message).not.toContain('secret-token_1')
  })
})

const guild_id = '1'
const channel = channelOf('5', 'leads')
const member = { user: author, nick: null, roles: [], joined_at: '2024-01-01T00:00:00+00:00' }
const fullMember = {
  ...member,
  avatar: null,
  banner: null,
  communication_disabled_until: null,
  flags: 0,
  pending: false,
  premium_since: null,
  mute: false,
  deaf: false,
}
const none: Answer = {}

test.each([
  [
    'create_channel',
    { guild_id, name: 'leads', topic: 'New' },
    'POST /guilds/1/channels',
    { name: 'leads', topic: 'New' },
    { body: channel },
    { success: true, channel },
  ],
  [
    'rename_channel',
    { channel_id: '5', name: 'old' },
    'PATCH /channels/5',
    { name: 'old' },
    { body: channel },
    { success: true, channel },
  ],
  [
    'delete_channel',
    { channel_id: '5' },
    'DELETE /channels/5',
    undefined,
    { body: channel },
    { success: true },
  ],
  [
    'find_channel',
    { guild_id, name: '#leads' },
    'GET /guilds/1/channels',
    undefined,
    { body: [channel] },
    { success: true, channel_id: '5', channel },
  ],
  [
    'find_channel',
    { guild_id, name: 'other' },
    'GET /guilds/1/channels',
    undefined,
    { body: [channel] },
    { success: false, channel_id: null, channel: null },
  ],
  [
    'add_role_to_member',
    { guild_id, user_id: '8', role_id: '3' },
    'PUT /guilds/1/members/8/roles/3',
    undefined,
    none,
    { success: true },
  ],
  [
    'remove_role_from_member',
    { guild_id, user_id: '8', role_id: '3' },
    'DELETE /guilds/1/members/8/roles/3',
    undefined,
    none,
    { success: true },
  ],
  [
    'list_guild_members',
    { guild_id, shortText: 'an', limit: 5 },
    'GET /guilds/1/members/search?query=an&limit=5',
    undefined,
    { body: [fullMember] },
    { options: [{ value: '8', label: 'ana' }], members: [fullMember] },
  ],
  [
    'list_messages',
    { channel_id: '5', limit: 5 },
    'GET /channels/5/messages?limit=5',
    undefined,
    { body: [message] },
    [message],
  ],
])('%s asks %j and gives what came', async (action, input, request, body, answer, output) => {
  const run = await kit.run(action, input, [answer])
  const { method, url, body: sent } = run.sent[0]!
  expect(`${method} ${url.pathname.replace('/api/v10', '')}${url.search}`).toBe(request)
  expect(sent).toEqual(body)
  expect(run.output).toEqual(output)
})

test('servers, channels and roles are offered by name', async () => {
  const features: string[] = []
  const guild = { id: '1', name: 'Acme', icon: null, banner: null, owner: true, permissions: '0', features }
  const channels = { body: [channel, channelOf('6', 'Texts', 4)] }
  const offered = await kit.options('actions', 'list_messages', 'channel_id', {}, [
    { body: [guild] },
    channels,
  ])
  expect(offered.options).toEqual([{ value: '5', label: 'Acme › #leads' }])
  const guilds = await kit.options('actions', 'create_channel', 'guild_id', {}, [{ body: [guild] }])
  expect(guilds.options).toEqual([{ value: '1', label: 'Acme' }])
  const role = {
    id: '3',
    name: 'Agent',
    permissions: '0',
    position: 1,
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    managed: false,
    mentionable: false,
    icon: null,
    unicode_emoji: null,
    flags: 0,
  }
  const roles = await kit.options('actions', 'add_role_to_member', 'role_id', { guild_id }, [
    { body: [role] },
  ])
  expect(roles.options).toEqual([{ value: '3', label: 'Agent' }])
})

test('new_message asks for what came after the last one', async () => {
  const input = { channel: '5', limit: 10 }
  const first = await kit.poll('new_message', input, [{ body: [message] }])
  const at = Date.parse('2024-05-01T09:46:40.123Z')
  expect(first.items).toEqual([{ id: '7', at, data: message }])
  expect(first.sent[0]?.url.search).toBe('?limit=10')
  // Discord's own example of an id and its moment: https://discord.com/developers/docs/reference#snowflakes
  const { sent } = await kit.poll('new_message', input, [{ body: [] }], 1462015105796)
  const after = BigInt(sent[0]!.url.searchParams.get('after')!)
  expect(after < 175928847299117063n && (after + 1n) >> 22n === 175928847299117063n >> 22n).toBe(true)
})

test('errors say what Discord says', async () => {
  const missing = [{ status: 403, body: { message: 'Missing Access', code: 50001 } }]
  await expect(kit.run('list_messages', { channel_id: '5' }, missing)).rejects.toMatchObject({
    code: 'PERMISSION_DENIED',
    message: expect.stringContaining('Missing Access'),
  })
  const slow = [
    { status: 429, headers: { 'retry-after': '2' }, body: { message: 'You are being rate limited.' } },
  ]
  await expect(kit.run('list_messages', { channel_id: '5' }, slow)).rejects.toMatchObject({
    code: 'RATE_LIMITED',
    details: { retryAfterMs: 2000 },
  })
  const refused = [{ status: 401, body: { message: '401: Unauthorized' } }]
  await expect(kit.validate(refused)).rejects.toMatchObject({ code: 'CONNECTION_REFUSED' })
  const any = await kit.run('custom_api_call', { url: '/users/@me/guilds' }, [{ body: [] }])
  expect(any.output).toMatchObject({ status: 200 })
})
