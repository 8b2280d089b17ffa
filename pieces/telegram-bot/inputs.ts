import { checkbox, choice, json, number, shortText } from '../../src/piece/fields.ts'

/** Where to. */
export const chat = () =>
  shortText({
    label: 'Chat',
    description: 'Its id, as incoming messages have it, or @name of a public group or channel.',
  })

/** How text is marked up. */
export const format = () =>
  choice({
    label: 'Written in',
    description: 'Plain text where left out.',
    required: false,
    choices: [
      { value: 'MarkdownV2', label: 'Markdown' },
      { value: 'HTML', label: 'HTML' },
      { value: 'Markdown', label: 'Markdown, old' },
    ],
  })

/** The buttons of a message. */
export const replyMarkup = () =>
  json({
    label: 'Buttons',
    description: 'Such as {"inline_keyboard": [[{"text": "Yes", "callback_data": "yes"}]]}',
    required: false,
  })

/** What every kind of message can have. */
export const manner = {
  message_thread_id: number({ label: 'Topic', description: 'Of a group that has topics.', required: false }),
  disable_notification: checkbox({ label: 'Without a sound', defaultValue: false }),
  protect_content: checkbox({ label: 'Cannot be forwarded', defaultValue: false }),
  reply_to_message_id: number({
    label: 'In answer to',
    description: 'The id of a message.',
    required: false,
  }),
  reply_markup: replyMarkup(),
}

interface Manner {
  chat_id: string
  message_thread_id?: number | undefined
  disable_notification: boolean
  protect_content: boolean
  reply_to_message_id?: number | undefined
  reply_markup?: unknown
}

/** What every kind of message has, as Telegram takes it. */
export const mannerOf = (input: Manner) => ({
  chat_id: input.chat_id,
  message_thread_id: input.message_thread_id,
  disable_notification: input.disable_notification || undefined,
  protect_content: input.protect_content || undefined,
  reply_parameters:
    input.reply_to_message_id === undefined ? undefined : { message_id: input.reply_to_message_id },
  reply_markup: input.reply_markup,
})
