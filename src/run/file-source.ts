import { CodedError, isCoded } from '../errors.ts'
import type { Downloaded, Downloader } from '../piece/http-client.ts'
import type { FileContent } from '../piece/services.ts'

/** The most a file may have. Bytes. */
export const MAX_FILE_BYTES = 25 * 1024 * 1024

/** A data URI (RFC 2397); `name` is a parameter some senders add. */
const DATA_URI = /^data:([^,]*),/i
/** Bare base64 is taken for a file only where it can hardly be anything else. */
const BASE64 = /^[A-Za-z0-9+/\s]{16,}={0,2}\s*$/
const UNNAMED = 'file'
const UNKNOWN_TYPE = 'application/octet-stream'

/** @param subject what is too large, for the message */
export function tooLarge(subject: string): CodedError {
  const message = `${subject} has more than ${MAX_FILE_BYTES / 2 ** 20} MB, which is the most a file may have.`
  return new CodedError('FILE_TOO_LARGE', message)
}

/** The file that a text holds itself, as a data URI or bare base64; undefined for any other text. */
export function inlineFile(source: string): FileContent | undefined {
  const [head, declared] = DATA_URI.exec(source) ?? []
  if (head === undefined || declared === undefined) {
    if (!BASE64.test(source)) return undefined
    return { name: UNNAMED, contentType: UNKNOWN_TYPE, bytes: decoded(source) }
  }
  const [type = '', ...parameters] = declared.split(';')
  const data = source.slice(head.length)
  const isBase64 = parameters.some((each) => /^\s*base64\s*$/i.test(each))
  const name = parameters.map((each) => /^\s*(?:file)?name="?([^"]+)"?$/i.exec(each)?.[1]).find(Boolean)
  return {
    name: name ? safeName(percentDecoded(name)) : UNNAMED,
    contentType: type.trim() || 'text/plain',
    bytes: isBase64 ? decoded(percentDecoded(data)) : utf8(percentDecoded(data)),
  }
}

const decoded = (text: string) => fitting(new Uint8Array(Buffer.from(text, 'base64')))
const utf8 = (text: string) => fitting(new Uint8Array(new TextEncoder().encode(text)))

function fitting(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  if (bytes.length > MAX_FILE_BYTES) throw tooLarge('The file in the text')
  return bytes
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new CodedError('FILE_UNREADABLE', 'The data URI of the file is not written as it should be.')
  }
}

/** The file at a web address. @throws CodedError FILE_UNREADABLE, FILE_TOO_LARGE, HTTP_HOST_REFUSED */
export async function downloadedFile(
  { download }: Downloader,
  url: string,
  signal?: AbortSignal,
): Promise<FileContent> {
  try {
    return named(await download({ method: 'GET', url, ...(signal && { signal }) }, MAX_FILE_BYTES))
  } catch (error) {
    if (!isCoded(error)) throw error
    if (error.code === 'HTTP_TOO_LARGE') throw tooLarge('The file at that address')
    if (error.code === 'HTTP_HOST_REFUSED') throw error
    throw new CodedError('FILE_UNREADABLE', `The file could not be fetched: ${error.message}`, {
      retryable: error.retryable,
    })
  }
}

function named({ bytes, headers, url }: Downloaded): FileContent {
  const last = new URL(url).pathname.split('/').at(-1) ?? ''
  return {
    name: dispositionName(headers.get('content-disposition') ?? '') ?? safeName(decodedOr(last)),
    contentType: headers.get('content-type')?.trim() || UNKNOWN_TYPE,
    bytes,
  }
}

/** The name in a Content-Disposition header (RFC 6266); the one in UTF-8 comes first. */
function dispositionName(header: string): string | undefined {
  const extended = /filename\*=\s*utf-8'[^']*'([^;]+)/i.exec(header)?.[1]
  const plain = /filename="([^"]*)"/i.exec(header)?.[1] ?? /filename=([^;\s]+)/i.exec(header)?.[1]
  const name = extended === undefined ? plain : decodedOr(extended)
  return name && safeName(name)
}

function decodedOr(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const MAX_NAME = 200

/** A file's name without folders, control characters and what is too long. */
export function safeName(name: string): string {
  const bare = name.split(/[/\\]/).at(-1) ?? ''
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is taken out
  const clean = bare.replace(/[\u0000-\u001f\u007f"]/g, '').trim()
  return clean.slice(-MAX_NAME) || UNNAMED
}
