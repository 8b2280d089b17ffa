import { describe, expect, test } from 'vitest'
import { pieceKit } from '../../test/support/piece-kit.ts'
import outlook from './index.ts'

// Held against: Microsoft's own description of Graph. It knows attachments only without their bytes, and not
// createReply: those requests are written after https://learn.microsoft.com/graph/api/resources/fileattachment and
// https://learn.microsoft.com/graph/api/message-createreply and checked by no description.

const connection = { type: 'OAUTH2', access_token: 'eyJ0.test' }
const kit = pieceKit(outlook, { connection, contract: 'microsoft-graph' })
const unchecked = pieceKit(outlook, { connection })

const mail = { id: 'm1', subject: 'Call me', receivedDateTime: '2026-05-04T09:00:00Z' }
const to = (address: string) => ({ emailAddress: { address } })
const search = (url: URL | undefined) => Object.fromEntries(url?.searchParams ?? [])

describe('sending', () => {
  const input = {
    recipients: ['ana@example.com, bo@example.com'],
    ccRecipients: ['cy@example.com'],
    bccRecipients: ['di@example.com'],
    subject: 'Your call',
    bodyFormat: 'html',
    body: '<p>Hello</p>',
  }
  const message = {
    subject: 'Your call',
    body: { contentType: 'html', content: '<p>Hello</p>' },
    toRecipients: [to('ana@example.com'), to('bo@example.com')],
    ccRecipients: [to('cy@example.com')],
    bccRecipients: [to('di@example.com')],
  }

  test('an e-mail has its recipients, and its text as HTML', async () => {
    const { sent, output } = await kit.run('send-email', input, [{ status: 202 }])
    expect(sent).toMatchObject([{ method: 'POST', body: { message, saveToSentItems: true } }])
    expect(sent[0]?.url.pathname).toBe('/v1.0/me/sendMail')
    expect(output).toEqual({ success: true })
  })

  test('files go along, under a name of their own', async () => {
    const read = async () => ({
      name: 'a.pdf',
      contentType: 'application/pdf',
      bytes: new Uint8Array([1, 2]),
    })
    const attachments = [{ file: 'https://x.example/a.pdf', fileName: 'offer.pdf' }]
    const { sent } = await unchecked.run('send-email', { ...input, attachments }, [{ status: 202 }], {
      services: { files: { read, write: undefined as never } },
    })
    const attached = {
      '@odata.type': '#microsoft.graph.fileAttachment',
      name: 'offer.pdf',
      contentType: 'application/pdf',
      contentBytes: 'AQI=',
    }
    expect(sent[0]?.body).toMatchObject({ message: { ...message, attachments: [attached] } })
  })

  test('more than Outlook takes is refused before anything is sent', async () => {
    const bytes = new Uint8Array(2 * 1024 * 1024)
    const read = async () => ({ name: 'a.wav', contentType: 'audio/wav', bytes })
    const attachments = [{ file: 'https://x.example/1' }, { file: 'https://x.example/2' }]
    const run = unchecked.run('send-email', { ...input, attachments }, [], {
      services: { files: { read, write: undefined as never } },
    })
    await expect(run).rejects.toMatchObject({ code: 'FILE_TOO_LARGE' })
  })

  test('a draft is written, and sent later', async () => {
    const written = await kit.run('createDraftEmail', input, [{ status: 201, body: mail }])
    expect(written.sent).toMatchObject([{ method: 'POST', body: message }])
    expect(written.sent[0]?.url.pathname).toBe('/v1.0/me/messages')
    expect(written.output).toEqual(mail)
    const { sent, output } = await kit.run('sendDraftEmail', { messageId: 'a b=' }, [{ status: 202 }])
    expect(sent[0]).toMatchObject({ method: 'POST', body: undefined })
    expect(sent[0]?.url.pathname).toBe('/v1.0/me/messages/a%20b%3D/send')
    expect(output).toEqual({ success: true, messageId: 'a b=' })
  })

  test('an e-mail is answered at once', async () => {
    const answer = { messageId: 'm1', replyBody: 'Gladly', ccRecipients: ['cy@example.com'] }
    const { sent, output } = await kit.run('reply-email', answer, [{ status: 202 }])
    expect(sent[0]?.url.pathname).toBe('/v1.0/me/messages/m1/reply')
    expect(sent[0]?.body).toEqual({
      message: { body: { contentType: 'text', content: 'Gladly' }, ccRecipients: [to('cy@example.com')] },
    })
    expect(output).toEqual({ success: true })
  })

  test('an answer may be kept as a draft', async () => {
    const answer = { messageId: 'm1', replyBody: 'Gladly', draft: true }
    const { sent, output } = await unchecked.run('reply-email', answer, [{ body: { id: 'm2' } }])
    expect(sent).toHaveLength(1)
    expect(sent[0]?.url.pathname).toBe('/v1.0/me/messages/m1/createReply')
    expect(output).toMatchObject({ success: true, draftId: 'm2' })
  })

  test('an e-mail is forwarded', async () => {
    const input = { messageId: 'm1', recipients: 'ana@example.com', comment: 'See below' }
    const { sent } = await kit.run('forwardEmail', input, [{ status: 202 }])
    expect(sent[0]?.url.pathname).toBe('/v1.0/me/messages/m1/forward')
    expect(sent[0]?.body).toEqual({ toRecipients: [to('ana@example.com')], comment: 'See below' })
  })

  test('what Graph refuses is said in its words', async () => {
    const error = { code: 'ErrorInvalidRecipients', message: 'At least one recipient is not valid.' }
    const run = kit.run('send-email', input, [{ status: 400, body: { error } }])
    await expect(run).rejects.toMatchObject({
      code: 'INPUT_REJECTED',
      message: expect.stringContaining('At least one recipient is not valid.'),
    })
  })
})

