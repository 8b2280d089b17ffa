import * as z from 'zod'
import { checkbox, choice, number, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { findFiles, includeTeamDrives, MIME, pollFiles, quoted } from '../_google/files.ts'
import { file, place } from './inputs.ts'
import { drive } from './service.ts'

const limit = () => number({ label: 'At most', defaultValue: 1000, min: 1, max: 10_000 })
const isFolder = `mimeType = ${quoted(MIME.folder)}`
const isNoFolder = `mimeType != ${quoted(MIME.folder)}`

/** Finds files. */
export const search = drive.action({
  name: 'search-folder',
  displayName: 'Find files',
  description: 'Files and folders by name, text or kind.',
  input: z.object({
    queryTerm: choice({
      label: 'Look in',
      defaultValue: 'name',
      choices: [
        { value: 'name', label: 'Name' },
        { value: 'fullText', label: 'Name and text' },
        { value: 'mimeType', label: 'Kind (MIME type)' },
      ],
    }),
    operator: choice({
      label: 'It',
      defaultValue: 'contains',
      choices: [
        { value: 'contains', label: 'contains' },
        { value: '=', label: 'is' },
      ],
    }),
    query: shortText({ label: 'Text' }),
    type: choice({
      label: 'Look for',
      defaultValue: 'all',
      choices: [
        { value: 'all', label: 'Files and folders' },
        { value: 'file', label: 'Files' },
        { value: 'folder', label: 'Folders' },
      ],
    }),
    ...place,
    limit: limit(),
  }),
  idempotent: true,
  run({ input, http }) {
    // Drive knows no "is" for a text.
    const operator = input.queryTerm === 'fullText' ? 'contains' : input.operator
    const conditions = [
      `${input.queryTerm} ${operator} ${quoted(input.query)}`,
      'trashed = false',
      ...(input.parentFolder ? [`${quoted(input.parentFolder)} in parents`] : []),
      ...(input.type === 'all' ? [] : [input.type === 'folder' ? isFolder : isNoFolder]),
    ]
    return findFiles(http, conditions, { teamDrives: input.include_team_drives, limit: input.limit })
  },
})

/** Lists a folder. */
export const listFiles = drive.action({
  name: 'list-files',
  displayName: 'List a folder',
  description: 'The files and folders in a folder, newest first.',
  input: z.object({
    folderId: shortText({ label: 'Folder', description: 'Its id; root for My Drive.' }),
    include_team_drives: includeTeamDrives(),
    includeTrashed: checkbox({ label: 'The trash too', defaultValue: false }),
    limit: limit(),
  }),
  idempotent: true,
  async run({ input, http }) {
    const conditions = [
      `${quoted(input.folderId)} in parents`,
      ...(input.includeTrashed ? [] : ['trashed = false']),
    ]
    const options = { teamDrives: input.include_team_drives, limit: input.limit }
    return { type: 'drive#fileList', files: await findFiles(http, conditions, options) }
  },
})

/** Reads what Drive knows of a file. */
export const getFile = drive.action({
  name: 'get-file-or-folder-by-id',
  displayName: 'Get a file’s details',
  description: 'What Drive knows of a file or folder: name, kind, size, links.',
  input: z.object({ id: file() }),
  idempotent: true,
  run: ({ input, http }) =>
    http.get(at`/files/${input.id}`, { query: { supportsAllDrives: true, fields: '*' } }),
})

const conditionsOf = (kind: string, folder: string | undefined) => [
  kind,
  ...(folder ? [`${quoted(folder)} in parents`] : []),
]

/** A file came. */
export const newFile = drive.trigger({
  name: 'new_file',
  displayName: 'New file',
  description: 'Starts for every file that is put into Drive, or into a folder of it.',
  type: 'POLLING',
  input: z.object(place),
  sampleData: {
    id: '1dpv4-sKJfKRwI9qx1vWqQhEGEn3EpbI5',
    name: 'Call of Ana.mp3',
    mimeType: 'audio/mpeg',
    createdTime: '2026-02-03T11:36:36.000Z',
    webViewLink: 'https://drive.google.com/file/d/1dpv4/view',
  },
  poll: ({ http, input, since }) =>
    pollFiles(http, conditionsOf(isNoFolder, input.parentFolder), {
      teamDrives: input.include_team_drives,
      since,
    }),
})

/** A folder came. */
export const newFolder = drive.trigger({
  name: 'new_folder',
  displayName: 'New folder',
  description: 'Starts for every folder that is made in Drive, or in a folder of it.',
  type: 'POLLING',
  input: z.object(place),
  sampleData: {
    id: '1aMEtTqIYn5651wdK7WLxaK_SDim4mvXW',
    name: 'Calls of March',
    mimeType: MIME.folder,
    createdTime: '2026-02-03T11:36:36.000Z',
  },
  poll: ({ http, input, since }) =>
    pollFiles(http, conditionsOf(isFolder, input.parentFolder), {
      teamDrives: input.include_team_drives,
      since,
    }),
})
