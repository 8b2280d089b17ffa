import { describe, expect, test } from 'vitest'
import { fieldsOf } from '../../src/piece/fields.ts'
import { createHttpClient } from '../../src/piece/http-client.ts'
import { dynamicFieldsOf } from '../../src/piece/options.ts'
import type { SentRequest } from '../../test/support/contract.ts'
import { memoryStore } from '../../test/support/memory-store.ts'
import { pieceKit } from '../../test/support/piece-kit.ts'
import { cellsOf, columnOf, labelOf } from './columns.ts'
import { parseCsv } from './csv.ts'
import googleSheets from './index.ts'

// Held against: Google's own descriptions of the Sheets and Drive APIs (their discovery documents). What the test
// answers is shaped like them too.

const connection = { type: 'OAUTH2', access_token: 'ya29.test', data: {} }
const kit = pieceKit(googleSheets, { connection, contract: 'google-sheets' })
const drive = pieceKit(googleSheets, { connection, contract: 'google-drive' })

const sheet = { spreadsheetId: 'sp1', sheetId: '7' }
const BASE = '/v4/spreadsheets/sp1'

/** A spreadsheet with one sheet, "Leads '26", of these cells. */
const spreadsheet =
  (cells: string[][], rowCount = 1000) =>
  ({ method, url }: SentRequest) => {
    const path = decodeURIComponent(url.pathname)
    if (path === BASE && method === 'GET') {
      const properties = { sheetId: 7, title: "Leads '26", gridProperties: { rowCount } }
      return { body: { sheets: [{ properties: { sheetId: 0, title: 'Other' } }, { properties }] } }
    }
    const [, from, to] = /\/values\/'Leads ''26'!A(\d+):ZZZ(\d*)$/.exec(path) ?? []
    if (method === 'GET' && from) {
      const values = cells.slice(Number(from) - 1, to ? Number(to) : undefined)
      return { body: values.length > 0 ? { values } : {} }
    }
    if (path.endsWith(':append')) return { body: { updates: { updatedRange: "'Leads ''26'!A4:B4" } } }
    return { body: method === 'PUT' ? { updatedRange: "'Leads ''26'!A2:B2" } : {} }
  }

const leads = [['Name', 'Phone', ''], ['Ana', '+34 600'], ['Bo Ström'], ['ana', '+46 70', 'VIP']]
const last = (sent: SentRequest[]) => ({
  method: sent.at(-1)?.method,
  path: decodeURIComponent(sent.at(-1)?.url.pathname ?? ''),
  query: Object.fromEntries(sent.at(-1)?.url.searchParams ?? []),
  body: sent.at(-1)?.body,
})

