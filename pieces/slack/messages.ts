import * as z from 'zod'
import { checkbox, json, longText, number, shortText } from '../../src/piece/fields.ts'
import { channel, user } from './inputs.ts'
import { slack } from './service.ts'

const Sent = z.looseObject({ ok: z.boolean(), ts: z.string(), channel: z.string() })

const appearance = {
  username: shortText({ label: 'Name of the sender', required: false }),
  iconEmoji: shortText({
    label: 'Emoji of the sender',
    description: 'Such as :robot_face:',
    required: false,
  }),
  blocks: json({ label: 'Blocks', description: "Slack's Block Kit, as a list.", required: false }),
  unfurlLinks: checkbox({ label: 'Show previews of links', defaultValue: true }),
}

/** Posts to a channel. */
export const sendChannelMessage = slack.action({
  name: 'send_channel_message',
  displayName: 'Send message to a channel',
  description: 'Posts to a public or private channel the bot is in, or into a thread of it.',
  input: z.object({
    channel: channel(),
    text: longText({ label: 'Message', description: 'In Slack’s mrkdwn.' }),
    threadTs: shortText({
      label: 'Thread',
      description: 'The ts of the message to answer.',
      required: false,
    }),
    replyBroadcast: checkbox({ label: 'Show a thread’s answer in the channel too', defaultValue: false }),
    ...appearance,
  }),
  output: Sent,
  idempotent: false,
  run: ({ input, http }) =>
    http.post('/chat.postMessage', {
      json: {
        channel: input.channel,
        text: input.text,
        username: input.username,
        icon_emoji: input.iconEmoji,
        blocks: input.blocks,
        unfurl_links: input.unfurlLinks,
        thread_ts: input.threadTs,
        reply_broadcast: input.threadTs ? input.replyBroadcast : undefined,
      },
    }),
})

const Opened = z.object({ channel: z.object({ id: z.string() }) })

/** Writes to one person. */
export const sendDirectMessage = slack.action({
  name: 'send_direct_message',
  displayName: 'Send message to a person',
  description: 'Opens the direct conversation with a person and writes there.',
  input: z.object({ userId: user(), text: longText({ label: 'Message' }), ...appearance }),
  output: Sent,
  idempotent: false,
  async run({ input, http }) {
    const { channel } = await http.post('/conversations.open', {
      json: { users: input.userId },
      answer: Opened,
    })
    return http.post('/chat.postMessage', {
      json: {
        channel: channel.id,
        text: input.text,
        username: input.username,
        icon_emoji: input.iconEmoji,
        blocks: input.blocks,
        unfurl_links: input.unfurlLinks,
      },
    })
  },
})

/** Changes what the bot has written. */
export const updateMessage = slack.action({
  name: 'updateMessage',
  displayName: 'Change a message',
  description: 'Replaces the text of a message that the bot has sent.',
  input: z.object({
    channel: channel(),
    ts: shortText({ label: 'Message', description: 'Its ts.' }),
    text: longText({ label: 'Text' }),
    blocks: json({ label: 'Blocks', required: false }),
  }),
  output: Sent,
  idempotent: true,
  run: ({ input: { channel, ts, text, blocks }, http }) =>
    http.post('/chat.update', { json: { channel, ts, text, blocks } }),
})

/** Adds an emoji to a message. */
export const addReaction = slack.action({
  name: 'slack-add-reaction-to-message',
  displayName: 'Add a reaction',
  description: 'Adds an emoji to a message.',
  input: z.object({
    channel: channel(),
    ts: shortText({ label: 'Message', description: 'Its ts.' }),
    reaction: shortText({ label: 'Emoji', description: 'Without colons: thumbsup' }),
  }),
  idempotent: false,
  run: ({ input: { channel, ts, reaction }, http }) =>
    http.post('/reactions.add', { json: { channel, timestamp: ts, name: reaction.replaceAll(':', '') } }),
})

/** Reads what was written. */
export const getHistory = slack.action({
  name: 'getChannelHistory',
  displayName: 'Read a channel',
  description: 'The latest messages of a channel, newest first.',
  input: z.object({
    channel: channel(),
    oldest: shortText({ label: 'Not older than', description: 'A ts, or epoch seconds.', required: false }),
    limit: number({ label: 'At most', defaultValue: 50, min: 1, max: 999 }),
  }),
  idempotent: true,
  run: ({ input: { channel, oldest, limit }, http }) =>
    http.post('/conversations.history', { form: { channel, oldest, limit } }),
})
