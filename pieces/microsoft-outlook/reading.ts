import * as z from 'zod'
import { fromBase64 } from '../../src/piece/base64.ts'
import { number, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { Entity, listValues } from '../_microsoft/graph.ts'
import { folder, message } from './inputs.ts'
import { outlook } from './service.ts'

/** Most that Graph gives in one page of messages. */
const MAX_FOUND = 1000

/** The messages of a folder, or of the whole mailbox. */
export const messagesIn = (folderId: string | undefined) =>
  folderId ? at`/me/mailFolders/${folderId}/messages` : '/me/messages'

const Found = Entity.extend({ receivedDateTime: z.string().nullish() })

/** Finds e-mails. */
export const findEmail = outlook.action({
  name: 'findEmail',
  displayName: 'Find e-mails',
  description: 'Searches the mailbox or one folder, newest first.',
  input: z.object({
    searchQuery: shortText({
      label: 'Search for',
      description: 'Words, or from:ana@example.com, subject:invoice, hasAttachments:true.',
    }),
    folderId: folder({ label: 'Only in this folder', required: false }),
    top: number({ label: 'At most', defaultValue: 25, min: 1, max: MAX_FOUND }),
  }),
  idempotent: true,
  async run({ input: { searchQuery, folderId, top }, http }) {
    const result = await listValues(http, messagesIn(folderId), {
      query: { $search: `"${searchQuery.replaceAll('"', '\\"')}"`, $top: top },
      headers: { prefer: 'outlook.body-content-type="text"' },
      item: Found,
      limit: top,
    })
    // A search cannot be ordered by Graph.
    result.sort((a, b) => String(b.receivedDateTime).localeCompare(String(a.receivedDateTime)))
    return { found: result.length > 0, result, totalCount: result.length }
  },
})

/** Moves an e-mail. */
export const moveEmail = outlook.action({
  name: 'moveEmailToFolder',
  displayName: 'Move an e-mail',
  description: 'Moves an e-mail to a folder. It has another id afterwards.',
  input: z.object({
    messageId: message(),
    destinationFolderId: folder({ label: 'To folder' }),
  }),
  output: Entity,
  idempotent: false,
  run: ({ input: { messageId, destinationFolderId }, http }) =>
    http.post(at`/me/messages/${messageId}/move`, { json: { destinationId: destinationFolderId } }),
})

/** What is told of a file; items and links that are attached have no bytes. */
const Attachment = z.object({
  id: z.string(),
  name: z.string().nullish(),
  contentType: z.string().nullish(),
  contentBytes: z.string().nullish(),
})

/** Reads what came with an e-mail. */
export const downloadAttachments = outlook.action({
  name: 'downloadAttachment',
  displayName: 'Download attachments',
  description: 'The files that came with an e-mail.',
  input: z.object({ messageId: shortText({ label: 'E-mail', description: 'Its id.' }) }),
  idempotent: true,
  async run({ input, http, services }) {
    const path = at`/me/messages/${input.messageId}/attachments`
    const attached = await listValues(http, path, { item: Attachment })
    const found = []
    for (const { id, name, contentType, contentBytes } of attached) {
      if (!contentBytes) continue
      const type = contentType || 'application/octet-stream'
      const bytes = fromBase64(contentBytes)
      const { url } = await services.files.write({ name: name || 'attachment', contentType: type, bytes })
      found.push({ id, name, contentType: type, size: bytes.length, file: url })
    }
    return found
  },
})
