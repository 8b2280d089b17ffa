import { describe, expect, test } from 'vitest'
import type { SentRequest } from '../../test/support/contract.ts'
import { pieceKit } from '../../test/support/piece-kit.ts'
import googleDocs from './index.ts'

// Held against: Google's own descriptions of the Docs and Drive APIs (their discovery documents). A run that speaks to
// both is looked at request by request.

const connection = { type: 'OAUTH2', access_token: 'ya29.test', data: {} }
const docs = pieceKit(googleDocs, { connection, contract: 'google-docs' })
const drive = pieceKit(googleDocs, { connection, contract: 'google-drive' })
const both = pieceKit(googleDocs, { connection })

const described = ({ method, url }: SentRequest) => `${method} ${decodeURIComponent(url.pathname)}`
const query = (request: SentRequest | undefined) => Object.fromEntries(request?.url.searchParams ?? [])

const run = (content: string) => ({ paragraph: { elements: [{ textRun: { content } }, { pageBreak: {} }] } })
const document = {
  documentId: 'd1',
  title: 'Notes',
  revisionId: 'r1',
  body: {
    content: [
      { sectionBreak: {} },
      run('Ana called.\n'),
      { table: { tableRows: [{ tableCells: [{ content: [run('When\n')] }, { content: [run('Now\n')] }] }] } },
    ],
  },
}
const read = { id: 'd1', title: 'Notes', plainText: 'Ana called.\nWhen\nNow\n', revisionId: 'r1' }

describe('writing', () => {
  test('a document is made with its text', async () => {
    const { sent, output } = await docs.run('create_document', { title: 'Notes', body: 'Ana called.' }, [
      { body: { documentId: 'd1' } },
      { body: {} },
      { body: document },
    ])
    expect(sent.map(described)).toEqual([
      'POST /v1/documents',
      'POST /v1/documents/d1:batchUpdate',
      'GET /v1/documents/d1',
    ])
    expect(sent[0]?.body).toEqual({ title: 'Notes' })
    expect(sent[1]?.body).toEqual({
      requests: [{ insertText: { text: 'Ana called.', endOfSegmentLocation: {} } }],
    })
    expect(output).toMatchObject({ ...read, url: 'https://docs.google.com/document/d/d1/edit' })
  })

  test('a document is put into a folder', async () => {
    const { sent } = await both.run('create_document', { title: 'Notes', folderId: 'f1' }, [
      { body: { documentId: 'd1' } },
      { body: { parents: ['root1'] } },
      { body: { id: 'd1' } },
      { body: document },
    ])
    expect(sent.map(described)).toEqual([
      'POST /v1/documents',
      'GET /drive/v3/files/d1',
      'PATCH /drive/v3/files/d1',
      'GET /v1/documents/d1',
    ])
    expect(query(sent[2])).toMatchObject({ addParents: 'f1', removeParents: 'root1' })
  })

  test('text is added at the end', async () => {
    const { sent } = await docs.run('append_text', { documentId: 'd1', text: 'Bye.' }, [{ body: {} }])
    expect(described(sent[0]!)).toBe('POST /v1/documents/d1:batchUpdate')
    expect(sent[0]?.body).toEqual({ requests: [{ insertText: { text: 'Bye.', endOfSegmentLocation: {} } }] })
  })

  test('text is replaced, and how often is told', async () => {
    const input = { documentId: 'd1', findText: 'Ana', replaceText: 'Bo' }
    const { sent, output } = await docs.run('find_and_replace_text', input, [
      { body: { replies: [{ replaceAllText: { occurrencesChanged: 2 } }] } },
      { body: document },
    ])
    expect(sent[0]?.body).toEqual({
      requests: [{ replaceAllText: { containsText: { text: 'Ana', matchCase: false }, replaceText: 'Bo' } }],
    })
    expect(output).toMatchObject({ occurrencesChanged: 2, ...read })
  })
})