describe('adding rows', () => {
  test('a row is given by letters, by headers, or in order', async () => {
    const rows = [
      { first_row_headers: true, values: { A: 'Cy', B: '+1' } },
      { first_row_headers: true, values: { phone: '+1', Name: 'Cy' } },
      { first_row_headers: false, values: { values: ['Cy', '+1'] } },
    ]
    for (const row of rows) {
      const { output, sent } = await kit.run('insert_row', { ...sheet, ...row }, spreadsheet(leads))
      expect(last(sent)).toEqual({
        method: 'POST',
        path: `${BASE}/values/'Leads ''26'!A:A:append`,
        query: { valueInputOption: 'USER_ENTERED' },
        body: { majorDimension: 'ROWS', values: [['Cy', '+1']] },
      })
      expect(output).toMatchObject({ row: 4 })
    }
  })

  test('columns left out are empty, objects are JSON, and text may be kept as text', async () => {
    const input = { ...sheet, first_row_headers: true, as_string: true, values: { C: { a: 1 } } }
    const { sent } = await kit.run('insert_row', input, spreadsheet(leads))
    expect(last(sent)).toMatchObject({
      query: { valueInputOption: 'RAW' },
      body: { values: [['', '', '{"a":1}']] },
    })
  })

  test('a row without any value is refused before it is sent', async () => {
    const input = { ...sheet, first_row_headers: true, values: { Nope: 1 } }
    await expect(kit.run('insert_row', input, spreadsheet(leads))).rejects.toMatchObject({
      code: 'INPUT_INVALID',
    })
  })

  const many = (input: object, rowCount?: number) =>
    kit.run('google-sheets-insert-multiple-rows', { ...sheet, ...input }, spreadsheet(leads, rowCount))

  test('several rows are given by column, as JSON or as CSV', async () => {
    const wanted = [
      ['Cy', '+1'],
      ['Di "D"', '+2,5'],
    ]
    const forms = [
      {
        input_type: 'column_names',
        values: {
          values: [
            { A: 'Cy', B: '+1' },
            { A: 'Di "D"', B: '+2,5' },
          ],
        },
      },
      {
        input_type: 'json',
        values: { values: '[{"Phone":"+1","Name":"Cy","Age":3},{"name":"Di \\"D\\"","Phone":"+2,5"}]' },
      },
      { input_type: 'csv', values: { values: 'Phone,Name\r\n+1,Cy\r\n"+2,5","Di ""D"""\r\n' } },
    ]
    for (const form of forms) {
      const { sent, output } = await many(form)
      expect(last(sent).body).toEqual({ majorDimension: 'ROWS', values: wanted })
      expect(output).toMatchObject({ inserted: 2, skipped: 0, row: 4 })
    }
  })

  test('duplicates are left out, of the sheet and among themselves', async () => {
    const values = { values: [{ Name: 'ANA ' }, { Name: 'Cy' }, { Name: 'cy' }, { Phone: '+9' }] }
    const check = { check_for_duplicate: true, check_for_duplicate_column: { column_name: 'A' } }
    const { sent, output } = await many({ input_type: 'json', values, ...check })
    expect(last(sent).body).toMatchObject({ values: [['Cy'], ['', '+9']] })
    expect(output).toMatchObject({ inserted: 2, skipped: 2 })
    const none = await many({ input_type: 'json', values: { values: [{ Name: 'ana' }] }, ...check })
    expect(none.output).toEqual({ inserted: 0, skipped: 1 })
    expect(none.sent.map(({ method }) => method)).toEqual(['GET', 'GET', 'GET'])
  })

  test('rows can take the place of those there are', async () => {
    const input = { input_type: 'json', values: { values: [{ Name: 'Cy' }] }, overwrite: true }
    const { sent } = await many(input)
    expect(sent.slice(-2).map(({ url }) => decodeURIComponent(url.pathname))).toEqual([
      `${BASE}/values/'Leads ''26'!A2:ZZZ:clear`,
      `${BASE}/values/'Leads ''26'!A:A:append`,
    ])
    const small = await many(input, 1)
    expect(small.sent.some(({ url }) => url.pathname.endsWith('clear'))).toBe(false)
  })

  test('text that should be JSON and is not is refused', async () => {
    await expect(many({ input_type: 'json', values: { values: '[{' } })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
    })
  })
})

describe('changing rows', () => {
  test('cells that are empty are left as they are', async () => {
    const input = { ...sheet, row_id: 2, first_row_headers: true, values: { A: '', Phone: '+5' } }
    const { sent, output } = await kit.run('update_row', input, spreadsheet(leads))
    expect(last(sent)).toEqual({
      method: 'PUT',
      path: `${BASE}/values/'Leads ''26'!A2:ZZZ2`,
      query: { valueInputOption: 'USER_ENTERED' },
      body: { majorDimension: 'ROWS', values: [[null, '+5']] },
    })
    expect(output).toMatchObject({ row: 2 })
    const asText = await kit.run('update_row', { ...input, as_string: true }, spreadsheet(leads))
    expect(last(asText.sent).query).toEqual({ valueInputOption: 'RAW' })
  })

  test('a row is deleted by its number', async () => {
    const { sent } = await kit.run('delete_row', { ...sheet, rowId: 3 }, [{ body: {} }])
    expect(last(sent)).toMatchObject({
      method: 'POST',
      path: `${BASE}:batchUpdate`,
      body: {
        requests: [
          { deleteDimension: { range: { sheetId: 7, dimension: 'ROWS', startIndex: 2, endIndex: 3 } } },
        ],
      },
    })
  })

  test('a sheet is cleared with or without its headers', async () => {
    const from = async (input: object) =>
      last((await kit.run('clear_sheet', { ...sheet, ...input }, spreadsheet(leads))).sent).path
    expect(await from({ headerRow: 2 })).toBe(`${BASE}/values/'Leads ''26'!A3:ZZZ:clear`)
    expect(await from({ is_first_row_headers: false })).toBe(`${BASE}/values/'Leads ''26'!A1:ZZZ:clear`)
    const { output } = await kit.run('clear_sheet', sheet, spreadsheet(leads, 1))
    expect(output).toEqual({ clearedRange: null })
  })
})

