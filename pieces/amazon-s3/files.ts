import * as z from 'zod'
import { fromBase64 } from '../../src/piece/base64.ts'
import { choice, file, number, shortText } from '../../src/piece/fields.ts'
import { list } from './listing.ts'
import { pathOf, presigned, s3, send } from './service.ts'

const ACLS = [
  'private',
  'public-read',
  'public-read-write',
  'authenticated-read',
  'aws-exec-read',
  'bucket-owner-read',
  'bucket-owner-full-control',
] as const

/** The longest S3 lets an address be good for: 7 days. */
const MAX_MINUTES = 7 * 24 * 60

const key = () => shortText({ label: 'Path', description: 'Such as calls/2026/c1.mp3' })

/** Uploads a file. */
export const uploadFile = s3.action({
  name: 'upload-file',
  displayName: 'Upload a file',
  description: 'Puts a file into the bucket, in the place of one that is there.',
  input: z.object({
    file: file({ label: 'File' }),
    fileName: shortText({ label: 'Path', description: "The file's own name if empty.", required: false }),
    acl: choice({
      label: 'Access (ACL)',
      required: false,
      choices: ACLS.map((value) => ({ value, label: value })),
    }),
    type: shortText({ label: 'Content type', description: "The file's own if empty.", required: false }),
  }),
  idempotent: true,
  async run({ input, services, ...context }) {
    const { name, contentType, bytes } = await services.files.read(input.file)
    const fileName = input.fileName ?? name
    const { headers } = await send(context, 'PUT', pathOf(fileName), {
      body: bytes,
      headers: { 'content-type': input.type ?? contentType, ...(input.acl && { 'x-amz-acl': input.acl }) },
    })
    return { fileName, etag: headers.etag ?? null }
  },
})

/** Reads a file. */
export const readFile = s3.action({
  name: 'read-file',
  displayName: 'Read a file',
  description: 'Gives a link to a file, up to 10 MB, for the next steps.',
  input: z.object({ key: key() }),
  idempotent: true,
  async run({ input: { key }, services, ...context }) {
    const { body, headers } = await send(context, 'GET', pathOf(key), { as: 'base64' })
    return services.files.write({
      name: key.split('/').pop() ?? key,
      contentType: headers['content-type'] ?? 'application/octet-stream',
      bytes: fromBase64(String(body)),
    })
  },
})

/** Reads what is there. */
export const listFiles = s3.action({
  name: 'list-files',
  displayName: 'List files',
  description: 'The files of the bucket or a folder of it, newest first.',
  input: z.object({
    prefix: shortText({ label: 'Folder', description: 'Such as calls/2026/', required: false }),
    maxKeys: number({ label: 'At most', defaultValue: 1000, min: 1, max: 10_000 }),
  }),
  idempotent: true,
  async run({ input: { prefix, maxKeys }, ...context }) {
    const { files, isTruncated } = await list(context, { prefix, limit: maxKeys })
    files.sort((a, b) => Date.parse(b.lastModified) - Date.parse(a.lastModified))
    return { files, isTruncated }
  },
})

/** Deletes a file. */
export const deleteFile = s3.action({
  name: 'delete-file',
  displayName: 'Delete a file',
  description: 'Deletes a file. One that is not there is no error.',
  input: z.object({ key: key() }),
  idempotent: true,
  async run({ input: { key }, ...context }) {
    await send(context, 'DELETE', pathOf(key))
    return { deleted: key }
  },
})

/** Moves a file. */
export const moveFile = s3.action({
  name: 'moveFile',
  displayName: 'Move a file',
  description: 'Moves a file to another folder under the same name.',
  input: z.object({
    fileKey: key(),
    folderKey: shortText({ label: 'To the folder', description: 'Such as archive/' }),
  }),
  idempotent: false,
  async run({ input: { fileKey, folderKey }, ...context }) {
    const key = `${folderKey.replace(/\/+$/, '')}/${fileKey.split('/').pop()}`
    // Moved to where it is, the file would be deleted.
    if (key === fileKey) return { key }
    const source = `/${context.auth.fields.bucket}${pathOf(fileKey)}`
    await send(context, 'PUT', pathOf(key), { headers: { 'x-amz-copy-source': source } })
    await send(context, 'DELETE', pathOf(fileKey))
    return { key }
  },
})

const minutes = () => number({ label: 'Good for minutes', defaultValue: 10, min: 1, max: MAX_MINUTES })

/** An address to download from. */
export const signedUrl = s3.action({
  name: 'generate-signed-url',
  displayName: 'Make a download link',
  description: 'Makes an address that anybody can download a file from until it runs out.',
  input: z.object({ key: key(), expiresIn: minutes() }),
  idempotent: true,
  run: ({ input: { key, expiresIn }, auth }) => presigned(auth, 'GET', key, Math.round(expiresIn * 60)),
})

/** An address to upload to. */
export const signedUploadUrl = s3.action({
  name: 'generate-signed-upload-url',
  displayName: 'Make an upload link',
  description: 'Makes an address that anybody can PUT a file to until it runs out.',
  input: z.object({ key: key(), expiresIn: minutes() }),
  idempotent: true,
  run: ({ input: { key, expiresIn }, auth }) => presigned(auth, 'PUT', key, Math.round(expiresIn * 60)),
})
