import * as z from 'zod'
import { checkbox, dropdown, type FieldOptions, type OptionsContext } from '../../src/piece/fields.ts'
import type { QueryValue, ServiceHttp } from '../../src/piece/service-http.ts'
import { listItems } from './pages.ts'

/** Google Drive's API, which also holds the files of Sheets, Docs and Forms. */
export const DRIVE = 'https://www.googleapis.com/drive/v3'

/** Google's own kinds of files. */
export const MIME = {
  folder: 'application/vnd.google-apps.folder',
  document: 'application/vnd.google-apps.document',
  form: 'application/vnd.google-apps.form',
  spreadsheet: 'application/vnd.google-apps.spreadsheet',
} as const

/** Most files offered by a dropdown; the rest is found by typing. */
const MAX_OFFERED = 200

/** Text inside a search of Drive's. */
export const quoted = (text: string) => `'${text.replace(/[\\']/g, '\\$&')}'`

/** What a request says to see shared drives too. */
export const sharedDrives = (isWanted: boolean | undefined): Record<string, QueryValue> => ({
  supportsAllDrives: true,
  includeItemsFromAllDrives: isWanted ? true : undefined,
  corpora: isWanted ? 'allDrives' : undefined,
})

/** Whether shared drives are looked through too. */
export const includeTeamDrives = () =>
  checkbox({
    label: 'Shared drives too',
    description: 'Looks in shared drives as well.',
    defaultValue: false,
  })

const File = z.object({ id: z.string(), name: z.string() })

const offerFiles =
  (kind: keyof typeof MIME) =>
  async ({ http, input, search }: OptionsContext) => {
    const conditions = [`mimeType = ${quoted(MIME[kind])}`, 'trashed = false']
    if (search) conditions.push(`name contains ${quoted(search)}`)
    const found = await listItems(http, `${DRIVE}/files`, {
      in: 'files',
      item: File,
      query: {
        q: conditions.join(' and '),
        fields: 'nextPageToken,files(id,name)',
        orderBy: 'modifiedTime desc',
        pageSize: MAX_OFFERED,
        ...sharedDrives(input.includeTeamDrives === true || input.include_team_drives === true),
      },
      limit: MAX_OFFERED,
    })
    return found.map(({ id, name }) => ({ value: id, label: name }))
  }

/** A file of one of Google's kinds, newest first. */
export const fileOf = <const O extends FieldOptions>(kind: keyof typeof MIME, options: O) =>
  dropdown({ ...options, searchable: true, options: offerFiles(kind) })

/** Makes an empty file of one of Google's kinds. */
export const createFile = (
  http: ServiceHttp,
  kind: keyof typeof MIME,
  name: string,
  folder: string | undefined,
) =>
  http.post(`${DRIVE}/files`, {
    query: { supportsAllDrives: true, fields: '*' },
    json: { name, mimeType: MIME[kind], ...(folder && { parents: [folder] }) },
    answer: z.looseObject({ id: z.string() }),
  })