describe('reading rows', () => {
  const find = async (input: object) =>
    (await kit.run('find_rows', { ...sheet, columnName: 'A', numberOfRows: 9, ...input }, spreadsheet(leads)))
      .output

  test('rows are found by a text in a column', async () => {
    const ana = { row: 2, values: { Name: 'Ana', Phone: '+34 600', C: '' } }
    const vip = { row: 4, values: { Name: 'ana', Phone: '+46 70', C: 'VIP' } }
    expect(await find({ searchValue: 'ANA' })).toEqual([ana, vip])
    expect(await find({ searchValue: 'ANA', numberOfRows: 1 })).toEqual([ana])
    expect(await find({ searchValue: 'ana', matchCase: true })).toEqual([vip])
    expect(await find({ columnName: 'phone', searchValue: '+34' })).toEqual([ana])
    expect(await find({ startingRow: 3, searchValue: 'a' })).toEqual([vip])
    expect(await find({})).toHaveLength(3)
    expect(await find({ searchValue: 'bo', useHeaderNames: false })).toEqual([
      { row: 3, values: { A: 'Bo Ström', B: '', C: '' } },
    ])
    await expect(find({ columnName: 'Fax' })).rejects.toMatchObject({ code: 'INPUT_INVALID' })
  })

  test('a row is read by its number, or is not there', async () => {
    const get = async (rowNumber: number) =>
      (await kit.run('find_row_by_num', { ...sheet, rowNumber }, spreadsheet(leads, 1000))).output
    expect(await get(3)).toEqual({ found: true, row: 3, values: { Name: 'Bo Ström', Phone: '', C: '' } })
    expect(await get(5)).toEqual({ found: false, row: null })
    expect(await get(1001)).toEqual({ found: false, row: null })
  })

  test('all rows are read', async () => {
    const all = await kit.run('get-many-rows', { ...sheet, limit: 1 }, spreadsheet(leads))
    expect(all.output).toEqual([{ row: 2, values: { Name: 'Ana', Phone: '+34 600', C: '' } }])
    const raw = await kit.run('get-many-rows', { ...sheet, first_row_headers: false }, spreadsheet(leads))
    expect((raw.output as unknown[])[0]).toEqual({ row: 1, values: { A: 'Name', B: 'Phone', C: '' } })
  })

  test('a sheet that is not there is said so', async () => {
    const run = kit.run('get-many-rows', { ...sheet, sheetId: '9' }, spreadsheet(leads))
    await expect(run).rejects.toMatchObject({
      code: 'RESOURCE_NOT_FOUND',
      message: expect.stringContaining('sheetId'),
    })
  })

  test('Google’s refusal is passed on', async () => {
    const refused = {
      status: 400,
      body: { error: { code: 400, message: 'Unable to parse range', status: 'INVALID_ARGUMENT' } },
    }
    await expect(kit.run('get-many-rows', sheet, [refused])).rejects.toMatchObject({
      code: 'INPUT_REJECTED',
      message: expect.stringContaining('Unable to parse range [INVALID_ARGUMENT]'),
    })
  })
})

