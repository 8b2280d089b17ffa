import * as z from 'zod'
import type { Json } from '../../src/json.ts'
import { checkbox, dropdown, type FieldOptions, type OptionsContext } from '../../src/piece/fields.ts'
import { at, type QueryValue, type ServiceHttp } from '../../src/piece/service-http.ts'
import type { PollItem } from '../../src/piece/trigger.ts'
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

/** What is told of a file: what steps need, without the dozens of capabilities Drive would add. */
export const FILE_FIELDS = 'id,name,mimeType,parents,createdTime,modifiedTime,size,webViewLink,trashed'

/** Most files in one page. */
const MAX_PAGE = 1000
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
    query: { supportsAllDrives: true, fields: FILE_FIELDS },
    json: { name, mimeType: MIME[kind], ...(folder && { parents: [folder] }) },
    answer: z.looseObject({ id: z.string() }),
  })

const Parents = z.object({ parents: z.array(z.string()).default([]) })

/** The folder that is called My Drive; only its id can be compared with those of parents. */
const rootOf = async (http: ServiceHttp) =>
  (await http.get(`${DRIVE}/files/root`, { query: { fields: 'id' }, answer: z.object({ id: z.string() }) }))
    .id

/** Puts a file into a folder and out of those it was in. */
export async function moveFile(http: ServiceHttp, fileId: string, folder: string) {
  const path = `${DRIVE}${at`/files/${fileId}`}`
  const query = { fields: 'parents', supportsAllDrives: true }
  const { parents } = await http.get(path, { query, answer: Parents })
  const target = folder === 'root' ? await rootOf(http) : folder
  return http.patch(path, {
    query: {
      addParents: target,
      removeParents: parents.filter((each) => each !== target).join(','),
      supportsAllDrives: true,
      fields: FILE_FIELDS,
    },
    json: {},
  })
}

/** Files that fit conditions of Drive's search, newest first. */
export const findFiles = (
  http: ServiceHttp,
  conditions: readonly string[],
  { teamDrives, limit }: { teamDrives?: boolean; limit: number },
) =>
  listItems(http, `${DRIVE}/files`, {
    in: 'files',
    item: z.looseObject({ id: z.string(), createdTime: z.string().optional() }),
    query: {
      q: conditions.join(' and '),
      fields: `nextPageToken,files(${FILE_FIELDS})`,
      // Drive does not sort a full text search.
      orderBy: conditions.some((each) => each.startsWith('fullText')) ? undefined : 'createdTime desc',
      pageSize: Math.min(limit, MAX_PAGE),
      ...sharedDrives(teamDrives),
    },
    limit,
  })

/** Most files told of in one poll. */
const MAX_POLLED = 200

/** New files that fit, for a polling trigger. */
export async function pollFiles(
  http: ServiceHttp,
  conditions: readonly string[],
  { teamDrives, since }: { teamDrives?: boolean; since?: number | undefined },
): Promise<PollItem[]> {
  const newer = since === undefined ? [] : [`createdTime > ${quoted(new Date(since).toISOString())}`]
  const options = { ...(teamDrives !== undefined && { teamDrives }), limit: MAX_POLLED }
  const found = await findFiles(http, [...conditions, 'trashed = false', ...newer], options)
  return found.map((file) => ({
    id: file.id,
    ...(file.createdTime && { at: Date.parse(file.createdTime) }),
    data: file as Json,
  }))
}
