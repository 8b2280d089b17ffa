import { CodedError } from '../../src/errors.ts'
import { at, type ServiceHttp } from '../../src/piece/service-http.ts'
import type { FileContent } from '../../src/piece/services.ts'
import { FILE_FIELDS } from '../_google/files.ts'
import { related } from '../_google/multipart.ts'

const UPLOADS = 'https://www.googleapis.com/upload/drive/v3'
/** Most that Drive takes in one request, bytes. */
const MAX_AT_ONCE = 5 * 1024 * 1024
/** A large file may take its time. */
const UPLOAD_TIMEOUT_MS = 120_000

/** Puts a file's content into Drive: as a new file, or in the place of that of `fileId`. */
export async function upload(
  http: ServiceHttp,
  metadata: { name: string; parents?: string[] },
  { contentType, bytes }: Pick<FileContent, 'contentType' | 'bytes'>,
  fileId?: string,
) {
  const method = fileId === undefined ? 'POST' : 'PATCH'
  const path = `${UPLOADS}${fileId === undefined ? '/files' : at`/files/${fileId}`}`
  const query = { supportsAllDrives: true, fields: FILE_FIELDS }
  const resource = { ...metadata, mimeType: contentType }
  if (bytes.length <= MAX_AT_ONCE) {
    const body = related(resource, contentType, bytes)
    return (await http.send(method, path, { query: { ...query, uploadType: 'multipart' }, ...body })).body
  }
  const { headers } = await http.send(method, path, {
    query: { ...query, uploadType: 'resumable' },
    headers: { 'x-upload-content-type': contentType, 'x-upload-content-length': String(bytes.length) },
    json: resource,
  })
  if (!headers.location) {
    throw new CodedError('ANSWER_INVALID', 'Google Drive named no address to upload the file to.', {
      retryable: true,
    })
  }
  return http.put(headers.location, {
    headers: { 'content-type': contentType },
    body: bytes,
    timeoutMs: UPLOAD_TIMEOUT_MS,
  })
}