describe('files', () => {
  test('a spreadsheet is made in a folder', async () => {
    const { sent, output } = await drive.run('create-spreadsheet', { title: 'Leads', folder: 'f1' }, [
      { body: { id: 'sp2' } },
    ])
    expect(sent[0]).toMatchObject({
      method: 'POST',
      body: { name: 'Leads', mimeType: 'application/vnd.google-apps.spreadsheet', parents: ['f1'] },
    })
    expect(output).toEqual({ id: 'sp2' })
  })

  test('a worksheet is made with its headers', async () => {
    const input = { spreadsheetId: 'sp1', title: "Ana's", headers: ['Name', 'Phone'] }
    const { sent, output } = await kit.run('create-worksheet', input, [
      { body: { replies: [{ addSheet: { properties: { sheetId: 12 } } }] } },
      { body: {} },
    ])
    expect(sent[0]?.body).toEqual({ requests: [{ addSheet: { properties: { title: "Ana's" } } }] })
    expect(last(sent)).toMatchObject({
      method: 'PUT',
      path: `${BASE}/values/'Ana''s'!A1`,
      body: { values: [['Name', 'Phone']] },
    })
    expect(output).toMatchObject({ id: 12 })
  })

  test('spreadsheets are offered newest first, and searched by name', async () => {
    const files = { body: { files: [{ id: 'sp1', name: 'Leads' }] } }
    const shared = { includeTeamDrives: true }
    const offered = await drive.options('actions', 'insert_row', 'spreadsheetId', shared, [files], "O'Hara")
    expect(offered.options).toEqual([{ value: 'sp1', label: 'Leads' }])
    const query = offered.sent[0]?.url.searchParams
    expect(query?.get('q')).toBe(
      "mimeType = 'application/vnd.google-apps.spreadsheet' and trashed = false and name contains 'O\\'Hara'",
    )
    expect(query?.get('corpora')).toBe('allDrives')
  })

  test('folders are offered', async () => {
    const answers = [{ body: { files: [{ id: 'f1', name: 'Calls' }] } }]
    const { options } = await drive.options('actions', 'create-spreadsheet', 'folder', {}, answers)
    expect(options).toEqual([{ value: 'f1', label: 'Calls' }])
  })

  test('a good token is told from a bad one', async () => {
    const [sent] = await drive.validate([{ body: { user: { emailAddress: 'ana@example.com' } } }])
    expect(sent?.headers.get('authorization')).toBe('Bearer ya29.test')
    await expect(drive.validate([{ status: 401, body: {} }])).rejects.toMatchObject({
      code: 'CONNECTION_REFUSED',
    })
  })

  test('any other method can be called', async () => {
    const { sent } = await kit.run('custom_api_call', { url: '/sp1' }, [{ body: {} }])
    expect(sent[0]?.url.href).toBe('https://sheets.googleapis.com/v4/spreadsheets/sp1')
  })
})

describe('the form', () => {
  test('sheets and columns are offered by name', async () => {
    const input = { spreadsheetId: 'sp1' }
    const sheets = await kit.options('actions', 'find_rows', 'sheetId', input, spreadsheet(leads))
    expect(sheets.options).toEqual([
      { value: '0', label: 'Other' },
      { value: '7', label: "Leads '26" },
    ])
    const columns = await kit.options('actions', 'find_rows', 'columnName', sheet, spreadsheet(leads))
    expect(columns.options).toEqual([
      { value: 'A', label: 'Name' },
      { value: 'B', label: 'Phone' },
      { value: 'C', label: 'C' },
    ])
  })

  const shown = async (name: string, field: string, input: object, cells = leads) => {
    const answer = spreadsheet(cells)
    const play = (url: string, init: RequestInit) => {
      const request = new Request(url, init)
      const sent = { method: request.method, url: new URL(url), headers: request.headers, body: undefined }
      return Promise.resolve(Response.json(answer(sent).body))
    }
    const http = createHttpClient({ allowPrivateHosts: true, fetch: play as typeof fetch })
    const request = {
      part: 'actions' as const,
      name,
      field,
      connection: { value: connection },
      input: { ...sheet, ...input },
    }
    const fields = fieldsOf(await dynamicFieldsOf(googleSheets, request, http))
    return Object.entries(fields).map(([key, { kind, label }]) => `${key} ${kind} ${label}`)
  }

  test('a row’s fields are its columns where the sheet has headers, else one list', async () => {
    expect(await shown('insert_row', 'values', { first_row_headers: true })).toEqual([
      'A SHORT_TEXT Name',
      'B SHORT_TEXT Phone',
      'C SHORT_TEXT C',
    ])
    expect(await shown('update_row', 'values', {})).toEqual(['values ARRAY Values'])
  })

  test('several rows are asked for in the form that is chosen', async () => {
    const name = 'google-sheets-insert-multiple-rows'
    expect(await shown(name, 'values', { input_type: 'csv' })).toEqual(['values LONG_TEXT CSV'])
    expect(await shown(name, 'values', { input_type: 'json' })).toEqual(['values JSON JSON'])
    expect(await shown(name, 'values', { input_type: 'column_names' })).toEqual(['values ARRAY Rows'])
    expect(await shown(name, 'values', { input_type: 'column_names' }, [])).toEqual(['hint MARKDOWN '])
    expect(await shown(name, 'check_for_duplicate_column', { check_for_duplicate: true })).toHaveLength(1)
    expect(await shown(name, 'check_for_duplicate_column', { check_for_duplicate: false })).toEqual([])
  })
})

