import { createEmulator, type Emulator } from 'emulate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FileContent } from '../../src/piece/services.ts'
import type { SentRequest } from '../../test/support/contract.ts'
import { pieceKit } from '../../test/support/piece-kit.ts'
import googleDrive from './index.ts'

// Held against: Google's own description of the Drive API (its discovery document), and the stateful emulator of
// Google in npm `emulate` for uploads, downloads, lists and moving. What the emulator lacks (copies, permissions, the
// trash, deleting, export, search by name) is answered by the test.

const connection = { type: 'OAUTH2', access_token: 'ya29.test', data: {} }
const kit = pieceKit(googleDrive, { connection, contract: 'google-drive' })

let emulator: Emulator
beforeAll(async () => {
  emulator = await createEmulator({
    service: 'google',
    port: 0,
    seed: { tokens: { 'ya29.test': { login: 'testuser@gmail.com', scopes: [] } } },
  })
})
afterAll(() => emulator.close())
const live = pieceKit(googleDrive, {
  connection,
  contract: 'google-drive',
  forward: () => ({ 'https://www.googleapis.com': emulator.url }),
})

const audio = { name: 'call.mp3', contentType: 'audio/mpeg', bytes: new Uint8Array([0, 255, 13, 10, 45, 45]) }
const written: FileContent[] = []
const services = {
  files: {
    read: async (source: string) =>
      source === 'data:big' ? { ...audio, bytes: new Uint8Array(5 * 1024 * 1024 + 1) } : audio,
    write: async (file: FileContent) => {
      written.push(file)
      return {
        url: 'https://patchcord.example/files/1',
        name: file.name,
        contentType: file.contentType,
        size: 1,
      }
    },
  },
}
const described = ({ method, url }: SentRequest) => `${method} ${url.pathname}`
const query = (request: SentRequest | undefined) => Object.fromEntries(request?.url.searchParams ?? [])
const idOf = (output: unknown) => (output as { id: string }).id

describe('against the emulator', () => {
  test('a file that was uploaded into a folder is listed there, and comes back as it was', async () => {
    const folder = idOf((await live.run('create_new_gdrive_folder', { folderName: 'Calls' })).output)
    const input = { fileName: 'Ana.mp3', file: 'data:a', parentFolder: folder }
    const uploaded = await live.run('upload_gdrive_file', input, [], { services })
    expect(uploaded.output).toMatchObject({ name: 'Ana.mp3', mimeType: 'audio/mpeg', parents: [folder] })
    const listed = await live.run('list-files', { folderId: folder })
    expect(listed.output).toMatchObject({ files: [{ id: idOf(uploaded.output), name: 'Ana.mp3' }] })

    const read = await live.run('read-file', { fileId: idOf(uploaded.output) }, [], { services })
    expect(read.output).toMatchObject({ url: 'https://patchcord.example/files/1' })
    expect(written.at(-1)).toEqual({ ...audio, name: 'Ana.mp3' })
  })

  test('a text file is made, moved and looked up', async () => {
    const made = await live.run('create_new_gdrive_file', { fileName: 'Ana.txt', text: 'Größe' })
    const fileId = idOf(made.output)
    await live.run('read-file', { fileId, fileName: 'copy.txt' }, [], { services })
    expect(written.at(-1)).toMatchObject({ name: 'copy.txt', contentType: 'text/plain' })
    expect(new TextDecoder().decode(written.at(-1)?.bytes)).toBe('Größe')

    await live.run('google-drive-move-file', { fileId, folderId: 'drv_root_receipts' })
    const { output } = await live.run('get-file-or-folder-by-id', { id: fileId })
    expect(output).toMatchObject({ parents: ['drv_root_receipts'] })
  })

  test('folders are offered by name', async () => {
    const { options } = await live.options('actions', 'upload_gdrive_file', 'parentFolder')
    expect(options).toContainEqual({ value: 'drv_root_receipts', label: 'Receipts' })
  })

  test('new files and folders are told apart', async () => {
    const files = await live.poll('new_file', { parentFolder: 'drv_root_receipts' })
    expect(files.items.map(({ id }) => id)).toContain('drv_receipt_pdf')
    expect(files.items.every(({ at }) => Number(at) > 0)).toBe(true)
    const folders = await live.poll('new_folder', {})
    expect(folders.items.map(({ id }) => id)).toContain('drv_root_receipts')
    expect(folders.items.map(({ id }) => id)).not.toContain('drv_receipt_pdf')
  })

  test('a file that is not there is said so in Google’s words', async () => {
    await expect(live.run('get-file-or-folder-by-id', { id: 'lost' })).rejects.toMatchObject({
      code: 'RESOURCE_NOT_FOUND',
      message: expect.stringContaining('Requested entity was not found.'),
    })
  })

  test('any other method can be called', async () => {
    const { output } = await live.run('custom_api_call', { url: '/files' })
    expect(output).toMatchObject({ body: { kind: 'drive#fileList' } })
  })
})

