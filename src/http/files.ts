import { type Context, Hono } from 'hono'
import { CodedError } from '../errors.ts'
import { readFileToken } from '../run/file-link.ts'
import { nameOf, typeOf } from '../run/files.ts'
import type { App } from './types.ts'

/** Files of runs, by links that are signed and run out. */
export const files = new Hono<App>().get('/:token/:name?', async (c) => {
  const location = readFileToken(c.env.PATCHCORD_ENCRYPTION_KEY, c.req.param('token'))
  if (!location || location.expiresAt <= Date.now()) throw notFound()
  const head = await c.env.FILES?.head(location.key)
  if (!head) throw notFound()
  const range = rangeOf(c.req.header('range'), head.size)
  if (range === 'unsatisfiable') {
    return new Response(null, { status: 416, headers: { 'content-range': `bytes */${head.size}` } })
  }
  const headers = headersOf(head, location.expiresAt)
  headers.set('content-length', String(range?.length ?? head.size))
  if (range) {
    headers.set('content-range', `bytes ${range.offset}-${range.offset + range.length - 1}/${head.size}`)
  }
  const status = range ? 206 : 200
  if (isHead(c)) return new Response(null, { status, headers })
  const object = await c.env.FILES?.get(location.key, range && { range })
  if (!object) throw notFound()
  return new Response(object.body, { status, headers })
})

// Hono answers HEAD with what GET would send; nothing need be read for that.
const isHead = (c: Context) => c.req.raw.method === 'HEAD'

function notFound(): CodedError {
  return new CodedError('FILE_NOT_FOUND', 'There is no file at this address, or its link has run out.')
}

/** Types a browser shows without running anything in them. Any other is saved, not opened. */
const PASSIVE =
  /^(?:image\/(?:png|jpeg|gif|webp|avif|bmp)|audio\/|video\/|text\/(?:plain|csv)|application\/pdf)/i

function headersOf(object: R2Object, expiresAt: number): Headers {
  const type = typeOf(object)
  const disposition = PASSIVE.test(type) ? 'inline' : 'attachment'
  const seconds = Math.max(0, Math.floor((expiresAt - Date.now()) / 1000))
  return new Headers({
    'content-type': type,
    'content-disposition': `${disposition}; filename*=UTF-8''${encodeRfc5987(nameOf(object))}`,
    'x-content-type-options': 'nosniff',
    // Whatever it is, it must not act as one of our pages.
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    'cache-control': `private, max-age=${Math.min(seconds, MAX_AGE)}`,
    'accept-ranges': 'bytes',
    etag: object.httpEtag,
  })
}

/** Seconds. */
const MAX_AGE = 3_600

const encodeRfc5987 = (name: string) =>
  encodeURIComponent(name).replace(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)

/** The one range a request asks for (RFC 9110, 14.1.2); undefined where it asks for none, or for several. */
function rangeOf(
  header: string | undefined,
  size: number,
): { offset: number; length: number } | 'unsatisfiable' | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? []
  if (first === undefined || last === undefined || first + last === '') return undefined
  if (first === '') {
    const length = Math.min(Number(last), size)
    return length === 0 ? 'unsatisfiable' : { offset: size - length, length }
  }
  const offset = Number(first)
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (last !== '' && Number(last) < offset) return undefined
  return offset >= size ? 'unsatisfiable' : { offset, length: end - offset + 1 }
}
