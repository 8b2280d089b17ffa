import { describe, expect, test } from 'vitest'
import { fieldsOf } from '../../src/piece/fields.ts'
import { createHttpClient } from '../../src/piece/http-client.ts'
import { dynamicFieldsOf } from '../../src/piece/options.ts'
import { complaintsAbout, loadContract, type SentRequest } from '../../test/support/contract.ts'
import { pieceKit } from '../../test/support/piece-kit.ts'
import { cellsOf, labelOf } from './grid.ts'
import excel from './index.ts'

// Held against: Microsoft's own description of Graph, for a drive by its id; OneDrive's is the same under /me/drive. It
// lacks writing cells, valuesOnly, search and SharePoint's sites, which are written after
// https://learn.microsoft.com/graph/api/range-update, /worksheet-usedrange, /driveitem-search and /site-search.

const connection = { type: 'OAUTH2', access_token: 'eyJ0.test' }
const kit = pieceKit(excel, { connection })
const contract = loadContract('microsoft-graph')

const place = {
  storageSource: 'sharepoint',
  siteId: 's1',
  documentId: 'd1',
  workbookId: 'w1',
  worksheetId: 'My leads',
}
const WORKBOOK = '/v1.0/drives/d1/items/w1/workbook'
const SHEET = `${WORKBOOK}/worksheets/My leads`

/** Holds what was sent against the description, but for what it lacks. */
function hold(sent: SentRequest[]) {
  for (const request of sent) {
    const url = new URL(request.url.href.replace('(valuesOnly=true)', '()'))
    const isWriting = request.method === 'PATCH' && url.pathname.includes('range(')
    if (contract && !isWriting) expect(complaintsAbout(contract, { ...request, url })).toEqual([])
  }
}

const said = ({ method, url, body }: SentRequest) => ({
  method,
  path: decodeURIComponent(url.pathname),
  body,
})

/** A worksheet of these cells and a table of the same. */
const cells = [
  ['Name', 'Phone', ''],
  ['Ana', '+34 600', ''],
  ['Bo', '', 'VIP'],
]
const service =
  (values: unknown[][] = cells) =>
  ({ url, method }: SentRequest) => {
    const path = decodeURIComponent(url.pathname)
    if (path.endsWith('/columns')) {
      return { body: { value: ['Name', 'Phone'].map((name, id) => ({ id: String(id + 1), name })) } }
    }
    if (path.endsWith('/rows') && method === 'GET') {
      return { body: { value: values.slice(1).map((row, index) => ({ index, values: [row.slice(0, 2)] })) } }
    }
    return { body: { values, rowIndex: 0, columnIndex: 0 } }
  }

async function run(action: string, input: object, values?: unknown[][]) {
  const { sent, output } = await kit.run(action, { ...place, ...input }, service(values))
  hold(sent)
  return { sent: sent.map(said), output }
}

