import * as z from 'zod'
import { number, shortText } from '../../src/piece/fields.ts'
import { at, type ServiceHttp } from '../../src/piece/service-http.ts'
import { Entity, listValues } from '../_microsoft/graph.ts'
import { channel, chat, members, membersOf, message, team } from './inputs.ts'
import { teams } from './service.ts'

/** Messages in one page, which is the most Graph gives, and most that are asked for. */
const PAGE = 50
const MAX_MESSAGES = 500

interface Written {
  contentType: 'text' | 'html'
  content: string
}

const bodyOf = ({ contentType, content }: Written) => ({ body: { contentType, content } })

const messageId = () => shortText({ label: 'Message', description: 'Its id.' })

/** Where a channel's messages are. */
export const channelMessages = (teamId: string, channelId: string) =>
  at`/teams/${teamId}/channels/${channelId}/messages`

/** Graph wants HTML for a mention, and the name that is shown: https://learn.microsoft.com/graph/api/chatmessage-post */
async function mentioning(http: ServiceHttp, teamId: string, written: Written, ids: readonly string[] = []) {
  if (ids.length === 0) return bodyOf(written)
  const people = (await membersOf(http, teamId)).filter(({ value }) => ids.includes(value))
  const marks = people.map(({ label }, index) => `<at id="${index}">${escaped(label)}</at>`).join(' ')
  const content = written.contentType === 'html' ? written.content : escaped(written.content)
  return {
    body: { contentType: 'html', content: `${marks} ${content}` },
    mentions: people.map(({ value, label }, index) => ({
      id: index,
      mentionText: label,
      mentioned: { user: { id: value, displayName: label } },
    })),
  }
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\n', '<br>')

/** Writes in a channel. */
export const sendChannelMessage = teams.action({
  name: 'microsoft_teams_send_channel_message',
  displayName: 'Send a channel message',
  description: 'Writes in a channel of a team.',
  input: z.object({
    teamId: team(),
    channelId: channel(),
    ...message,
    mentions: members({ label: 'Mention', required: false }),
  }),
  output: Entity,
  idempotent: false,
  run: async ({ input: { teamId, channelId, mentions, ...written }, http }) =>
    http.post(channelMessages(teamId, channelId), {
      json: await mentioning(http, teamId, written, mentions),
    }),
})

/** Answers in a channel. */
export const replyInChannel = teams.action({
  name: 'microsoft_teams_reply_to_channel_message',
  displayName: 'Reply to a channel message',
  description: 'Answers below a message of a channel.',
  input: z.object({ teamId: team(), channelId: channel(), messageId: messageId(), ...message }),
  output: Entity,
  idempotent: false,
  run: ({ input: { teamId, channelId, messageId, ...written }, http }) =>
    http.post(at`/teams/${teamId}/channels/${channelId}/messages/${messageId}/replies`, {
      json: bodyOf(written),
    }),
})

/** Reads one message of a channel. */
export const getChannelMessage = teams.action({
  name: 'microsoft_teams_get_channel_message',
  displayName: 'Get a channel message',
  description: 'Reads one message of a channel by its id.',
  input: z.object({ teamId: team(), channelId: channel(), messageId: messageId() }),
  output: Entity,
  idempotent: true,
  run: ({ input: { teamId, channelId, messageId }, http }) =>
    http.get(at`/teams/${teamId}/channels/${channelId}/messages/${messageId}`),
})

/** Reads what was written in a channel. */
export const listChannelMessages = teams.action({
  name: 'list_channel_messages',
  displayName: 'List channel messages',
  description: 'The latest messages of a channel, without answers.',
  input: z.object({
    teamId: team(),
    channelId: channel(),
    limit: number({ label: 'At most', defaultValue: PAGE, min: 1, max: MAX_MESSAGES }),
  }),
  idempotent: true,
  async run({ input: { teamId, channelId, limit }, http }) {
    const query = { $top: Math.min(limit, PAGE) }
    return {
      value: await listValues(http, channelMessages(teamId, channelId), { query, item: Entity, limit }),
    }
  },
})

/** Writes in a chat. */
export const sendChatMessage = teams.action({
  name: 'microsoft_teams_send_chat_message',
  displayName: 'Send a chat message',
  description: 'Writes in a chat that exists.',
  input: z.object({ chatId: chat(), ...message }),
  output: Entity,
  idempotent: false,
  run: ({ input: { chatId, ...written }, http }) =>
    http.post(at`/chats/${chatId}/messages`, { json: bodyOf(written) }),
})

const Me = z.object({ id: z.string() })

/** Begins a chat. */
export const createChat = teams.action({
  name: 'microsoft_teams_create_chat_and_send_message',
  displayName: 'Create a chat and write there',
  description:
    'Opens a chat with people of a team and writes the first message. With one person, the chat there is stays.',
  input: z.object({ teamId: team(), members: members({ label: 'With' }), ...message }),
  idempotent: false,
  async run({ input: { members, ...written }, http }) {
    const me = await http.get('/me', { query: { $select: 'id' }, answer: Me })
    const others = members.filter((id) => id !== me.id)
    const chat = await http.post('/chats', {
      json: {
        chatType: others.length === 1 ? 'oneOnOne' : 'group',
        members: [me.id, ...others].map((id) => ({
          '@odata.type': '#microsoft.graph.aadUserConversationMember',
          roles: ['owner'],
          'user@odata.bind': `https://graph.microsoft.com/v1.0/users('${id}')`,
        })),
      },
      answer: Entity,
    })
    return { chat, message: await http.post(at`/chats/${chat.id}/messages`, { json: bodyOf(written) }) }
  },
})