describe('polling', () => {
  test('new rows have the headers’ names; rows are new again after others were deleted', async () => {
    const store = memoryStore()
    const poll = async (cells: string[][]) => {
      const { items } = await pollWith('googlesheets_new_row_added', cells, store)
      return items.map(({ id }) => id)
    }
    expect((await pollWith('googlesheets_new_row_added', leads, store)).items[0]).toEqual({
      id: '0:2',
      data: { row: 2, values: { Name: 'Ana', Phone: '+34 600', C: '' } },
    })
    expect(await poll([...leads, ['Cy']])).toEqual(['0:2', '0:3', '0:4', '0:5'])
    expect(await poll(leads)).toEqual([])
    expect(await poll([...leads, ['Di']])).toEqual(['1:5'])
    expect(await poll([...leads, ['Di']])).toEqual(['1:5'])
    expect(await poll([...leads, [''], ['Ed']])).toEqual(['1:6'])
  })

  test('a changed row is told again, a change elsewhere is not', async () => {
    const name = 'google-sheets-new-or-updated-row'
    const ids = async (cells: string[][], input = {}) =>
      (await kit.poll(name, { ...sheet, ...input }, spreadsheet(cells))).items.map(({ id }) => id)
    const changed = leads.with(1, ['Ana', '+34 601'])
    const [before, after] = [await ids(leads), await ids(changed)]
    expect(before.filter((id) => !after.includes(id))).toHaveLength(1)
    const onlyName = { trigger_column: 'Name' }
    expect(await ids(changed, onlyName)).toEqual(await ids(leads, onlyName))
  })

  async function pollWith(name: string, cells: string[][], store: unknown) {
    const trigger = googleSheets.triggers[name]!
    const spied = { ...trigger, poll: (context: object) => trigger.poll!({ ...context, store } as never) }
    const piece = { ...googleSheets, triggers: { [name]: spied as never } }
    return pieceKit(piece, { connection, contract: 'google-sheets' }).poll(name, sheet, spreadsheet(cells))
  }
})

describe('columns', () => {
  test.each([
    [0, 'A'],
    [25, 'Z'],
    [26, 'AA'],
    [701, 'ZZ'],
    [702, 'AAA'],
    [18277, 'ZZZ'],
  ])('%d is %s', (column, label) => {
    expect([labelOf(column), columnOf(label)]).toEqual([label, column])
  })

  test('a name that could be either is a letter only where that column has a header', () => {
    expect(cellsOf({ ID: 1 }, ['Name', 'ID'], 'letter')).toEqual([undefined, 1])
    expect(cellsOf({ A: 1 }, ['Name', 'A'], 'letter')).toEqual([1])
    expect(cellsOf({ A: 1 }, ['Name', 'A'], 'header')).toEqual([undefined, 1])
    expect(cellsOf({ C: 1 }, [], 'letter')).toEqual([undefined, undefined, 1])
  })

  test.each([
    ['a,b', [['a', 'b']]],
    [
      'a,\n"x\ny",',
      [
        ['a', ''],
        ['x\ny', ''],
      ],
    ],
    ['', []],
    ['a\r\n\r\nb\r\n', [['a'], ['b']]],
    ['"open,b', [['"open', 'b']]],
  ])('%j is read as CSV', (text, lines) => {
    expect(parseCsv(text)).toEqual(lines)
  })
})
