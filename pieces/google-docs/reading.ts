import * as z from 'zod'
import { shortText } from '../../src/piece/fields.ts'
import { findFiles, MIME, pollFiles, quoted } from '../_google/files.ts'
import { linkTo, readDocument } from './document.ts'
import { docs } from './service.ts'
import { document, folder } from './writing.ts'

const isDocument = `mimeType = ${quoted(MIME.document)}`
const inFolder = (id: string | undefined) => (id ? [`${quoted(id)} in parents`] : [])

/** Reads a document. */
export const getDocument = docs.action({
  name: 'read_document',
  displayName: 'Read a document',
  description: 'Gets a document’s text.',
  input: z.object({ documentId: document() }),
  idempotent: true,
  run: ({ input, http }) => readDocument(http, input.documentId),
})

/** Finds a document. */
export const findDocument = docs.action({
  name: 'google-docs-find-document',
  displayName: 'Find a document',
  description: 'The newest document whose name holds a text.',
  input: z.object({
    name: shortText({ label: 'Name', description: 'Or its beginning.' }),
    folderId: folder('Everywhere where empty.'),
  }),
  idempotent: true,
  async run({ input, http }) {
    const conditions = [
      isDocument,
      `name contains ${quoted(input.name)}`,
      'trashed = false',
      ...inFolder(input.folderId),
    ]
    const [found] = await findFiles(http, conditions, { teamDrives: true, limit: 1 })
    return found ? { found: true, ...found, url: linkTo(found.id) } : { found: false, id: null, url: null }
  },
})

/** A document was made. */
export const newDocument = docs.trigger({
  name: 'new-document',
  displayName: 'New document',
  description: 'Starts for every document that is made, or put into a folder.',
  type: 'POLLING',
  input: z.object({ folderId: folder('Everywhere where empty.') }),
  sampleData: {
    id: '1_9xjsrYFgHVvgqYwAJ8KcsDcN3AzPelsux',
    name: 'Notes of a call',
    mimeType: MIME.document,
    createdTime: '2026-02-03T11:36:36.000Z',
    webViewLink: 'https://docs.google.com/document/d/1_9xjs/edit',
  },
  poll: ({ http, input, since }) =>
    pollFiles(http, [isDocument, ...inFolder(input.folderId)], { teamDrives: true, since }),
})
