import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { at, type ServiceHttp } from '../../src/piece/service-http.ts'
import { namesOf } from './columns.ts'

const Worksheets = z.object({
  sheets: z.array(
    z.object({
      properties: z.object({
        sheetId: z.number().default(0),
        title: z.string(),
        gridProperties: z.object({ rowCount: z.number().default(0) }).optional(),
      }),
    }),
  ),
})
const Values = z.object({ values: z.array(z.array(z.unknown())).default([]) })

/** The last column there can be. */
const LAST = 'ZZZ'

/** One worksheet, named in the ways the API wants it. */
export interface Sheet {
  spreadsheetId: string
  sheetId: number
  rowCount: number
  /** part of the sheet in A1 notation: `range('A2:C')` */
  range(cells: string): string
}

/** The worksheets of a spreadsheet. */
export async function listSheets(http: ServiceHttp, spreadsheetId: string) {
  const { sheets } = await http.get(at`/${spreadsheetId}`, {
    query: { fields: 'sheets.properties(sheetId,title,gridProperties)' },
    answer: Worksheets,
  })
  return sheets.map(({ properties }) => properties)
}

/** Finds the worksheet a step names. @throws CodedError RESOURCE_NOT_FOUND */
export async function findSheet(
  http: ServiceHttp,
  { spreadsheetId, sheetId }: { spreadsheetId: string; sheetId: string },
): Promise<Sheet> {
  const found = (await listSheets(http, spreadsheetId)).find((each) => String(each.sheetId) === sheetId)
  if (!found) {
    throw new CodedError(
      'RESOURCE_NOT_FOUND',
      `The spreadsheet has no sheet ${sheetId}. Choose one in "sheetId".`,
    )
  }
  const rowCount = found.gridProperties?.rowCount ?? 0
  return { spreadsheetId, sheetId: found.sheetId, rowCount, range: (cells) => rangeOf(found.title, cells) }
}

/** Part of a worksheet in A1 notation. */
export const rangeOf = (title: string, cells: string) => `'${title.replaceAll("'", "''")}'!${cells}`

/** The cells of some rows; cells that are empty at the end of a row or of the sheet are not there. */
export async function readCells(
  http: ServiceHttp,
  { spreadsheetId, range }: Sheet,
  from: number,
  to?: number,
) {
  const cells = range(`A${from}:${LAST}${to ?? ''}`)
  const { values } = await http.get(at`/${spreadsheetId}/values/${cells}`, { answer: Values })
  return values.map((row) => row.map((cell) => String(cell ?? '')))
}

/** The headers of a sheet, none where it is empty. */
export async function readHeaders(http: ServiceHttp, sheet: Sheet, headerRow = 1): Promise<string[]> {
  return (await readCells(http, sheet, headerRow, headerRow))[0] ?? []
}

/** A row with its number and its cells by column: by header, or by letter where `headers` is empty. */
export function rowOf(
  cells: readonly string[],
  row: number,
  headers: readonly string[],
  width = headers.length,
) {
  const names = namesOf(headers, Math.max(width, cells.length))
  return { row, values: Object.fromEntries(names.map((name, column) => [name, cells[column] ?? ''])) }
}

/** How values are taken: as typed in by a user, or as they are. */
export const inputOption = (asString: boolean | undefined) => (asString ? 'RAW' : 'USER_ENTERED')

const Appended = z.looseObject({ updates: z.looseObject({ updatedRange: z.string().optional() }) })

/** Adds rows below those that are there; the sheet grows where needed. */
export async function appendRows(http: ServiceHttp, sheet: Sheet, rows: unknown[][], asString?: boolean) {
  const answer = await http.post(at`/${sheet.spreadsheetId}/values/${sheet.range('A:A')}:append`, {
    query: { valueInputOption: inputOption(asString) },
    json: { majorDimension: 'ROWS', values: rows.map((row) => row.map(cell)) },
    answer: Appended,
  })
  return { ...answer, row: firstRowOf(answer.updates.updatedRange) }
}

/** Empties the cells of some rows. */
export const clearRows = ({ post }: ServiceHttp, { spreadsheetId, range }: Sheet, from: number) =>
  post(at`/${spreadsheetId}/values/${range(`A${from}:${LAST}`)}:clear`, { json: {} })

/** A cell's value: objects become JSON text, nothing becomes an empty cell. */
export const cell = (value: unknown): unknown =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : (value ?? '')

/** The first row of a range in A1 notation. */
export function firstRowOf(range: string | undefined): number | undefined {
  const row = /![A-Z]+(\d+)/.exec(range ?? '')?.[1]
  return row === undefined ? undefined : Number(row)
}