describe('uploading', () => {
  test('a file takes the place of one of its name in the same folder', async () => {
    const input = { fileName: "Ana's.mp3", file: 'data:a', parentFolder: 'f1', replaceIfExists: true }
    const known = await kit.run(
      'upload_gdrive_file',
      input,
      [{ body: { files: [{ id: 'old' }] } }, { body: { id: 'old' } }],
      { services },
    )
    expect(query(known.sent[0]).q).toBe("name = 'Ana\\'s.mp3' and 'f1' in parents and trashed = false")
    expect(described(known.sent[1]!)).toBe('PATCH /upload/drive/v3/files/old')
    expect(String(known.sent[1]?.body)).toContain('{"name":"Ana\'s.mp3","mimeType":"audio/mpeg"}')
    const none = await kit.run('upload_gdrive_file', input, [{ body: {} }, { body: { id: 'new' } }], {
      services,
    })
    expect(described(none.sent[1]!)).toBe('POST /upload/drive/v3/files')
    expect(String(none.sent[1]?.body)).toContain('"parents":["f1"]')
  })

  // Google's description has no PUT to the address that an upload is given; its guide has ("Perform a resumable
  // upload", https://developers.google.com/workspace/drive/api/guides/manage-uploads).
  test('a large file is sent to an address that Drive gives', async () => {
    const undescribed = pieceKit(googleDrive, { connection })
    const location = 'https://www.googleapis.com/upload/drive/v3/files?uploadType=resumable&upload_id=u1'
    const { sent, output } = await undescribed.run(
      'upload_gdrive_file',
      { fileName: 'Long.mp3', file: 'data:big' },
      [{ headers: { location } }, { body: { id: 'new' } }],
      { services },
    )
    expect(query(sent[0]).uploadType).toBe('resumable')
    expect(sent[0]?.headers.get('x-upload-content-length')).toBe(String(5 * 1024 * 1024 + 1))
    expect(sent[0]?.body).toEqual({ name: 'Long.mp3', mimeType: 'audio/mpeg' })
    expect([sent[1]?.method, sent[1]?.url.href]).toEqual(['PUT', location])
    expect(output).toEqual({ id: 'new' })
  })

  test('an upload that is given no address may be tried again', async () => {
    const input = { fileName: 'Long.mp3', file: 'data:big' }
    await expect(kit.run('upload_gdrive_file', input, [{ body: {} }], { services })).rejects.toMatchObject({
      code: 'ANSWER_INVALID',
      retryable: true,
    })
  })
})

