import * as z from 'zod'
import type { Json } from '../../src/json.ts'
import { shortText } from '../../src/piece/fields.ts'
import type { PollItem } from '../../src/piece/trigger.ts'
import { deleteFile, listFiles, moveFile, readFile, signedUploadUrl, signedUrl, uploadFile } from './files.ts'
import { list } from './listing.ts'
import { s3 } from './service.ts'

/** Files looked through at a poll: S3 lists by name only, so all of them are. */
const MAX_FILES = 10_000

const newFile = s3.trigger({
  name: 'new_file',
  displayName: 'New or changed file',
  description: 'Starts when a file is put into the bucket or a folder of it, of up to 10,000 files.',
  type: 'POLLING',
  input: z.object({
    folderPath: shortText({ label: 'Folder', description: 'Such as calls/2026/', required: false }),
  }),
  sampleData: {
    Key: 'calls/2026/c1.mp3',
    LastModified: '2026-01-15T10:00:00.000Z',
    ETag: 'e9f16cce12352322272525f5af65a2e8',
    Size: 40239,
  },
  async poll({ http, auth, input, since = 0 }) {
    const { files } = await list({ http, auth }, { prefix: input.folderPath, limit: MAX_FILES })
    return files
      .map(({ key, lastModified, etag, size }): PollItem => {
        const data: Json = { Key: key, LastModified: lastModified, ETag: etag, Size: size }
        return { id: `${key}:${etag}:${lastModified}`, at: Date.parse(lastModified), data }
      })
      .filter(({ at = 0 }) => at >= since)
  },
})

const { actions, ...piece } = s3.piece({
  actions: [uploadFile, readFile, listFiles, deleteFile, moveFile, signedUrl, signedUploadUrl],
  triggers: [newFile],
})
// A call of one's own would not be signed.
const { custom_api_call: _, ...signed } = actions

export default { ...piece, actions: signed }
