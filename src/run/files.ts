import { CodedError } from '../errors.ts'
import { type Downloader, httpClientFor } from '../piece/http-client.ts'
import type { FileContent, Files } from '../piece/services.ts'
import { publicUrl } from '../public-url.ts'
import { dayOf, newFileLink, readFileToken } from './file-link.ts'
import { downloadedFile, inlineFile, MAX_FILE_BYTES, safeName, tooLarge } from './file-source.ts'

/** What files need around them. */
export interface FileDeps {
  /** R2; undefined where this installation has none */
  bucket: R2Bucket | undefined
  http: Downloader
  /** PATCHCORD_ENCRYPTION_KEY */
  key: string
  publicUrl: string
  /** how long a link lasts */
  days: number
  now(): number
  /** ends what is being fetched */
  signal?: AbortSignal
}

const DAY_MS = 86_400_000
const DEFAULT_DAYS = 30

/** Days that a file is kept, from PATCHCORD_FILE_DAYS. @throws CodedError CONFIG_MISSING where that is no number of days */
export function fileDays(setting: string | undefined): number {
  const days = setting === undefined ? DEFAULT_DAYS : Number(setting)
  if (days > 0 && days <= 3650) return days
  throw new CodedError('CONFIG_MISSING', 'PATCHCORD_FILE_DAYS must be a number of days, from 1 to 3650.')
}

/** Files of this Worker. @throws CodedError CONFIG_MISSING */
export function filesOf(
  env: Cloudflare.Env,
  http: Downloader = httpClientFor(env),
  signal?: AbortSignal,
): Files {
  return createFiles({
    bucket: env.FILES,
    http,
    key: env.PATCHCORD_ENCRYPTION_KEY,
    publicUrl: publicUrl(env),
    days: fileDays(env.PATCHCORD_FILE_DAYS),
    now: Date.now,
    ...(signal && { signal }),
  })
}

/** Files as pieces read and write them. */
export function createFiles(deps: FileDeps): Files {
  return {
    async read(source) {
      const text = source.trim()
      if (!/^https?:\/\//i.test(text)) {
        const inline = inlineFile(text)
        if (inline) return inline
        const message =
          'A file is given as a web address, as one of our file links, as a data URI, or as base64. This is none of them.'
        throw new CodedError('FILE_UNREADABLE', message)
      }
      const token = ownToken(deps.publicUrl, text)
      return token === undefined ? downloadedFile(deps.http, text, deps.signal) : readKept(deps, token)
    },
    async write({ name, contentType, bytes }) {
      if (bytes.length > MAX_FILE_BYTES) throw tooLarge(`The file "${name}"`)
      const { key, token } = newFileLink(deps.key, deps.now() + deps.days * DAY_MS)
      const kept = safeName(name)
      await bucketOf(deps).put(key, bytes, {
        httpMetadata: { contentType },
        customMetadata: { name: encodeURIComponent(kept) },
      })
      const url = `${deps.publicUrl}/files/${token}/${encodeURIComponent(kept)}`
      return { url, name: kept, contentType, size: bytes.length }
    },
  }
}

function ownToken(publicUrl: string, address: string): string | undefined {
  const prefix = `${publicUrl}/files/`
  return address.startsWith(prefix) ? (address.slice(prefix.length).split(/[/?#]/)[0] ?? '') : undefined
}

async function readKept(deps: FileDeps, token: string): Promise<FileContent> {
  const location = readFileToken(deps.key, token)
  const isOver = location !== undefined && location.expiresAt <= deps.now()
  const found = location && !isOver ? await bucketOf(deps).get(location.key) : null
  if (!found) {
    const reason = isOver ? 'its link has run out' : 'there is no such file'
    throw new CodedError('FILE_UNREADABLE', `The file could not be read: ${reason}.`)
  }
  return { name: nameOf(found), contentType: typeOf(found), bytes: new Uint8Array(await found.arrayBuffer()) }
}

/** The name a file was kept under. */
export const nameOf = ({ customMetadata }: R2Object): string =>
  decodeURIComponent(customMetadata?.name ?? 'file')

/** The type a file was kept with. */
export const typeOf = ({ httpMetadata }: R2Object): string =>
  httpMetadata?.contentType ?? 'application/octet-stream'

function bucketOf({ bucket }: Pick<FileDeps, 'bucket'>): R2Bucket {
  if (bucket) return bucket
  const message =
    'Files need the R2 binding FILES: create a bucket with "wrangler r2 bucket create patchcord-files" and name it in ' +
    'wrangler.toml under [[r2_buckets]].'
  throw new CodedError('FILES_UNAVAILABLE', message)
}

/** Objects one call lists and deletes at most: R2's own limit. */
const PAGE = 1_000
const MAX_PAGES = 10

/** Removes files whose links have run out: those of the days before today. What is too much waits for tomorrow. */
export async function removeExpiredFiles(bucket: R2Bucket, now: number): Promise<number> {
  const today = dayOf(now)
  let removed = 0
  for (let page = 0; page < MAX_PAGES; page++) {
    // Keys list in order, and each begins with the day its file runs out.
    const { objects } = await bucket.list({ limit: PAGE })
    const expired = objects.map(({ key }) => key).filter((key) => key < today)
    if (expired.length > 0) await bucket.delete(expired)
    removed += expired.length
    if (expired.length < PAGE) break
  }
  return removed
}
