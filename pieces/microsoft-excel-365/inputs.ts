import * as z from 'zod'
import {
  checkbox,
  choice,
  dropdown,
  dynamicFields,
  type OptionsContext,
  rows,
  shortText,
} from '../../src/piece/fields.ts'
import { at, type ServiceHttp } from '../../src/piece/service-http.ts'
import { listValues } from '../_microsoft/graph.ts'
import { readSheet } from './grid.ts'
import { drivePath, type Place, sheetPath, workbookPath } from './place.ts'

const Named = z.object({ id: z.string(), name: z.string() })
const Site = z.object({ id: z.string(), displayName: z.string().nullish() })

async function listSites({ http }: OptionsContext) {
  const sites = await listValues(http, '/sites', { query: { search: '*' }, item: Site })
  return sites.map(({ id, displayName }) => ({ value: id, label: displayName || id }))
}

const offered = async (http: ServiceHttp, path: string) =>
  (await listValues(http, path, { query: { $select: 'id,name' }, item: Named })).map(({ id, name }) => ({
    value: id,
    label: name,
  }))

async function listWorksheets({ http, input }: OptionsContext) {
  // A worksheet is kept by its name, which Graph takes as well as its id.
  const sheets = await offered(http, `${workbookPath(input)}/worksheets`)
  return sheets.map(({ label }) => ({ value: label, label }))
}

const isInSharePoint = { field: 'storageSource', is: ['sharepoint'] }

/** Which workbook. */
export const workbook = {
  storageSource: choice({
    label: 'Where the workbook is',
    defaultValue: 'onedrive',
    choices: [
      { value: 'onedrive', label: 'OneDrive' },
      { value: 'sharepoint', label: 'SharePoint' },
    ],
  }),
  siteId: dropdown({ label: 'Site', showWhen: isInSharePoint, options: listSites }),
  documentId: dropdown({
    label: 'Document library',
    showWhen: isInSharePoint,
    dependsOn: ['siteId'],
    options: ({ http, input }) => offered(http, at`/sites/${String(input.siteId)}/drives`),
  }),
  workbookId: dropdown({
    label: 'Workbook',
    dependsOn: ['storageSource'],
    options: ({ http, input }) => offered(http, `${drivePath(input)}/root/search(q='.xlsx')`),
  }),
}

/** Which worksheet of which workbook. */
export const worksheet = {
  ...workbook,
  worksheetId: dropdown({ label: 'Worksheet', dependsOn: ['workbookId'], options: listWorksheets }),
}

const listTables = ({ http, input }: OptionsContext) => offered(http, `${sheetPath(input)}/tables`)

/** A table of the chosen worksheet. */
export const table = () =>
  dropdown({ label: 'Table', dependsOn: ['workbookId', 'worksheetId'], options: listTables })

/** A table, or the whole worksheet. */
export const maybeTable = () =>
  dropdown({
    label: 'Table',
    description: 'The whole worksheet, with its headers in row 1, where empty.',
    required: false,
    dependsOn: ['workbookId', 'worksheetId'],
    options: listTables,
  })

/** Whether columns are offered by name. */
export const isFirstRowHeaders = () => checkbox({ label: 'Row 1 has headers', defaultValue: false })

/** The headers of a table, or of the worksheet where there is none. */
export async function headersOf(http: ServiceHttp, place: Place & { tableId?: unknown }): Promise<unknown[]> {
  if (!place.tableId) return (await readSheet(http, place))[0] ?? []
  return (await offered(http, columnsPath(place))).map(({ label }) => label)
}

const columnsPath = (place: Place & { tableId?: unknown }) =>
  `${workbookPath(place)}/tables/${encodeURIComponent(String(place.tableId))}/columns`

/** A field for each column, by its number from 0. */
const columnsOf = (headers: readonly unknown[]) =>
  z.object(
    Object.fromEntries(
      headers.flatMap((header, column) =>
        header === '' ? [] : [[String(column), shortText({ label: String(header), required: false })]],
      ),
    ),
  )

/** A row by column. */
export const rowValues = () =>
  dynamicFields({
    label: 'Values',
    dependsOn: ['workbookId', 'worksheetId'],
    async fields({ http, input }) {
      return columnsOf(await headersOf(http, input as Place))
    },
  })

/** Several rows by column. */
export const manyValues = () =>
  dynamicFields({
    label: 'Rows',
    dependsOn: ['workbookId', 'worksheetId'],
    async fields({ http, input }) {
      return z.object({
        values: rows({ label: 'Rows', row: columnsOf(await headersOf(http, input as Place)) }),
      })
    },
  })

/** A column by its name. */
export const lookupColumn = () =>
  dropdown({
    label: 'Column',
    dependsOn: ['workbookId', 'worksheetId'],
    async options({ http, input }) {
      const headers = await headersOf(http, input as Place)
      return headers
        .filter((each) => each !== '')
        .map((each) => ({ value: String(each), label: String(each) }))
    },
  })
