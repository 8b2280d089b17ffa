import { createHash } from 'node:crypto'
import * as z from 'zod'
import { shortText } from '../../src/piece/fields.ts'
import type { ServiceHttp } from '../../src/piece/service-http.ts'
import type { KeyValueStore } from '../../src/piece/services.ts'
import { columnNamed } from './columns.ts'
import { worksheet } from './inputs.ts'
import { sheets } from './service.ts'
import { findSheet, readCells, rowOf } from './sheet.ts'

/** Most rows looked at in one poll: the last ones. */
const MAX_ROWS = 1000

const sampleData = { row: 2, values: { Name: 'Ana Ruiz', Phone: '+34600000001' } }

/** Rows below the headers that aren't empty, with their numbers. */
async function dataRows(http: ServiceHttp, input: { spreadsheetId: string; sheetId: string }) {
  const [headers = [], ...rest] = await readCells(http, await findSheet(http, input), 1)
  const rows = rest.map((cells, index) => ({ cells, ...rowOf(cells, index + 2, headers) }))
  return { headers, rows: rows.filter(({ cells }) => cells.some((cell) => cell !== '')) }
}

const Mark = z.object({ round: z.number(), known: z.number(), last: z.number() })
const MARK = 'rows'

/**
 * Rows have no ids, only numbers, which are used again once rows were deleted. So each time the sheet got shorter a new
 * round begins, and the rows that are left count as known.
 */
async function roundOf(store: KeyValueStore, last: number) {
  const mark = Mark.safeParse(await store.get(MARK)).data ?? { round: 0, known: 0, last: 0 }
  const next = last < mark.last ? { round: mark.round + 1, known: last, last } : { ...mark, last }
  if (last !== mark.last) await store.put(MARK, next)
  return next
}

/** A row was added at the bottom. */
export const newRow = sheets.trigger({
  name: 'googlesheets_new_row_added',
  displayName: 'New row',
  description: 'Starts for every row that is added at the bottom of a sheet with headers.',
  type: 'POLLING',
  input: z.object(worksheet),
  sampleData,
  async poll({ http, input, store }) {
    const { rows } = await dataRows(http, input)
    const { round, known } = await roundOf(store, rows.at(-1)?.row ?? 0)
    return rows
      .slice(-MAX_ROWS)
      .filter(({ row }) => row > known)
      .map(({ row, values }) => ({ id: `${round}:${row}`, data: { row, values } }))
  },
})

/** Every column. */
const ALL_COLUMNS = 'all_columns'

/** A row was added or changed. */
export const changedRow = sheets.trigger({
  name: 'google-sheets-new-or-updated-row',
  displayName: 'New or changed row',
  description:
    'Starts for every row that is added to a sheet with headers or gets values it did not have before.',
  type: 'POLLING',
  input: z.object({
    ...worksheet,
    trigger_column: shortText({
      label: 'Column',
      description: 'Only changes in this column count: its letter or header. All where empty.',
      defaultValue: ALL_COLUMNS,
    }),
  }),
  sampleData,
  async poll({ http, input }) {
    const { headers, rows } = await dataRows(http, input)
    const isAny = input.trigger_column === ALL_COLUMNS
    const column = isAny ? 0 : columnNamed('trigger_column', input.trigger_column, headers)
    return rows.slice(-MAX_ROWS).map(({ row, values, cells }) => {
      const watched = JSON.stringify(isAny ? cells : (cells[column] ?? ''))
      const hash = createHash('sha256').update(watched).digest('base64url')
      return { id: `${row}:${hash}`, data: { row, values } }
    })
  },
})
