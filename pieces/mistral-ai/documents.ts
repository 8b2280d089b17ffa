import * as z from 'zod'
import { toBase64 } from '../../src/piece/base64.ts'
import { checkbox, choice, dynamic, file, list, shortText } from '../../src/piece/fields.ts'
import { variantOf } from '../../src/piece/input.ts'
import type { Files } from '../../src/piece/services.ts'
import { ANSWER_TIMEOUT_MS } from '../ai/question.ts'
import { mistral } from './service.ts'

const documentType = () =>
  choice({
    label: 'Kind',
    defaultValue: 'document_url',
    choices: [
      { value: 'document_url', label: 'PDF or another document' },
      { value: 'image_url', label: 'Image' },
    ],
  })

const sources = {
  url: z.object({
    documentUrl: shortText({ label: 'Address', description: 'Where Mistral can fetch it.' }),
    documentType: documentType(),
  }),
  fileId: z.object({
    fileId: shortText({ label: 'File at Mistral', description: 'The id that an upload for OCR gave.' }),
  }),
  file: z.object({ file: file({ label: 'File' }) }),
}

/** The document as Mistral takes it. */
async function documentOf(source: keyof typeof sources, fields: unknown, files: Files): Promise<object> {
  if (source === 'fileId') {
    return { type: 'file', file_id: variantOf(sources, 'fileId', fields, 'sourceFields').fileId }
  }
  if (source === 'url') {
    const { documentType: type, documentUrl } = variantOf(sources, 'url', fields, 'sourceFields')
    return { type, [type]: documentUrl }
  }
  const { contentType, bytes } = await files.read(variantOf(sources, 'file', fields, 'sourceFields').file)
  const type = contentType.startsWith('image/') ? 'image_url' : 'document_url'
  return { type, [type]: `data:${contentType};base64,${toBase64(bytes)}` }
}

const Read = z.looseObject({ pages: z.array(z.looseObject({ markdown: z.string() })) })

/** Reads a document. */
export const runOcr = mistral.action({
  name: 'run_ocr',
  displayName: 'Read a document',
  description: 'Gives the text of a PDF or an image as Markdown, page by page and as a whole.',
  input: z.object({
    model: shortText({ label: 'Model', defaultValue: 'mistral-ocr-latest' }),
    documentSource: choice({
      label: 'From',
      defaultValue: 'url',
      choices: [
        { value: 'url', label: 'A web address' },
        { value: 'fileId', label: 'A file at Mistral' },
        { value: 'file', label: 'A file of this run' },
      ],
    }),
    sourceFields: dynamic({ label: 'Document', dependsOn: 'documentSource', variants: sources }),
    pages: list({ label: 'Only these pages', description: 'The first one is 0.', required: false }),
    includeImageBase64: checkbox({ label: 'With its images', defaultValue: false }),
  }),
  idempotent: true,
  timeoutMs: ANSWER_TIMEOUT_MS,
  async run({ input, http, services }) {
    const document = await documentOf(input.documentSource, input.sourceFields, services.files)
    const read = await http.post('/ocr', {
      json: {
        model: input.model,
        document,
        pages: input.pages?.length ? input.pages.map(Number) : undefined,
        include_image_base64: input.includeImageBase64 || undefined,
      },
      timeoutMs: ANSWER_TIMEOUT_MS,
      answer: Read,
    })
    return { ...read, markdown: read.pages.map(({ markdown }) => markdown).join('\n\n') }
  },
})

/** Keeps a file. */
export const uploadFile = mistral.action({
  name: 'upload_file',
  displayName: 'Upload file',
  description: 'Keeps a file at Mistral and gives its id.',
  input: z.object({
    file: file({ label: 'File' }),
    purpose: choice({
      label: 'For',
      choices: [
        { value: 'ocr', label: 'Reading it' },
        { value: 'batch', label: 'A batch' },
        { value: 'fine-tune', label: 'Training' },
      ],
    }),
  }),
  idempotent: false,
  async run({ input: { file, purpose }, http, services }) {
    const { name, contentType, bytes } = await services.files.read(file)
    const body = new FormData()
    body.set('purpose', purpose)
    body.set('file', new Blob([bytes], { type: contentType }), name)
    return http.post('/files', { body })
  },
})

/** Writes down what is said. */
export const transcribeAudio = mistral.action({
  name: 'transcribe_audio',
  displayName: 'Transcribe audio',
  description: 'Writes down what is said in a recording.',
  input: z.object({
    file: file({ label: 'Audio' }),
    model: shortText({ label: 'Model', defaultValue: 'voxtral-mini-latest' }),
    language: shortText({
      label: 'Language',
      description: 'Two letters. Found out where left out.',
      required: false,
    }),
  }),
  idempotent: true,
  timeoutMs: ANSWER_TIMEOUT_MS,
  async run({ input: { file, model, language }, http, services }) {
    const { name, contentType, bytes } = await services.files.read(file)
    const body = new FormData()
    body.set('model', model)
    body.set('file', new Blob([bytes], { type: contentType }), name)
    if (language) body.set('language', language)
    return http.post('/audio/transcriptions', { body, timeoutMs: ANSWER_TIMEOUT_MS })
  },
})
