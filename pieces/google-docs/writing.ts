import * as z from 'zod'
import { checkbox, longText, object, shortText, suggested } from '../../src/piece/fields.ts'
import { at, type ServiceHttp } from '../../src/piece/service-http.ts'
import { DRIVE, fileOf, moveFile } from '../_google/files.ts'
import { change, linkTo, readDocument, replacement, textAtEnd } from './document.ts'
import { docs } from './service.ts'

/** A document of the account. */
export const document = () => fileOf('document', { label: 'Document' })

/** A folder of the account. */
export const folder = (description: string) =>
  fileOf('folder', { label: 'Folder', description, required: false })

const Created = z.object({ documentId: z.string() })

/** Makes a document. */
export const createDocument = docs.action({
  name: 'create_document',
  displayName: 'Create a document',
  description: 'Makes a document with a text.',
  input: z.object({
    title: shortText({ label: 'Title' }),
    body: longText({ label: 'Text', required: false }),
    folderId: folder('My Drive where empty.'),
  }),
  idempotent: false,
  async run({ input, http }) {
    const { title, body, folderId } = input
    const { documentId } = await http.post('/documents', { json: { title }, answer: Created })
    if (body) await change(http, documentId, [textAtEnd(body)])
    if (folderId) await moveFile(http, documentId, folderId)
    return readDocument(http, documentId)
  },
})

/** Adds text to a document. */
export const appendText = docs.action({
  name: 'append_text',
  displayName: 'Add text',
  description: 'Adds text to the end of a document.',
  input: z.object({ documentId: document(), text: longText({ label: 'Text' }) }),
  idempotent: false,
  run: ({ input, http }) => change(http, input.documentId, [textAtEnd(input.text)]),
})

/** Replaces text in a document. */
export const replaceText = docs.action({
  name: 'find_and_replace_text',
  displayName: 'Replace text',
  description: 'Puts a text in the place of another, everywhere in a document.',
  input: z.object({
    documentId: document(),
    findText: shortText({ label: 'Text' }),
    replaceText: longText({ label: 'In its place', required: false }),
    matchCase: checkbox({ label: 'Capitals count', defaultValue: false }),
  }),
  idempotent: false,
  async run({ input, http }) {
    const request = replacement(input.findText, input.replaceText ?? '', input.matchCase)
    const { replies } = await change(http, input.documentId, [request])
    const occurrencesChanged = replies[0]?.replaceAllText?.occurrencesChanged ?? 0
    return { occurrencesChanged, ...(await readDocument(http, input.documentId)) }
  },
})

/** A placeholder with its name: `{{KEY}}` says how it is written; Activepieces once left the word out. */
function placeholder(format: string, name: string): string {
  if (format.includes('KEY')) return format.replace('KEY', () => name)
  const half = format.length / 2
  return `${format.slice(0, half)}${name}${format.slice(half)}`
}

const Copied = z.object({ id: z.string() })

async function copy(http: ServiceHttp, template: string, title: string, folder: string | undefined) {
  const { id } = await http.post(`${DRIVE}${at`/files/${template}/copy`}`, {
    query: { supportsAllDrives: true, fields: 'id' },
    json: { name: title, ...(folder && { parents: [folder] }) },
    answer: Copied,
  })
  return id
}

/** Fills in a template. */
export const fillTemplate = docs.action({
  name: 'create_document_based_on_template',
  displayName: 'Fill in a template',
  description:
    'Puts values in the places of a document’s placeholders: in a copy of it where a title is given.',
  input: z.object({
    template: shortText({ label: 'Template', description: 'The document’s id.' }),
    title: shortText({
      label: 'Title of the copy',
      description: 'Where empty, the template itself is filled in.',
      required: false,
    }),
    folderId: folder('Where the copy goes.'),
    values: object({ label: 'Values', description: 'By placeholder, without its brackets.' }),
    images: object({
      label: 'Images',
      description: 'Addresses of images by the id of the image whose place they take.',
      defaultValue: {},
    }),
    placeholder_format: suggested({
      label: 'Placeholders look like',
      defaultValue: '[[KEY]]',
      suggestions: ['{{KEY}}', '[[KEY]]', '{KEY}', '[KEY]'].map((value) => ({ value, label: value })),
    }),
  }),
  // Filling in again finds no placeholders; another copy would be another document.
  idempotent: ({ title }) => title === undefined || title === null || title === '',
  async run({ input, http }) {
    const { template, title, folderId, values, images, placeholder_format: format } = input
    const id = title ? await copy(http, template, title, folderId) : template
    const requests = [
      ...Object.entries(values).map(([name, value]) =>
        replacement(placeholder(format, name), String(value ?? ''), true),
      ),
      ...Object.entries(images).map(([imageObjectId, uri]) => ({
        replaceImage: { imageObjectId, uri: String(uri) },
      })),
    ]
    const { replies } = requests.length > 0 ? await change(http, id, requests) : { replies: [] }
    return { id, url: linkTo(id), replies }
  },
})
