import * as z from 'zod'
import { fromBase64 } from '../../src/piece/base64.ts'
import { checkbox, choice, file as fileField, longText, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import {
  createFile,
  FILE_FIELDS,
  fileOf,
  findFiles,
  includeTeamDrives,
  moveFile,
  quoted,
} from '../_google/files.ts'
import { file, place } from './inputs.ts'
import { drive } from './service.ts'
import { upload } from './upload.ts'

const File = z.looseObject({ id: z.string() })
const all = { supportsAllDrives: true, fields: FILE_FIELDS }

const metadataOf = (name: string, folder: string | undefined) => ({
  name,
  ...(folder && { parents: [folder] }),
})

/** Puts a file into Drive. */
export const uploadFile = drive.action({
  name: 'upload_gdrive_file',
  displayName: 'Upload a file',
  description: 'Puts a file into a folder.',
  input: z.object({
    fileName: shortText({ label: 'Name' }),
    file: fileField({ label: 'File' }),
    ...place,
    replaceIfExists: checkbox({ label: 'In place of a file with this name', defaultValue: false }),
  }),
  output: File,
  idempotent: ({ replaceIfExists }) => String(replaceIfExists) === 'true',
  async run({ input, http, services }) {
    const { fileName, parentFolder, include_team_drives: teamDrives } = input
    const content = await services.files.read(input.file)
    const metadata = metadataOf(fileName, parentFolder)
    if (!input.replaceIfExists) return upload(http, metadata, content)
    const conditions = [
      `name = ${quoted(fileName)}`,
      `${quoted(parentFolder ?? 'root')} in parents`,
      'trashed = false',
    ]
    const [known] = await findFiles(http, conditions, { teamDrives, limit: 1 })
    // Drive takes no folder where a file is changed: it stays in its own.
    return known ? upload(http, { name: fileName }, content, known.id) : upload(http, metadata, content)
  },
})

/** Makes a text file. */
export const createTextFile = drive.action({
  name: 'create_new_gdrive_file',
  displayName: 'Create a text file',
  description: 'Makes a file from text.',
  input: z.object({
    fileName: shortText({ label: 'Name' }),
    text: longText({ label: 'Text' }),
    fileType: choice({
      label: 'Kind',
      defaultValue: 'plain/text',
      choices: [
        { value: 'plain/text', label: 'Text' },
        { value: 'text/csv', label: 'CSV' },
        { value: 'text/xml', label: 'XML' },
      ],
    }),
    ...place,
  }),
  output: File,
  idempotent: false,
  run({ input, http }) {
    // Activepieces' name for plain text is no MIME type.
    const contentType = input.fileType === 'plain/text' ? 'text/plain' : input.fileType
    const bytes = new Uint8Array(new TextEncoder().encode(input.text))
    return upload(http, metadataOf(input.fileName, input.parentFolder), { contentType, bytes })
  },
})

/** Makes a folder. */
export const createFolder = drive.action({
  name: 'create_new_gdrive_folder',
  displayName: 'Create a folder',
  description: 'Makes an empty folder.',
  input: z.object({ folderName: shortText({ label: 'Name' }), ...place }),
  output: File,
  idempotent: false,
  run: ({ input, http }) => createFile(http, 'folder', input.folderName, input.parentFolder),
})

/** What Google's own kinds of files are downloaded as. */
const EXPORTS: Readonly<Record<string, { type: string; extension: string }>> = {
  'application/vnd.google-apps.document': {
    type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    extension: '.docx',
  },
  'application/vnd.google-apps.spreadsheet': {
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    extension: '.xlsx',
  },
  'application/vnd.google-apps.presentation': {
    type: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
    extension: '.pptx',
  },
}

/** Gets a file's content. */
export const readFile = drive.action({
  name: 'read-file',
  displayName: 'Download a file',
  description: 'Gets a file’s content, up to 10 MB; documents of Google’s become those of Office.',
  input: z.object({
    fileId: file(),
    fileName: shortText({ label: 'Name', description: 'The file’s own where empty.', required: false }),
  }),
  idempotent: true,
  async run({ input, http, services }) {
    const path = at`/files/${input.fileId}`
    const { name, mimeType } = await http.get(path, {
      query: { supportsAllDrives: true, fields: 'name,mimeType' },
      answer: z.object({ name: z.string(), mimeType: z.string() }),
    })
    const exported = EXPORTS[mimeType]
    const { body } = await http.send('GET', exported ? `${path}/export` : path, {
      query: exported ? { mimeType: exported.type } : { alt: 'media', supportsAllDrives: true },
      as: 'base64',
    })
    return services.files.write({
      name: input.fileName ?? `${name}${exported?.extension ?? ''}`,
      contentType: exported?.type ?? mimeType,
      bytes: fromBase64(String(body)),
    })
  },
})

/** Moves a file. */
export const move = drive.action({
  name: 'google-drive-move-file',
  displayName: 'Move a file',
  description: 'Puts a file into another folder.',
  input: z.object({
    fileId: file(),
    include_team_drives: includeTeamDrives(),
    folderId: fileOf('folder', { label: 'Folder', description: 'My Drive where empty.', required: false }),
  }),
  output: File,
  idempotent: true,
  run: ({ input, http }) => moveFile(http, input.fileId, input.folderId ?? 'root'),
})

/** Copies a file. */
export const duplicate = drive.action({
  name: 'duplicate_file',
  displayName: 'Copy a file',
  description: 'Makes a copy of a file, as a Google document where wanted.',
  input: z.object({
    fileId: file(),
    name: shortText({ label: 'Name of the copy' }),
    folderId: shortText({ label: 'Folder', description: 'Its id.' }),
    mimeType: choice({
      label: 'Make it a',
      required: false,
      choices: [
        { value: 'application/vnd.google-apps.spreadsheet', label: 'Google Sheet' },
        { value: 'application/vnd.google-apps.document', label: 'Google Doc' },
      ],
    }),
  }),
  output: File,
  idempotent: false,
  run: ({ input, http }) =>
    http.post(at`/files/${input.fileId}/copy`, {
      query: all,
      json: { name: input.name, parents: [input.folderId], mimeType: input.mimeType },
    }),
})

/** Throws a file away, so that it can be taken back. */
export const trash = drive.action({
  name: 'trash_gdrive_file',
  displayName: 'Put a file into the trash',
  description: 'Puts a file or folder into the trash.',
  input: z.object({ fileId: file() }),
  output: File,
  idempotent: true,
  run: ({ input, http }) => http.patch(at`/files/${input.fileId}`, { query: all, json: { trashed: true } }),
})

/** Deletes a file for good. */
export const deleteFile = drive.action({
  name: 'delete_gdrive_file',
  displayName: 'Delete a file for good',
  description: 'Deletes a file or folder with all in it, past the trash.',
  input: z.object({ fileId: file() }),
  idempotent: false,
  async run({ input, http }) {
    await http.delete(at`/files/${input.fileId}`, { query: { supportsAllDrives: true } })
    return { deleted: true, id: input.fileId }
  },
})