describe('templates', () => {
  const replaced = (text: string, replaceText: string) => ({
    replaceAllText: { containsText: { text, matchCase: true }, replaceText },
  })

  test.each([
    ['{{KEY}}', '{{name}}'],
    ['[[]]', '[[name]]'],
    ['{KEY}', '{name}'],
  ])('placeholders like %s are filled in where they stand', async (placeholder_format, text) => {
    const input = { template: 'd1', values: { name: '$& Ana' }, images: { i1: 'https://example.com/a.png' } }
    const { sent, output } = await docs.run(
      'create_document_based_on_template',
      { ...input, placeholder_format },
      [{ body: { replies: [] } }],
    )
    expect(sent.map(described)).toEqual(['POST /v1/documents/d1:batchUpdate'])
    expect(sent[0]?.body).toEqual({
      requests: [
        replaced(text, '$& Ana'),
        { replaceImage: { imageObjectId: 'i1', uri: 'https://example.com/a.png' } },
      ],
    })
    expect(output).toMatchObject({ id: 'd1' })
  })

  test('with a title the template is copied and stays as it is', async () => {
    const { sent, output } = await both.run(
      'create_document_based_on_template',
      { template: 'd1', title: 'For Ana', folderId: 'f1', values: { name: 'Ana' } },
      [{ body: { id: 'd2' } }, { body: {} }],
    )
    expect(sent.map(described)).toEqual(['POST /drive/v3/files/d1/copy', 'POST /v1/documents/d2:batchUpdate'])
    expect(sent[0]?.body).toEqual({ name: 'For Ana', parents: ['f1'] })
    expect(sent[1]?.body).toEqual({ requests: [replaced('[[name]]', 'Ana')] })
    expect(output).toMatchObject({ id: 'd2', url: 'https://docs.google.com/document/d/d2/edit' })
  })

  test('a copy alone is as Drive describes it', async () => {
    const input = { template: 'd1', title: 'For Ana', values: {} }
    const { sent } = await drive.run('create_document_based_on_template', input, [{ body: { id: 'd2' } }])
    expect(sent).toHaveLength(1)
  })
})

describe('reading', () => {
  test('a document is read as text, tables included', async () => {
    const { output } = await docs.run('read_document', { documentId: 'd1' }, [{ body: document }])
    expect(output).toMatchObject({ ...read, raw: { title: 'Notes' } })
  })

  test('Google’s refusal is passed on', async () => {
    const body = {
      error: { code: 403, message: 'The caller does not have permission', status: 'PERMISSION_DENIED' },
    }
    await expect(
      docs.run('read_document', { documentId: 'd1' }, [{ status: 403, body }]),
    ).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
      message: expect.stringContaining('The caller does not have permission'),
    })
  })

  test('a document is found by name, or not', async () => {
    const input = { name: 'Notes', folderId: 'f1' }
    const found = await drive.run('google-docs-find-document', input, [
      { body: { files: [{ id: 'd1', name: 'Notes of Ana' }] } },
    ])
    expect(query(found.sent[0]).q).toBe(
      "mimeType = 'application/vnd.google-apps.document' and name contains 'Notes' and trashed = false and 'f1' in parents",
    )
    expect(found.output).toMatchObject({ found: true, id: 'd1', name: 'Notes of Ana' })
    const none = await drive.run('google-docs-find-document', input, [{ body: { files: [] } }])
    expect(none.output).toEqual({ found: false, id: null, url: null })
  })

  test('documents and folders are offered', async () => {
    const answers = [{ body: { files: [{ id: 'd1', name: 'Notes' }] } }]
    const documents = await drive.options('actions', 'append_text', 'documentId', {}, answers)
    expect(documents.options).toEqual([{ value: 'd1', label: 'Notes' }])
    const folders = await drive.options('actions', 'create_document', 'folderId', {}, answers)
    expect(query(folders.sent[0]).q).toContain('application/vnd.google-apps.folder')
  })

  test('new documents are told', async () => {
    const file = { id: 'd1', name: 'Notes', createdTime: '2026-03-02T10:00:00.000Z' }
    const { items, sent } = await drive.poll(
      'new-document',
      { folderId: 'f1' },
      [{ body: { files: [file] } }],
      0,
    )
    expect(items).toEqual([{ id: 'd1', at: Date.parse(file.createdTime), data: file }])
    expect(query(sent[0]).q).toContain("'f1' in parents")
  })

  test('a good token is told from a bad one', async () => {
    const [sent] = await drive.validate([{ body: { user: {} } }])
    expect(described(sent!)).toBe('GET /drive/v3/about')
    await expect(drive.validate([{ status: 401, body: {} }])).rejects.toMatchObject({
      code: 'CONNECTION_REFUSED',
    })
  })

  test('any other method can be called', async () => {
    const { sent } = await docs.run('custom_api_call', { url: '/documents/d1' }, [{ body: document }])
    expect(described(sent[0]!)).toBe('GET /v1/documents/d1')
  })
})
