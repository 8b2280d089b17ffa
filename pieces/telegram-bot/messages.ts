import * as z from 'zod'
import { checkbox, longText, number, shortText } from '../../src/piece/fields.ts'
import { chat, format, manner, mannerOf, replyMarkup } from './inputs.ts'
import { telegram } from './service.ts'

/** Writes. */
export const sendTextMessage = telegram.action({
  name: 'send_text_message',
  displayName: 'Send message',
  description: 'Writes to a person, a group or a channel. A person must have written to the bot first.',
  input: z.object({
    chat_id: chat(),
    message: longText({ label: 'Message' }),
    format: format(),
    web_page_preview: checkbox({ label: 'Without previews of links', defaultValue: false }),
    ...manner,
  }),
  idempotent: false,
  run: ({ input, http }) =>
    http.post('/sendMessage', {
      json: {
        ...mannerOf(input),
        text: input.message,
        parse_mode: input.format,
        ...(input.web_page_preview && { link_preview_options: { is_disabled: true } }),
      },
    }),
})

/** Shows a place. */
export const sendLocation = telegram.action({
  name: 'send_location',
  displayName: 'Send location',
  description: 'Shows a place on the map.',
  input: z.object({
    chat_id: chat(),
    latitude: number({ label: 'Latitude', min: -90, max: 90 }),
    longitude: number({ label: 'Longitude', min: -180, max: 180 }),
    horizontal_accuracy: number({
      label: 'Uncertain by',
      description: 'Metres.',
      required: false,
      min: 0,
      max: 1500,
    }),
    live_period: number({
      label: 'Live for',
      description: 'Seconds in which it can be moved.',
      required: false,
      min: 60,
    }),
    ...manner,
  }),
  idempotent: false,
  run({ input, http }) {
    const { latitude, longitude, horizontal_accuracy, live_period } = input
    return http.post('/sendLocation', {
      json: { ...mannerOf(input), latitude, longitude, horizontal_accuracy, live_period },
    })
  },
})

/** Changes what the bot wrote. */
export const editMessageText = telegram.action({
  name: 'edit_message_text',
  displayName: 'Change a message',
  description: 'Replaces the text of a message that the bot has sent.',
  input: z.object({
    chat_id: chat(),
    message_id: number({ label: 'Message', description: 'Its id.' }),
    text: longText({ label: 'Text' }),
    format: format(),
    disable_web_page_preview: checkbox({ label: 'Without previews of links', defaultValue: false }),
    reply_markup: replyMarkup(),
  }),
  // Telegram refuses a change that changes nothing.
  idempotent: false,
  run: ({ input: { chat_id, message_id, text, format, disable_web_page_preview, reply_markup }, http }) =>
    http.post('/editMessageText', {
      json: {
        chat_id,
        message_id,
        text,
        parse_mode: format,
        reply_markup,
        ...(disable_web_page_preview && { link_preview_options: { is_disabled: true } }),
      },
    }),
})

/** Takes a message away. */
export const deleteMessage = telegram.action({
  name: 'delete_message',
  displayName: 'Delete a message',
  description: 'Removes a message of the bot, or any where the bot is an administrator.',
  input: z.object({
    chat_id: chat(),
    message_id: number({ label: 'Message', description: 'Its id.' }),
  }),
  idempotent: false,
  run: ({ input, http }) => http.post('/deleteMessage', { json: input }),
})

/** Answers who pressed a button. */
export const answerCallbackQuery = telegram.action({
  name: 'answer_callback_query',
  displayName: 'Answer a pressed button',
  description: 'Ends the waiting sign on a button that somebody pressed, with a short text if you like.',
  input: z.object({
    callback_query_id: shortText({ label: 'Press', description: 'callback_query.id of the trigger.' }),
    text: shortText({ label: 'Text', required: false }),
    show_alert: checkbox({ label: 'In a window', defaultValue: false }),
  }),
  idempotent: true,
  run: ({ input, http }) => http.post('/answerCallbackQuery', { json: input }),
})
