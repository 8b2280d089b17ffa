import * as z from 'zod'
import { checkbox, choice, dynamicFields, longText, shortText } from '../../src/piece/fields.ts'
import type { ServiceHttp } from '../../src/piece/service-http.ts'
import { at } from '../../src/piece/service-http.ts'
import { businessNumber, recipient, template } from './inputs.ts'
import { whatsapp } from './service.ts'
import { componentsOf, fieldsOfTemplate, readTemplate } from './template.ts'

interface Addressed {
  phone_number_id: string
  to: string
}

const send = (http: ServiceHttp, { phone_number_id, to }: Addressed, type: string, content: object) =>
  http.post(at`/${phone_number_id}/messages`, {
    json: { messaging_product: 'whatsapp', recipient_type: 'individual', to, type, [type]: content },
  })

/** Writes to somebody who wrote within the last day. */
export const sendMessage = whatsapp.action({
  name: 'sendMessage',
  displayName: 'Send message',
  description: 'Writes to somebody who has written within the last 24 hours.',
  input: z.object({
    phone_number_id: businessNumber(),
    to: recipient(),
    text: longText({ label: 'Message' }),
  }),
  idempotent: false,
  run: ({ input, http }) => send(http, input, 'text', { body: input.text }),
})

/** Writes to anybody. */
export const sendTemplateMessage = whatsapp.action({
  name: 'send-template-message',
  displayName: 'Send template message',
  description: 'Sends an approved template, whenever the person last wrote.',
  input: z.object({
    phone_number_id: businessNumber(),
    to: recipient(),
    message_template_id: template(),
    message_template_fields: dynamicFields({
      label: 'Blanks',
      required: false,
      dependsOn: ['message_template_id'],
      fields: async ({ http, input }) =>
        fieldsOfTemplate(await readTemplate(http, String(input.message_template_id))),
    }),
  }),
  idempotent: false,
  async run({ input, http }) {
    const template = await readTemplate(http, input.message_template_id)
    const components = componentsOf(template, input.message_template_fields ?? {})
    const { name, language } = template
    return send(http, input, 'template', { name, language: { code: language }, components })
  },
})

/** Sends a picture, a recording or a document. */
export const sendMedia = whatsapp.action({
  name: 'sendMedia',
  displayName: 'Send media',
  description: 'Sends an image, audio, video, sticker or document to somebody who wrote within 24 hours.',
  input: z.object({
    phone_number_id: businessNumber(),
    to: recipient(),
    type: choice({
      label: 'Kind',
      choices: [
        { value: 'image', label: 'Image' },
        { value: 'audio', label: 'Audio' },
        { value: 'document', label: 'Document' },
        { value: 'sticker', label: 'Sticker' },
        { value: 'video', label: 'Video' },
      ],
    }),
    media: shortText({ label: 'Media', description: 'A web address, or the id that an upload gave.' }),
    caption: longText({
      label: 'Caption',
      description: 'Under an image, video or document.',
      required: false,
    }),
    filename: shortText({ label: 'File name', description: 'Of a document.', required: false }),
  }),
  idempotent: false,
  run({ input, http }) {
    const { type, media, caption, filename } = input
    return send(http, input, type, {
      ...(/^https?:/.test(media) ? { link: media } : { id: media }),
      ...(caption && type !== 'audio' && type !== 'sticker' && { caption }),
      ...(filename && type === 'document' && { filename }),
    })
  },
})

/** Shows the sender that the message was read. */
export const markMessageAsRead = whatsapp.action({
  name: 'mark_message_as_read',
  displayName: 'Mark message as read',
  description: 'Shows the sender blue ticks and, if you like, that somebody is typing.',
  input: z.object({
    phone_number_id: businessNumber(),
    message_id: shortText({ label: 'Message', description: 'Its id, which starts with wamid.' }),
    show_typing_indicator: checkbox({
      label: 'Show that somebody is typing',
      description: 'Until you answer, for at most 25 seconds.',
      defaultValue: false,
    }),
  }),
  idempotent: true,
  run: ({ input: { phone_number_id, message_id, show_typing_indicator }, http }) =>
    http.post(at`/${phone_number_id}/messages`, {
      json: {
        messaging_product: 'whatsapp',
        status: 'read',
        message_id,
        ...(show_typing_indicator && { typing_indicator: { type: 'text' } }),
      },
    }),
})
