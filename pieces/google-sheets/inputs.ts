import * as z from 'zod'
import {
  checkbox,
  dropdown,
  dynamicFields,
  json,
  list,
  longText,
  markdown,
  number,
  type OptionsContext,
  rows,
  shortText,
} from '../../src/piece/fields.ts'
import { fileOf, includeTeamDrives } from '../_google/files.ts'
import { labelOf, namesOf } from './columns.ts'
import { findSheet, listSheets, readHeaders } from './sheet.ts'

/** A spreadsheet of the account. */
export const spreadsheet = {
  includeTeamDrives: includeTeamDrives(),
  spreadsheetId: fileOf('spreadsheet', { label: 'Spreadsheet' }),
}

/** A worksheet of the account. */
export const worksheet = {
  ...spreadsheet,
  sheetId: dropdown({
    label: 'Sheet',
    dependsOn: ['spreadsheetId'],
    async options({ http, input }) {
      const found = await listSheets(http, String(input.spreadsheetId))
      return found.map(({ sheetId, title }) => ({ value: String(sheetId), label: title }))
    },
  }),
}

/** A row's number, as the sheet shows it. */
export const rowNumber = () => number({ label: 'Row', description: 'Its number in the sheet.', min: 1 })

/** Where the headers stand. */
export const headerRow = () => number({ label: 'Row of the headers', defaultValue: 1, min: 1 })

/** Whether a sheet has headers. */
export const firstRowHeaders = <const D extends boolean>(defaultValue: D) =>
  checkbox({ label: 'The first row holds headers', defaultValue })

/** Whether values are kept as they are. */
export const asString = () =>
  checkbox({
    label: 'As text',
    description: 'Dates, formulas and numbers such as +34600000001 are kept as they are written.',
    defaultValue: false,
  })

/** Whether the answer names columns by header. */
export const useHeaderNames = () =>
  checkbox({ label: 'Name columns by header', description: 'Else by letter: A, B, C.', defaultValue: true })

async function headersFor({ http, input }: OptionsContext): Promise<string[]> {
  const { spreadsheetId, sheetId } = input
  const sheet = await findSheet(http, { spreadsheetId: String(spreadsheetId), sheetId: String(sheetId) })
  return readHeaders(http, sheet)
}

/** A field for each column, by letter; labels are the headers. */
async function columnFields(context: OptionsContext) {
  const headers = await headersFor(context)
  const names = namesOf(headers, headers.length)
  return z.object(
    Object.fromEntries(
      names.map((label, column) => [labelOf(column), shortText({ label, required: false })]),
    ),
  )
}

/** The cells of one row: by column where the sheet has headers, else in order. */
export const rowValues = () =>
  dynamicFields({
    label: 'Values',
    dependsOn: ['spreadsheetId', 'sheetId'],
    fields: async (context) =>
      context.input.first_row_headers
        ? columnFields(context)
        : z.object({ values: list({ label: 'Values', description: 'From the first column on.' }) }),
  })

/** The cells of several rows, in the form that is chosen. */
export const manyValues = () =>
  dynamicFields({
    label: 'Values',
    dependsOn: ['spreadsheetId', 'sheetId', 'input_type'],
    async fields(context) {
      const kind = context.input.input_type
      if (kind === 'csv')
        return z.object({ values: longText({ label: 'CSV', description: 'With headers.' }) })
      if (kind === 'json') {
        return z.object({ values: json({ label: 'JSON', description: 'A list of objects by header.' }) })
      }
      const row = await columnFields(context)
      if (Object.keys(row.shape).length === 0) {
        return z.object({ hint: markdown('The sheet has no headers in its first row yet.') })
      }
      return z.object({ values: rows({ label: 'Rows', row }) })
    },
  })

/** Which column tells duplicates. */
export const duplicateColumn = () =>
  dynamicFields({
    label: 'Column that tells duplicates',
    required: false,
    dependsOn: ['spreadsheetId', 'sheetId', 'check_for_duplicate'],
    fields: async (context) =>
      context.input.check_for_duplicate
        ? z.object({ column_name: columnName('Column that tells duplicates') })
        : z.object({}),
  })

/** A column of the sheet; its letter is what is kept. */
export const columnName = (label: string) =>
  dropdown({
    label,
    description: 'Its letter or header.',
    dependsOn: ['spreadsheetId', 'sheetId'],
    async options(context) {
      const headers = await headersFor(context)
      return headers.map((header, column) => ({ value: labelOf(column), label: header || labelOf(column) }))
    },
  })