describe('writing', () => {
  test('a row goes below the last one, by column number, by header or in order', async () => {
    for (const values of [{ 0: 'Cy', 1: '+1' }, { phone: '+1', Name: 'Cy' }, { values: ['Cy', '+1'] }]) {
      const { sent, output } = await run('append_row', { values })
      expect(sent).toEqual([
        { method: 'GET', path: `${SHEET}/usedRange(valuesOnly=true)`, body: undefined },
        { method: 'PATCH', path: `${SHEET}/range(address='A4:B4')`, body: { values: [['Cy', '+1']] } },
      ])
      expect(output).toEqual({ row: 4 })
    }
  })

  test('the first row of an empty worksheet is row 1', async () => {
    const { sent } = await run('append_row', { values: { values: ['Cy'] } }, [['']])
    expect(sent[1]?.path).toBe(`${SHEET}/range(address='A1:A1')`)
  })

  test('a used range that begins elsewhere counts from A1', async () => {
    const answer = { body: { values: [['x']], rowIndex: 4, columnIndex: 2 } }
    const { sent } = await kit.run('append_row', { ...place, values: { values: ['Cy'] } }, [
      answer,
      { body: {} },
    ])
    expect(said(sent[1]!).path).toBe(`${SHEET}/range(address='A6:A6')`)
  })

  test('several rows are written at once, each as wide as the widest', async () => {
    const values = { values: [{ 0: 'Cy' }, { 0: 'Di', 2: 'VIP' }] }
    const { sent, output } = await run('append_multiple_rows', { values })
    expect(sent[1]).toEqual({
      method: 'PATCH',
      path: `${SHEET}/range(address='A4:C5')`,
      body: {
        values: [
          ['Cy', null, null],
          ['Di', null, 'VIP'],
        ],
      },
    })
    expect(output).toEqual({ row: 4, count: 2 })
  })

  test('a row is changed where a column has a value', async () => {
    const { sent } = await run('update_row', { row_number: 2, values: { 0: '', 1: '+5' } })
    expect(sent[1]).toMatchObject({
      path: `${SHEET}/range(address='A2:B2')`,
      body: { values: [[null, '+5']] },
    })
  })

  test('a row without any value is refused before it is written', async () => {
    await expect(run('append_row', { values: { Fax: '1' } })).rejects.toMatchObject({ code: 'INPUT_INVALID' })
    await expect(run('append_multiple_rows', { values: {} })).rejects.toMatchObject({ code: 'INPUT_INVALID' })
  })

  test('a row is added to a table, as wide as the table', async () => {
    const { sent } = await run('append_table_rows', { tableId: '{t1}', values: { Name: 'Cy' } })
    expect(sent[1]).toEqual({
      method: 'POST',
      path: `${WORKBOOK}/tables/{t1}/rows`,
      body: { values: [['Cy', null]] },
    })
  })

  test('a worksheet is added', async () => {
    const { sent } = await run('add_worksheet', { worksheet_name: 'May' })
    expect(sent).toEqual([{ method: 'POST', path: `${WORKBOOK}/worksheets/add`, body: { name: 'May' } }])
  })

  test('what Graph refuses is said in its words', async () => {
    const error = { code: 'ItemAlreadyExists', message: 'A resource with the same name already exists.' }
    const added = kit.run('add_worksheet', { ...place, worksheet_name: 'May' }, [
      { status: 409, body: { error } },
    ])
    await expect(added).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('same name'),
    })
  })
})

describe('reading', () => {
  test('rows are lists, or objects by header', async () => {
    expect((await run('get_worksheet_rows', {})).output).toEqual(cells)
    expect((await run('get_worksheet_rows', { headerRow: 1, limit: 1 })).output).toEqual([
      { Name: 'Ana', Phone: '+34 600', C: '' },
    ])
    const { sent, output } = await run('get_worksheet_rows', { range: 'A1:C3', firstDataRow: 3 })
    expect(sent[0]?.path).toBe(`${SHEET}/range(address='A1:C3')`)
    expect(output).toEqual([['Bo', '', 'VIP']])
  })

  test('a table is read', async () => {
    const lists = await run('get_table_rows', { tableId: 't1', limit: 1 })
    expect(lists.output).toEqual([['Ana', '+34 600']])
    const objects = await run('get_table_rows', { tableId: 't1', by_header: true })
    expect(objects.output).toEqual([
      { Name: 'Ana', Phone: '+34 600' },
      { Name: 'Bo', Phone: '' },
    ])
  })

  test('rows are found in a worksheet or a table', async () => {
    const input = { lookup_column: 'name', lookup_value: ' ANA ' }
    const inSheet = await run('findRow', input)
    expect(inSheet.output).toEqual([{ row: 2, values: { Name: 'Ana', Phone: '+34 600', C: '' } }])
    const inTable = await run('findRow', { ...input, tableId: 't1' })
    expect(inTable.output).toEqual([{ row: 0, values: { Name: 'Ana', Phone: '+34 600' } }])
    expect((await run('findRow', { ...input, lookup_value: 'An' })).output).toEqual([])
    await expect(run('findRow', { ...input, lookup_column: 'Fax' })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringContaining('Phone'),
    })
  })

  test('worksheets are listed', async () => {
    const value = [{ id: '{1}', name: 'May' }]
    const { sent, output } = await kit.run('get_worksheets', place, [{ body: { value } }])
    hold(sent)
    expect(output).toEqual(value)
  })
})

