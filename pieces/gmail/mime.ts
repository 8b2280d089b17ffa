import { toBase64 } from '../../src/piece/base64.ts'
import type { FileContent } from '../../src/piece/services.ts'
import type { Address } from './addresses.ts'

/** An e-mail to be written. */
export interface Draft {
  from?: Address | undefined
  to: readonly Address[]
  cc?: readonly Address[]
  bcc?: readonly Address[]
  replyTo?: readonly Address[]
  subject: string
  body: string
  isHtml: boolean
  /** the Message-ID it answers */
  inReplyTo?: string | undefined
  references?: string | undefined
  attachments?: readonly FileContent[]
}

const LINE_END = '\r\n'
/** Longest line of base64 (RFC 2045, 6.8). */
const LINE = /.{76}/g
/** Bytes that fit an encoded word of 75 characters (RFC 2047, 2) as base64. */
const WORD_BYTES = 45

/** An e-mail as it travels (RFC 5322 and MIME): ASCII only. Gmail adds date, id and, where it is missing, the sender. */
export function mimeOf(draft: Draft): string {
  const headers = [
    header('From', draft.from && list([draft.from])),
    header('To', list(draft.to)),
    header('Cc', list(draft.cc)),
    header('Bcc', list(draft.bcc)),
    header('Reply-To', list(draft.replyTo)),
    header('Subject', words(oneLine(draft.subject))),
    header('In-Reply-To', draft.inReplyTo && oneLine(draft.inReplyTo)),
    header('References', draft.references && oneLine(draft.references)),
    header('MIME-Version', '1.0'),
  ]
  const text = bodyOf(draft)
  const attachments = draft.attachments ?? []
  if (attachments.length === 0) return headers.join('') + text
  // No base64 holds an underscore, so none can hold the boundary.
  const boundary = '=_part_of_the_mail'
  const parts = [text, ...attachments.map(attachmentOf)].map((part) => `--${boundary}${LINE_END}${part}`)
  const type = header('Content-Type', `multipart/mixed; boundary="${boundary}"`)
  return [...headers, type, LINE_END, ...parts, `--${boundary}--${LINE_END}`].join('')
}

function bodyOf({ body, isHtml }: Draft): string {
  const bytes = new TextEncoder().encode(body.replace(/\r\n|\r|\n/g, LINE_END))
  return entity([header('Content-Type', `text/${isHtml ? 'html' : 'plain'}; charset=utf-8`)], bytes)
}

function attachmentOf({ name, contentType, bytes }: FileContent): string {
  const type = /^[\w.+-]+\/[\w.+-]+$/.exec(contentType.split(';')[0]?.trim() ?? '')?.[0]
  return entity(
    [
      header('Content-Type', type ?? 'application/octet-stream'),
      header('Content-Disposition', `attachment; ${fileName(oneLine(name))}`),
    ],
    bytes,
  )
}

const entity = (headers: string[], bytes: Uint8Array) =>
  [...headers, header('Content-Transfer-Encoding', 'base64'), LINE_END, base64Lines(bytes), LINE_END].join('')

const base64Lines = (bytes: Uint8Array) => toBase64(bytes).replace(LINE, `$&${LINE_END}`)

const header = (name: string, value: string | undefined) => (value ? `${name}: ${value}${LINE_END}` : '')

/** A header ends where its line ends: text from outside must not begin another. */
const oneLine = (text: string) => text.replace(/[\r\n\0]+/g, ' ').trim()

const isPlain = (text: string) => /^[\x20-\x7e]*$/.test(text) && !text.includes('=?')

/** Text in a header, in encoded words (RFC 2047) where it is not plain ASCII. */
function words(text: string): string {
  if (isPlain(text)) return text
  const chunks: string[] = ['']
  let size = 0
  for (const char of text) {
    const bytes = new TextEncoder().encode(char).length
    if (size + bytes > WORD_BYTES) {
      chunks.push('')
      size = 0
    }
    chunks.push(chunks.pop() + char)
    size += bytes
  }
  return chunks
    .map((chunk) => `=?UTF-8?B?${toBase64(new TextEncoder().encode(chunk))}?=`)
    .join(`${LINE_END} `)
}

const list = (addresses: readonly Address[] | undefined) => addresses?.map(addressText).join(`,${LINE_END} `)

function addressText({ name, address }: Address): string {
  const shown = oneLine(name)
  if (!shown) return address
  return `${isPlain(shown) ? `"${shown.replace(/["\\]/g, '\\$&')}"` : words(shown)} <${address}>`
}

/** A file's name for those who read RFC 2231, and in ASCII for those who don't. */
function fileName(name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]|["\\]/g, '_')
  if (ascii === name) return `filename="${name}"`
  const escaped = encodeURIComponent(name).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `filename="${ascii}";${LINE_END} filename*=UTF-8''${escaped}`
}
