import * as z from 'zod'
import { at, type ServiceHttp } from '../../src/piece/service-http.ts'
import type { PollItem } from '../../src/piece/trigger.ts'
import { Entity, listValues } from '../_microsoft/graph.ts'
import { channel, chat, team } from './inputs.ts'
import { channelMessages } from './messages.ts'
import { teams } from './service.ts'

/** The latest messages that are looked at with each poll. */
const LATEST = 50

const Message = Entity.extend({ createdDateTime: z.string(), messageType: z.string().optional() })

const sampleData = {
  id: '1747831213175',
  messageType: 'message',
  createdDateTime: '2026-05-04T09:12:31.175Z',
  subject: null,
  from: { user: { id: '90b3720d-f459-42c1-a02e-a1ecb0680000', displayName: 'Ana Ruiz' } },
  body: { contentType: 'html', content: '<p>Can somebody call me back?</p>' },
  attachments: [],
  mentions: [],
}

async function newMessages(http: ServiceHttp, path: string): Promise<PollItem[]> {
  const messages = await listValues(http, path, { query: { $top: LATEST }, item: Message, limit: LATEST })
  // Who came and went is told as a message, too.
  return messages
    .filter(({ messageType = 'message' }) => messageType === 'message')
    .map((message) => ({
      id: message.id,
      at: Date.parse(message.createdDateTime),
      data: message as PollItem['data'],
    }))
}

/** Something was written in a channel. */
export const newChannelMessage = teams.trigger({
  name: 'new-channel-message',
  displayName: 'New channel message',
  description: 'Starts for every message in a channel, though not for answers to one.',
  type: 'POLLING',
  input: z.object({ teamId: team(), channelId: channel() }),
  sampleData,
  poll: ({ http, input: { teamId, channelId } }) => newMessages(http, channelMessages(teamId, channelId)),
})

/** Something was written in a chat. */
export const newChatMessage = teams.trigger({
  name: 'new-chat-message',
  displayName: 'New chat message',
  description: 'Starts for every message in a chat.',
  type: 'POLLING',
  input: z.object({ chatId: chat() }),
  sampleData,
  poll: ({ http, input: { chatId } }) => newMessages(http, at`/chats/${chatId}/messages`),
})