describe('files', () => {
  test('a document of Google’s is downloaded as one of Office', async () => {
    const { sent } = await kit.run(
      'read-file',
      { fileId: 'd1' },
      [{ body: { name: 'Notes', mimeType: 'application/vnd.google-apps.document' } }, { body: 'PK' }],
      { services },
    )
    expect(described(sent[1]!)).toBe('GET /drive/v3/files/d1/export')
    expect(query(sent[1]).mimeType).toBe(written.at(-1)?.contentType)
    expect(written.at(-1)?.name).toBe('Notes.docx')
    expect(new TextDecoder().decode(written.at(-1)?.bytes)).toBe('PK')
  })

  test('files are found by name, text or kind', async () => {
    const search = async (input: Record<string, unknown>) => {
      const answers = [{ body: { files: [{ id: 'a' }] } }]
      const { sent, output } = await kit.run('search-folder', input, answers)
      expect(output).toEqual([{ id: 'a' }])
      return query(sent[0])
    }
    const byName = await search({
      query: "O'Hara",
      type: 'file',
      parentFolder: 'f1',
      include_team_drives: true,
    })
    expect(byName).toMatchObject({
      q: "name contains 'O\\'Hara' and trashed = false and 'f1' in parents and mimeType != 'application/vnd.google-apps.folder'",
      corpora: 'allDrives',
      orderBy: 'createdTime desc',
    })
    const byText = await search({ query: 'call', queryTerm: 'fullText', operator: '=' })
    expect(byText.q).toBe("fullText contains 'call' and trashed = false")
    expect(byText.orderBy).toBeUndefined()
  })

  test('the trash is listed only where wanted', async () => {
    const { sent } = await kit.run('list-files', { folderId: 'f1', includeTrashed: true }, [{ body: {} }])
    expect(query(sent[0]).q).toBe("'f1' in parents")
  })

  test('a file is moved out of where it was', async () => {
    const { sent } = await kit.run('google-drive-move-file', { fileId: 'a', folderId: 'f2' }, [
      { body: { parents: ['f1', 'f2'] } },
      { body: { id: 'a' } },
    ])
    expect(query(sent[1])).toMatchObject({ addParents: 'f2', removeParents: 'f1' })
  })

  test('a file that is in My Drive stays there when it is moved there', async () => {
    const { sent } = await kit.run('google-drive-move-file', { fileId: 'a' }, [
      { body: { parents: ['root1', 'f1'] } },
      { body: { id: 'root1' } },
      { body: { id: 'a' } },
    ])
    expect(described(sent[1]!)).toBe('GET /drive/v3/files/root')
    expect(query(sent[2])).toMatchObject({ addParents: 'root1', removeParents: 'f1' })
  })

  test.each([
    [
      'duplicate_file',
      { fileId: 'a', name: 'Copy', folderId: 'f1' },
      'POST /drive/v3/files/a/copy',
      { name: 'Copy', parents: ['f1'] },
      { id: 'b' },
    ],
    ['trash_gdrive_file', { fileId: 'a' }, 'PATCH /drive/v3/files/a', { trashed: true }, { id: 'a' }],
    ['delete_gdrive_file', { fileId: 'a' }, 'DELETE /drive/v3/files/a', undefined, undefined],
    [
      'update_permissions',
      { fileId: 'a', user_email: 'ana@example.com', permission_name: 'writer' },
      'POST /drive/v3/files/a/permissions',
      { type: 'user', role: 'writer', emailAddress: 'ana@example.com' },
      { id: 'p1' },
    ],
  ])('%s sends what it should', async (action, input, wanted, sentBody, body) => {
    const { sent } = await kit.run(action, input, [{ body }])
    expect(sent.map(described)).toEqual([wanted])
    expect(sent[0]?.body).toEqual(sentBody)
    expect(query(sent[0]).supportsAllDrives).toBe('true')
  })

  test('a file is shared with everybody, and its links are given', async () => {
    const { sent, output } = await kit.run('set_public_access', { fileId: 'a' }, [
      { body: { id: 'anyoneWithLink', type: 'anyone', role: 'reader' } },
      { body: { webViewLink: 'https://drive.google.com/file/d/a/view' } },
    ])
    expect(sent[0]?.body).toEqual({ type: 'anyone', role: 'reader' })
    expect(output).toMatchObject({
      id: 'anyoneWithLink',
      webViewLink: 'https://drive.google.com/file/d/a/view',
      downloadUrl: null,
    })
  })

  test('only newer files are asked for', async () => {
    const { sent } = await kit.poll('new_file', {}, [{ body: {} }], Date.parse('2026-03-02T10:00:00Z'))
    expect(query(sent[0]).q).toBe(
      "mimeType != 'application/vnd.google-apps.folder' and trashed = false and createdTime > '2026-03-02T10:00:00.000Z'",
    )
  })

  test('a good token is told from a bad one', async () => {
    const [sent] = await kit.validate([{ body: { user: { emailAddress: 'ana@example.com' } } }])
    expect(described(sent!)).toBe('GET /drive/v3/about')
    await expect(kit.validate([{ status: 401, body: {} }])).rejects.toMatchObject({
      code: 'CONNECTION_REFUSED',
    })
  })
})