describe('choices', () => {
  const offer = async (field: string, value: unknown[], input: object = place) => {
    const { options, sent, ...rest } = await kit.options('actions', 'findRow', field, input, [
      { body: { value } },
    ])
    return { options, path: sent[0] && decodeURIComponent(sent[0].url.pathname), ...rest }
  }

  test('workbooks of OneDrive or SharePoint are offered', async () => {
    const file = [{ id: 'w1', name: 'Leads.xlsx' }]
    expect(await offer('workbookId', file, { storageSource: 'onedrive' })).toMatchObject({
      options: [{ value: 'w1', label: 'Leads.xlsx' }],
      path: "/v1.0/me/drive/root/search(q='.xlsx')",
    })
    expect((await offer('workbookId', file)).path).toBe("/v1.0/drives/d1/root/search(q='.xlsx')")
    expect(await offer('workbookId', file, { storageSource: 'sharepoint' })).toMatchObject({
      disabled: true,
      placeholder: expect.stringContaining('document library'),
    })
  })

  test('sites, libraries, worksheets, tables and columns are offered', async () => {
    expect(await offer('siteId', [{ id: 's1', displayName: 'Sales' }])).toMatchObject({
      options: [{ value: 's1', label: 'Sales' }],
      path: '/v1.0/sites',
    })
    expect((await offer('documentId', [])).path).toBe('/v1.0/sites/s1/drives')
    const sheets = await offer('worksheetId', [{ id: '{1}', name: 'May' }])
    expect(sheets).toMatchObject({
      options: [{ value: 'May', label: 'May' }],
      path: `${WORKBOOK}/worksheets`,
    })
    expect((await offer('tableId', [{ id: '{t}', name: 'Table1' }])).path).toBe(`${SHEET}/tables`)
    const columns = await kit.options('actions', 'findRow', 'lookup_column', place, service())
    expect(columns.options.map(({ value }) => value)).toEqual(['Name', 'Phone'])
  })

  test('the columns are fields by their headers', async () => {
    const http = createHttpClient({
      allowPrivateHosts: true,
      fetch: async () => Response.json({ values: cells, rowIndex: 0, columnIndex: 0 }),
    })
    const asked = {
      part: 'actions' as const,
      field: 'values',
      connection: { value: connection },
      input: place,
    }
    const one = fieldsOf(await dynamicFieldsOf(excel, { ...asked, name: 'append_row' }, http))
    expect(Object.entries(one).map(([name, { label }]) => [name, label])).toEqual([
      ['0', 'Name'],
      ['1', 'Phone'],
    ])
    const many = fieldsOf(await dynamicFieldsOf(excel, { ...asked, name: 'append_multiple_rows' }, http))
    expect(Object.keys(many.values?.row?.shape ?? {})).toEqual(['0', '1'])
  })
})

describe('new rows', () => {
  test('every row of a worksheet is told by its number, newest first', async () => {
    const { items, sent } = await kit.poll('new_row', place, service() as never)
    hold(sent)
    expect(items.map(({ id }) => id)).toEqual(['3', '2', '1'])
    expect(items[0]?.data).toEqual({
      row: 3,
      values: { A: 'Bo', B: '', C: 'VIP' },
      fields: { Name: 'Bo', Phone: '', C: 'VIP' },
    })
  })

  test('every row of a table is told by its index', async () => {
    const { items, sent } = await kit.poll('newRowInTable', { ...place, tableId: 't1' }, service() as never)
    hold(sent)
    expect(items.at(-1)).toEqual({
      id: '0',
      data: { rowIndex: 0, values: { Name: 'Ana', Phone: '+34 600' } },
    })
  })
})

test('columns have letters as in Excel', () => {
  expect([0, 25, 26, 701, 702].map(labelOf)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA'])
  expect(cellsOf({ 2: 'x' }, [])).toEqual([undefined, undefined, 'x'])
})

test('any other part of Graph can be asked', async () => {
  const { sent } = await kit.run('custom_api_call', { url: '/me/drives' }, [{ body: { value: [] } }])
  expect(sent[0]?.headers.get('authorization')).toBe('Bearer eyJ0.test')
})
