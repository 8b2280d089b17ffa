import * as z from 'zod'
import { list, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { createFile, fileOf, includeTeamDrives } from '../_google/files.ts'
import { spreadsheet } from './inputs.ts'
import { sheets } from './service.ts'
import { cell, rangeOf } from './sheet.ts'

/** Makes a spreadsheet. */
export const createSpreadsheet = sheets.action({
  name: 'create-spreadsheet',
  displayName: 'Create a spreadsheet',
  description: 'Makes an empty spreadsheet in a folder.',
  input: z.object({
    title: shortText({ label: 'Title' }),
    includeTeamDrives: includeTeamDrives(),
    folder: fileOf('folder', { label: 'Folder', description: 'The root where empty.', required: false }),
  }),
  idempotent: false,
  run: ({ input, http }) => createFile(http, 'spreadsheet', input.title, input.folder),
})

const Added = z.object({
  replies: z
    .array(z.object({ addSheet: z.object({ properties: z.object({ sheetId: z.number() }) }) }))
    .min(1),
})

/** Makes a worksheet. */
export const createWorksheet = sheets.action({
  name: 'create-worksheet',
  displayName: 'Create a worksheet',
  description: 'Adds a sheet to a spreadsheet, with headers where given.',
  input: z.object({
    ...spreadsheet,
    title: shortText({ label: 'Title' }),
    headers: list({ label: 'Headers', required: false }),
  }),
  idempotent: false,
  async run({ input, http }) {
    const { spreadsheetId, title, headers = [] } = input
    const { replies } = await http.post(at`/${spreadsheetId}:batchUpdate`, {
      json: { requests: [{ addSheet: { properties: { title } } }] },
      answer: Added,
    })
    if (headers.length > 0) {
      await http.put(at`/${spreadsheetId}/values/${rangeOf(title, 'A1')}`, {
        query: { valueInputOption: 'RAW' },
        json: { majorDimension: 'ROWS', values: [headers.map(cell)] },
      })
    }
    return { id: replies[0]?.addSheet.properties.sheetId, title, headers }
  },
})
