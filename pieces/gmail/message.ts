import * as z from 'zod'
import { fromBase64 } from '../../src/piece/base64.ts'
import { at, type ServiceHttp } from '../../src/piece/service-http.ts'
import { parseAddresses } from './addresses.ts'

const Part = z.object({
  mimeType: z.string().default(''),
  filename: z.string().default(''),
  headers: z.array(z.object({ name: z.string(), value: z.string().default('') })).default([]),
  body: z
    .object({
      attachmentId: z.string().optional(),
      size: z.number().default(0),
      data: z.string().optional(),
    })
    .optional(),
  get parts() {
    return z.array(Part).optional()
  },
})
type Part = z.output<typeof Part>

const Message = z.object({
  id: z.string(),
  threadId: z.string().default(''),
  labelIds: z.array(z.string()).default([]),
  snippet: z.string().default(''),
  internalDate: z.coerce.number().default(0),
  payload: Part.optional(),
})

/** A message as steps get it. Names are mailparser's where it has one, so that Activepieces' expressions find them. */
export type Mail = ReturnType<typeof mailOf>

/** Reads a message whole. */
export async function readMail(http: ServiceHttp, id: string): Promise<Mail> {
  return mailOf(await http.get(at`/users/me/messages/${id}`, { query: { format: 'full' }, answer: Message }))
}

function mailOf({ id, threadId, labelIds, snippet, internalDate, payload }: z.output<typeof Message>) {
  const parts = payload ? flat(payload) : []
  const header = (name: string) => (payload ? headerOf(payload, name) : '')
  return {
    id,
    threadId,
    labelIds,
    snippet,
    subject: header('subject'),
    from: addresses(header('from')),
    to: addresses(header('to')),
    cc: addresses(header('cc')),
    replyTo: addresses(header('reply-to')),
    date: new Date(internalDate).toISOString(),
    messageId: header('message-id'),
    references: header('references'),
    text: textOf(parts, 'text/plain'),
    html: textOf(parts, 'text/html'),
    attachments: parts.flatMap(({ filename, mimeType, body }) =>
      filename && body?.attachmentId
        ? [{ fileName: filename, mimeType, size: body.size, attachmentId: body.attachmentId }]
        : [],
    ),
  }
}

const flat = (part: Part): Part[] => [part, ...(part.parts ?? []).flatMap(flat)]

const headerOf = ({ headers }: Part, name: string) =>
  headers.find((each) => each.name.toLowerCase() === name)?.value ?? ''

const addresses = (text: string) => ({ text, value: parseAddresses(text) })

/** The first text of a kind that is no attachment. */
function textOf(parts: readonly Part[], type: string): string {
  const part = parts.find(({ mimeType, filename, body }) => mimeType === type && !filename && body?.data)
  return part?.body?.data ? decoded(part.body.data, headerOf(part, 'content-type')) : ''
}

function decoded(data: string, contentType: string): string {
  const bytes = fromBase64Url(data)
  const charset = /charset="?([^";\s]+)/i.exec(contentType)?.[1]
  try {
    return new TextDecoder(charset).decode(bytes)
  } catch {
    return new TextDecoder().decode(bytes)
  }
}

/** Gmail's base64 (RFC 4648, 5) as bytes. */
export const fromBase64Url = (data: string) => fromBase64(data.replaceAll('-', '+').replaceAll('_', '/'))
