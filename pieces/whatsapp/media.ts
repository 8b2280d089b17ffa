import * as z from 'zod'
import { fromBase64 } from '../../src/piece/base64.ts'
import { choice, file, number, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { businessNumber, listOf } from './inputs.ts'
import { whatsapp } from './service.ts'

/** Puts a file where it can be sent from. */
export const uploadMedia = whatsapp.action({
  name: 'upload_media',
  displayName: 'Upload media',
  description: 'Keeps a file at WhatsApp for 30 days and gives the id to send it by.',
  input: z.object({
    phone_number_id: businessNumber(),
    file: file({ label: 'File' }),
    mime_type: shortText({
      label: 'Kind of file',
      description: 'Such as image/jpeg. That of the file where left out.',
      required: false,
    }),
  }),
  idempotent: true,
  async run({ input: { phone_number_id, file, mime_type }, http, services }) {
    const { name, contentType, bytes } = await services.files.read(file)
    const type = mime_type ?? contentType
    const form = new FormData()
    form.set('messaging_product', 'whatsapp')
    form.set('type', type)
    form.set('file', new Blob([bytes], { type }), name)
    return http.post(at`/${phone_number_id}/media`, { body: form })
  },
})

const Media = z.looseObject({ id: z.string(), url: z.string(), mime_type: z.string() })

/** Reads what somebody sent. */
export const downloadMedia = whatsapp.action({
  name: 'download_media',
  displayName: 'Download media',
  description: 'Gives a link to a file that somebody sent.',
  input: z.object({
    media_id: shortText({ label: 'Media', description: 'Its id, as the incoming message has it.' }),
  }),
  idempotent: true,
  async run({ input: { media_id }, http, services }) {
    const { url, ...media } = await http.get(at`/${media_id}`, { answer: Media })
    const body = await http.get(url, { as: 'base64', answer: z.string() })
    const contentType = media.mime_type
    const name = `${media.id}.${contentType.replace(/^.*\/|;.*$/g, '')}`
    const file = await services.files.write({ name, contentType, bytes: fromBase64(body) })
    return { ...media, file: file.url }
  },
})

/** What may be sent to anybody. */
export const listMessageTemplates = whatsapp.action({
  name: 'list_message_templates',
  displayName: 'List message templates',
  description: 'The templates of the business account with their texts and states.',
  input: z.object({
    status: choice({
      label: 'Only in this state',
      required: false,
      choices: [
        { value: 'APPROVED', label: 'Approved' },
        { value: 'PENDING', label: 'Waiting for approval' },
        { value: 'REJECTED', label: 'Rejected' },
        { value: 'PAUSED', label: 'Paused' },
        { value: 'DISABLED', label: 'Switched off' },
      ],
    }),
    limit: number({ label: 'At most', defaultValue: 100, min: 1, max: 500 }),
  }),
  idempotent: true,
  async run({ input: { status, limit }, http, auth }) {
    const all = await listOf(http, auth.fields.businessAccountId, 'message_templates')
    const templates = all.filter((each) => !status || each.status === status).slice(0, limit)
    return { templates, count: templates.length }
  },
})
