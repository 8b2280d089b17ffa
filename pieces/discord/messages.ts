import { createHash } from 'node:crypto'
import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { checkbox, file, json, longText, number, rows, shortText } from '../../src/piece/fields.ts'
import { action } from '../../src/piece/piece.ts'
import { hiding, serviceError } from '../../src/piece/service-errors.ts'
import { at } from '../../src/piece/service-http.ts'
import { channel } from './inputs.ts'
import { discord } from './service.ts'

const embeds = () =>
  json({
    label: 'Cards',
    description: 'Embeds as a list: [{"title": "New lead", "description": "Ana", "color": 5763719}]',
    required: false,
  })

/** Longest that Discord takes. */
const NONCE_LENGTH = 25

/** Writes as the bot. */
export const sendMessage = discord.action({
  name: 'sendMessageWithBot',
  displayName: 'Send message',
  description: 'Writes to a channel or thread as the bot, with cards and files if you like.',
  input: z.object({
    channel_id: channel(),
    message: longText({ label: 'Message', required: false }),
    embeds: embeds(),
    files: rows({
      label: 'Files',
      required: false,
      row: z.object({ file: file({ label: 'File', required: false }) }),
    }),
  }),
  // A message with a nonce that was there a moment ago is not sent again.
  idempotent: true,
  async run({ input, http, run, services }) {
    const { channel_id, message, embeds } = input
    const sources = (input.files ?? []).flatMap(({ file }) => file ?? [])
    if (!message && !embeds && sources.length === 0) {
      throw new CodedError('INPUT_INVALID', 'Give a text in the field "message", "embeds" or "files".')
    }
    const nonce = createHash('sha256').update(run.idempotencyKey).digest('hex').slice(0, NONCE_LENGTH)
    const content = { content: message, embeds, nonce, enforce_nonce: true }
    const path = at`/channels/${channel_id}/messages`
    if (sources.length === 0) return http.post(path, { json: content })
    const body = new FormData()
    body.set('payload_json', JSON.stringify(content))
    const files = await Promise.all(sources.map((source) => services.files.read(source)))
    for (const [index, { name, contentType, bytes }] of files.entries()) {
      body.set(`files[${index}]`, new Blob([bytes], { type: contentType }), name)
    }
    return http.post(path, { body })
  },
})

/** The address of a webhook: its id, and the token that is the whole proof. */
const WEBHOOK = /^https:\/\/(?:\w+\.)?discord(?:app)?\.com\/api\/(?:v\d+\/)?webhooks\/(\d+)\/([\w-]+)/

/** Writes by a channel's webhook: no bot and no connection. */
export const sendWebhookMessage = action({
  name: 'send_message_webhook',
  displayName: 'Send message by webhook',
  description: 'Writes to the channel of a webhook, under any name. It needs no connection.',
  input: z.object({
    webhook_url: shortText({
      label: 'Address of the webhook',
      description: 'Server settings › Integrations › Webhooks.',
    }),
    content: longText({ label: 'Message' }),
    username: shortText({ label: 'Name of the sender', required: false }),
    avatar_url: shortText({
      label: 'Picture of the sender',
      description: 'Its web address.',
      required: false,
    }),
    embeds: embeds(),
    tts: checkbox({ label: 'Read aloud', defaultValue: false }),
  }),
  idempotent: false,
  async run({ input: { webhook_url, ...message }, http, signal }) {
    const [, id, token] = WEBHOOK.exec(webhook_url.trim()) ?? []
    if (!id || !token) {
      throw new CodedError('INPUT_INVALID', 'The field "webhook_url" is no address of a Discord webhook.')
    }
    const url = `https://discord.com/api/v10${at`/webhooks/${id}/${token}`}`
    const request = { method: 'POST', url, query: { wait: true }, json: message, signal }
    const { body } = await http.request(request).catch((error: unknown) => {
      throw hiding(token, serviceError({ displayName: 'Discord' }, error))
    })
    return body
  },
})

/** Reads what was written. */
export const listMessages = discord.action({
  name: 'list_messages',
  displayName: 'List messages',
  description: 'The latest messages of a channel, newest first.',
  input: z.object({
    channel_id: channel(),
    limit: number({ label: 'At most', defaultValue: 50, min: 1, max: 100 }),
  }),
  idempotent: true,
  run: ({ input: { channel_id, limit }, http }) =>
    http.get(at`/channels/${channel_id}/messages`, { query: { limit } }),
})
