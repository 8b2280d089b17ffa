import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { fromBase64 } from '../../src/piece/base64.ts'
import { choice, dynamic, file, longText, shortText } from '../../src/piece/fields.ts'
import { variantOf } from '../../src/piece/input.ts'
import type { ServiceHttp } from '../../src/piece/service-http.ts'
import type { Files } from '../../src/piece/services.ts'
import { chat, format, manner, mannerOf } from './inputs.ts'
import { telegram } from './service.ts'

interface Sent {
  /** of the Bot API: sendPhoto */
  method: string
  /** the parameter the file goes into: photo */
  kind: string
  source?: string | undefined
  id?: string | undefined
}

/** Sends a file, or one that Telegram has already. @throws CodedError INPUT_INVALID where there is neither */
async function sendFile(http: ServiceHttp, files: Files, { method, kind, source, id }: Sent, more: object) {
  if (!source) {
    if (id) return http.post(`/${method}`, { json: { ...more, [kind]: id } })
    throw new CodedError('INPUT_INVALID', `Give a file in the field "${kind}", or the id of one.`)
  }
  const { name, contentType, bytes } = await files.read(source)
  const form = new FormData()
  form.set(kind, new Blob([bytes], { type: contentType }), name)
  for (const [field, value] of Object.entries(more)) {
    if (value !== undefined)
      form.set(field, typeof value === 'object' ? JSON.stringify(value) : String(value))
  }
  return http.post(`/${method}`, { body: form })
}

const known = () => shortText({ label: 'Or its id at Telegram', description: 'A file_id.', required: false })

const media = {
  photo: z.object({ photo: file({ label: 'Image', required: false }), photoId: known() }),
  video: z.object({ video: file({ label: 'Video', required: false }), videoId: known() }),
  sticker: z.object({ sticker: file({ label: 'Sticker', required: false }), stickerId: known() }),
  animation: z.object({ animation: file({ label: 'GIF', required: false }), animationId: known() }),
  voice: z.object({ voice: file({ label: 'Recording', required: false }), voiceId: known() }),
}

const METHODS = {
  photo: 'sendPhoto',
  video: 'sendVideo',
  sticker: 'sendSticker',
  animation: 'sendAnimation',
  voice: 'sendVoice',
} as const

/** Sends a picture or a recording. */
export const sendMedia = telegram.action({
  name: 'send_media',
  displayName: 'Send photo or other media',
  description: 'Sends an image, a video, a voice message, a sticker or a GIF.',
  input: z.object({
    chat_id: chat(),
    media_type: choice({
      label: 'Kind',
      choices: [
        { value: 'photo', label: 'Image' },
        { value: 'video', label: 'Video' },
        { value: 'sticker', label: 'Sticker' },
        { value: 'animation', label: 'GIF' },
        { value: 'voice', label: 'Voice message' },
      ],
    }),
    media: dynamic({ label: 'Media', dependsOn: 'media_type', variants: media }),
    message: longText({ label: 'Caption', required: false }),
    format: format(),
    ...manner,
  }),
  idempotent: false,
  run({ input, http, services }) {
    const { media_type: kind, message, format } = input
    const given: Record<string, string | undefined> = variantOf(media, kind, input.media, 'media')
    const sent = { method: METHODS[kind], kind, source: given[kind], id: given[`${kind}Id`] }
    const caption = kind === 'sticker' ? {} : { caption: message, parse_mode: format }
    return sendFile(http, services.files, sent, { ...mannerOf(input), ...caption })
  },
})

/** Sends any file. */
export const sendDocument = telegram.action({
  name: 'send_document',
  displayName: 'Send document',
  description: 'Sends a file of any kind.',
  input: z.object({
    chat_id: chat(),
    document: file({ label: 'File', required: false }),
    document_id: known(),
    caption: longText({ label: 'Caption', required: false }),
    format: format(),
    ...manner,
  }),
  idempotent: false,
  run({ input, http, services }) {
    const { document: source, document_id: id, caption, format } = input
    const sent = { method: 'sendDocument', kind: 'document', source, id }
    return sendFile(http, services.files, sent, { ...mannerOf(input), caption, parse_mode: format })
  },
})

const Described = z.object({
  result: z.looseObject({ file_id: z.string(), file_path: z.string().optional() }),
})

/** Reads what somebody sent. */
export const getFile = telegram.action({
  name: 'get_file',
  displayName: 'Download a file',
  description: 'Gives a link to a file that somebody sent, up to 20 MB.',
  input: z.object({ file_id: shortText({ label: 'File', description: 'Its file_id.' }) }),
  idempotent: true,
  async run({ input: { file_id }, http, auth, services }) {
    const { result } = await http.post('/getFile', { json: { file_id }, answer: Described })
    const path = result.file_path
    if (!path) throw new CodedError('RESOURCE_NOT_FOUND', 'Telegram no longer has the file in "file_id".')
    // The address has the token in it, so it stays here.
    const address = `https://api.telegram.org/file/bot${auth.secret}/${path}`
    const { headers, body } = await http.send('GET', address, { as: 'base64' })
    const contentType = headers['content-type'] ?? 'application/octet-stream'
    const name = path.split('/').at(-1) ?? file_id
    const written = await services.files.write({ name, contentType, bytes: fromBase64(String(body)) })
    return { file_info: result, file_url: written.url }
  },
})