describe('reading', () => {
  test('e-mails are found, newest first', async () => {
    const older = { ...mail, id: 'm0', receivedDateTime: '2026-05-03T09:00:00Z' }
    const input = { searchQuery: 'subject:"call me"', top: 2 }
    const { sent, output } = await kit.run('findEmail', input, [{ body: { value: [older, mail] } }])
    expect(sent[0]?.url.pathname).toBe('/v1.0/me/messages')
    expect(search(sent[0]?.url)).toEqual({ $search: '"subject:\\"call me\\""', $top: '2' })
    expect(output).toEqual({ found: true, result: [mail, older], totalCount: 2 })
    const inFolder = await kit.run('findEmail', { ...input, folderId: 'f1' }, [{ body: { value: [] } }])
    expect(inFolder.sent[0]?.url.pathname).toBe('/v1.0/me/mailFolders/f1/messages')
    expect(inFolder.output).toMatchObject({ found: false })
  })

  test('an e-mail is moved, and has another id then', async () => {
    const input = { messageId: 'm1', destinationFolderId: 'f1' }
    const { sent, output } = await kit.run('moveEmailToFolder', input, [
      { status: 201, body: { ...mail, id: 'm9' } },
    ])
    expect(sent[0]).toMatchObject({ method: 'POST', body: { destinationId: 'f1' } })
    expect(sent[0]?.url.pathname).toBe('/v1.0/me/messages/m1/move')
    expect(output).toMatchObject({ id: 'm9' })
  })

  test('files that came along are kept; what is no file is passed over', async () => {
    const kept: unknown[] = []
    const write = async (file: unknown) => {
      kept.push(file)
      return { url: 'https://files.example/1', name: 'a', contentType: 'text/plain', size: 2 }
    }
    const body = {
      value: [
        { id: 'a1', name: 'a.txt', contentType: 'text/plain', contentBytes: 'aGk=' },
        { id: 'a2', name: 'An e-mail' },
      ],
    }
    const { sent, output } = await kit.run('downloadAttachment', { messageId: 'm1' }, [{ body }], {
      services: { files: { read: undefined as never, write } },
    })
    expect(sent[0]?.url.pathname).toBe('/v1.0/me/messages/m1/attachments')
    expect(kept).toEqual([{ name: 'a.txt', contentType: 'text/plain', bytes: Uint8Array.from([104, 105]) }])
    const file = 'https://files.example/1'
    expect(output).toEqual([{ id: 'a1', name: 'a.txt', contentType: 'text/plain', size: 2, file }])
  })
})

describe('choices', () => {
  test('the newest e-mails, drafts and folders are offered by name', async () => {
    const value = [
      { ...mail, from: to('ana@example.com') },
      { id: 'm2', subject: '' },
    ]
    const mails = await kit.options('actions', 'reply-email', 'messageId', {}, [{ body: { value } }])
    expect(mails.options).toEqual([
      { value: 'm1', label: 'Call me - ana@example.com' },
      { value: 'm2', label: '(no subject)' },
    ])
    const drafts = await kit.options('actions', 'sendDraftEmail', 'messageId', {}, [{ body: { value } }])
    expect(drafts.sent[0]?.url.pathname).toBe('/v1.0/me/mailFolders/drafts/messages')
    const folders = await kit.options('triggers', 'newEmailInFolder', 'folderId', {}, [
      { body: { value: [{ id: 'f1', displayName: 'Leads' }] } },
    ])
    expect(folders.options).toEqual([{ value: 'f1', label: 'Leads' }])
  })
})

describe('new e-mails', () => {
  const arrived = {
    ...mail,
    internetMessageId: '<1@example.com>',
    from: to('Ana@example.com'),
    toRecipients: [to('info@example.com')],
  }
  const at = Date.parse(arrived.receivedDateTime)

  test('the inbox is asked for what came since', async () => {
    const { items, sent } = await kit.poll('newEmail', {}, [{ body: { value: [arrived] } }], at)
    expect(sent[0]?.url.pathname).toBe('/v1.0/me/mailFolders/inbox/messages')
    expect(search(sent[0]?.url)).toEqual({
      $filter: 'receivedDateTime ge 2026-05-04T09:00:00.000Z',
      $orderby: 'receivedDateTime desc',
      $top: '50',
    })
    expect(items).toEqual([{ id: '<1@example.com>', at, data: arrived }])
  })

  test('only e-mails from or to an address start something where that is wanted', async () => {
    const poll = async (input: object) =>
      (await kit.poll('newEmail', input, [{ body: { value: [arrived] } }])).items.length
    expect(await poll({ sender: 'ana@Example.com', recipient: 'info@example.com' })).toBe(1)
    expect(await poll({ sender: 'bo@example.com' })).toBe(0)
    expect(await poll({ recipient: 'bo@example.com' })).toBe(0)
  })

  test('a folder is watched in the same way', async () => {
    const { items, sent } = await kit.poll('newEmailInFolder', { folderId: 'f1' }, [
      { body: { value: [mail] } },
    ])
    expect(sent[0]?.url.pathname).toBe('/v1.0/me/mailFolders/f1/messages')
    expect(search(sent[0]?.url)).toEqual({ $orderby: 'receivedDateTime desc', $top: '10' })
    expect(items).toMatchObject([{ id: 'm1', at }])
  })
})

test('any other part of Graph can be asked', async () => {
  const { sent } = await kit.run('custom_api_call', { url: '/me/contacts' }, [{ body: { value: [] } }])
  expect(sent[0]?.headers.get('authorization')).toBe('Bearer eyJ0.test')
})
