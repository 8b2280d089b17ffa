import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { isObject, type Json } from '../../src/json.ts'
import { choices } from '../../src/piece/fields.ts'
import { sameText } from '../../src/piece/same-text.ts'
import { telegram } from './service.ts'

/** Something reached the bot. Telegram knows one address for each bot. */
export const newUpdate = telegram.trigger({
  name: 'new_telegram_message',
  displayName: 'New message',
  description:
    'Starts for every message to the bot, or other things you choose. One workflow can listen to a bot.',
  type: 'WEBHOOK',
  input: z.object({
    update_types: choices({
      label: 'For',
      description: "Messages of all kinds where left out, and what else Telegram's default has.",
      required: false,
      choices: [
        { value: 'message', label: 'Messages' },
        { value: 'edited_message', label: 'Changed messages' },
        { value: 'channel_post', label: 'Posts of channels' },
        { value: 'edited_channel_post', label: 'Changed posts of channels' },
        { value: 'callback_query', label: 'Pressed buttons' },
        { value: 'inline_query', label: 'Inline queries' },
        { value: 'chosen_inline_result', label: 'Chosen inline results' },
        { value: 'poll', label: 'Polls' },
        { value: 'poll_answer', label: 'Votes' },
        { value: 'my_chat_member', label: 'The bot was added or removed' },
        { value: 'chat_member', label: 'Somebody joined or left' },
        { value: 'chat_join_request', label: 'Somebody wants to join' },
      ],
    }),
  }),
  sampleData: {
    update_id: 351114420,
    message: {
      message_id: 21,
      date: 1714556800,
      chat: { id: 123456789, type: 'private', first_name: 'Ana' },
      from: { id: 123456789, is_bot: false, first_name: 'Ana', language_code: 'es' },
      text: 'Can somebody call me back?',
    },
  },
  subscription: {
    async enable({ http, input, webhookUrl, secret }) {
      await http.post('/setWebhook', {
        json: {
          url: webhookUrl,
          secret_token: secret,
          // An empty list stands for Telegram's default; without one, the last choice would go on.
          allowed_updates: input.update_types ?? [],
          drop_pending_updates: true,
        },
      })
      return null
    },
    async disable({ http }) {
      await http.post('/deleteWebhook')
    },
  },
  verify({ headers }, _, delivery) {
    const secret = delivery?.secret
    if (secret && sameText(headers['x-telegram-bot-api-secret-token'], secret)) return
    throw new CodedError(
      'WEBHOOK_UNAUTHORIZED',
      'The token in X-Telegram-Bot-Api-Secret-Token is missing or wrong.',
    )
  },
  eventId: (event: Json) => (isObject(event) ? String(event.update_id) : undefined),
  events: ({ request }) => (isObject(request.body) ? [request.body] : []),
})
