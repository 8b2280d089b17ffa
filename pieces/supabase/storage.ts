import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { checkbox, dropdown, file, number, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { supabase } from './service.ts'

const HOUR = 3600

const Buckets = z.array(z.object({ id: z.string(), name: z.string() }))

const bucket = () =>
  dropdown({
    label: 'Bucket',
    async options({ http }) {
      const buckets = await http.get('/storage/v1/bucket', { answer: Buckets })
      return buckets.map(({ id, name }) => ({ value: id, label: name }))
    },
  })

/** A file's place as part of an address. @throws CodedError INPUT_INVALID for one that leads out of the bucket */
function placeOf(bucket: string, path: string): string {
  const parts = path.replace(/^\/+/, '').split('/')
  if (parts.some((part) => ['', '.', '..'].includes(part))) {
    throw new CodedError('INPUT_INVALID', `"${path}" is no path of a file. Write it as calls/2026/ana.wav.`)
  }
  return [bucket, ...parts].map(encodeURIComponent).join('/')
}

const Uploaded = z.object({ Key: z.string() })

/** Uploads a file. */
export const uploadFile = supabase.action({
  name: 'upload-file',
  displayName: 'Upload a file',
  description: 'Puts a file into a bucket.',
  input: z.object({
    filePath: shortText({ label: 'Path', description: 'Such as calls/ana.wav.' }),
    bucket: bucket(),
    file: file({ label: 'File' }),
    upsert: checkbox({ label: 'Replace what is there', defaultValue: false }),
  }),
  idempotent: ({ upsert }) => upsert === true,
  async run({ input, http, auth, services }) {
    const place = placeOf(input.bucket, input.filePath)
    const { bytes, contentType } = await services.files.read(input.file)
    const { Key } = await http.post(`/storage/v1/object/${place}`, {
      headers: { 'content-type': contentType, 'x-upsert': String(input.upsert) },
      body: bytes,
      answer: Uploaded,
    })
    const base = auth.fields.url.replace(/\/$/, '')
    return { publicUrl: `${base}/storage/v1/object/public/${place}`, key: Key }
  },
})

const Signed = z.object({ signedURL: z.string() })

/** Links to a file. */
export const createSignedUrl = supabase.action({
  name: 'create_signed_url',
  displayName: 'Create a link to a file',
  description: 'A link to a file of a private bucket that runs out.',
  input: z.object({
    bucket: bucket(),
    path: shortText({ label: 'Path', description: 'Such as calls/ana.wav.' }),
    expiresIn: number({ label: 'Runs out after', description: 'In seconds.', defaultValue: HOUR, min: 1 }),
  }),
  idempotent: true,
  async run({ input, http, auth }) {
    const { signedURL } = await http.post(`/storage/v1/object/sign/${placeOf(input.bucket, input.path)}`, {
      json: { expiresIn: input.expiresIn },
      answer: Signed,
    })
    return { signedUrl: `${auth.fields.url.replace(/\/$/, '')}/storage/v1${signedURL}` }
  },
})

/** Deletes a file. */
export const deleteFile = supabase.action({
  name: 'delete_file',
  displayName: 'Delete a file',
  description: 'Deletes a file of a bucket.',
  input: z.object({ bucket: bucket(), path: shortText({ label: 'Path' }) }),
  idempotent: true,
  run: ({ input, http }) => {
    placeOf(input.bucket, input.path)
    return http.delete(at`/storage/v1/object/${input.bucket}`, { json: { prefixes: [input.path] } })
  },
})
