import { createEmulator, type Emulator } from 'emulate'
import PostalMime from 'postal-mime'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SentRequest } from '../../test/support/contract.ts'
import { pieceKit } from '../../test/support/piece-kit.ts'
import { parseAddresses } from './addresses.ts'
import gmail from './index.ts'
import { mimeOf } from './mime.ts'

// Held against: Google's own description of the Gmail API (its discovery document), the stateful emulator of Google in
// npm `emulate`, and for the mails themselves an independent parser, postal-mime.

const connection = { type: 'OAUTH2', access_token: 'ya29.test', data: {} }
const kit = pieceKit(gmail, { connection, contract: 'gmail' })

let emulator: Emulator
beforeAll(async () => {
  emulator = await createEmulator({
    service: 'google',
    port: 0,
    seed: {
      tokens: { 'ya29.test': { login: 'testuser@gmail.com', scopes: [] } },
      google: {
        messages: [
          {
            id: 'msg_ana',
            thread_id: 'thr_ana',
            from: '"Ruiz, Ana" <ana@example.com>',
            to: 'testuser@gmail.com, Bo <bo@example.com>',
            cc: 'cy@example.com',
            subject: 'Callback',
            body_text: 'Please call me back.\nAna',
            message_id: '<1@example.com>',
            references: '<0@example.com>',
          },
        ],
      },
    },
  })
})
afterAll(() => emulator.close())
const live = pieceKit(gmail, {
  connection,
  contract: 'gmail',
  forward: () => ({ 'https://gmail.googleapis.com': emulator.url }),
})

const files = {
  read: async (source: string) => ({
    name: source === 'data:a' ? 'Anruf Größe.txt' : 'call.mp3',
    contentType: source === 'data:a' ? 'text/plain; charset=utf-8' : 'nonsense',
    bytes: source === 'data:big' ? new Uint8Array(3 * 1024 * 1024) : new Uint8Array([1, 2, 3]),
  }),
}
const services = { files: files as never }

/** The mail in a request, read by a parser that isn't ours. */
async function mailIn(request: SentRequest | undefined) {
  const body = request?.body as { raw?: string; message?: { raw: string } }
  const raw = body.raw ?? body.message?.raw ?? ''
  return PostalMime.parse(Buffer.from(raw, 'base64url'))
}

const post = (sent: SentRequest[]) => sent.find(({ method }) => method === 'POST')

describe('sending', () => {
  test('a mail that was sent is found, read, labelled and answered', async () => {
    const sent = await live.run('send_email', {
      receiver: ['Ana <ana@example.com>'],
      subject: 'Über den Anruf',
      body: 'Grüße',
    })
    const { id } = sent.output as { id: string }
    const found = await live.run('gmail_search_mail', { label: 'SENT', max_results: 1 })
    expect(found.output).toMatchObject({ found: true, results: { count: 1, messages: [{ id }] } })
    const read = await live.run('gmail_get_mail', { message_id: id })
    expect(read.output).toMatchObject({ text: 'Grüße', to: { value: [{ address: 'ana@example.com' }] } })

    const made = await live.run('create_label', { label_name: 'Calls' })
    const label = (made.output as { id: string }).id
    const { output } = await live.run('gmail_add_label_to_email', { message_id: id, label })
    expect(output).toMatchObject({ labelIds: expect.arrayContaining([label]) })
    const asActivepieces = JSON.stringify({ id: label, name: 'Calls' })
    const removed = await live.run('gmail_remove_label_from_email', { message_id: id, label: asActivepieces })
    expect((removed.output as { labelIds: string[] }).labelIds).not.toContain(label)
    const labels = await live.run('gmail_list_labels', {})
    expect(labels.output).toMatchObject({
      labels: expect.arrayContaining([expect.objectContaining({ id: label })]),
    })
    const { options } = await live.options('actions', 'gmail_add_label_to_email', 'label')
    expect(options).toContainEqual({ value: label, label: 'Calls' })
  })

  test('everything a mail may have arrives as it was given', async () => {
    const { sent } = await kit.run(
      'send_email',
      {
        receiver: ['Ana <ana@example.com>, "Ström, Bo" <bo@example.com>', ''],
        cc: ['cy@example.com'],
        bcc: ['di@example.com'],
        reply_to: ['desk@example.com'],
        from: 'us@example.com',
        sender_name: 'Büro "Süd"',
        subject: `${'Größe und Länge: '.repeat(6)}👋`,
        body_type: 'html',
        body: '<p>Grüße\nan alle</p>',
        attachments: [{ file: 'data:a' }, { file: 'data:b', name: 'Call of Ana.mp3' }],
      },
      [{ body: { id: 'm1' } }],
      { services },
    )
    expect(post(sent)?.url.pathname).toBe('/gmail/v1/users/me/messages/send')
    const mail = await mailIn(post(sent))
    expect(mail).toMatchObject({
      from: { name: 'Büro "Süd"', address: 'us@example.com' },
      to: [
        { name: 'Ana', address: 'ana@example.com' },
        { name: 'Ström, Bo', address: 'bo@example.com' },
      ],
      cc: [{ address: 'cy@example.com' }],
      bcc: [{ address: 'di@example.com' }],
      replyTo: [{ address: 'desk@example.com' }],
      subject: `${'Größe und Länge: '.repeat(6)}👋`,
    })
    expect(mail.html?.trim()).toBe('<p>Grüße\r\nan alle</p>')
    expect(mail.attachments.map(({ filename, mimeType }) => [filename, mimeType])).toEqual([
      ['Anruf Größe.txt', 'text/plain'],
      ['Call of Ana.mp3', 'application/octet-stream'],
    ])
    expect(new Uint8Array(mail.attachments[1]!.content as ArrayBuffer)).toEqual(new Uint8Array([1, 2, 3]))
  })

  test('what travels is ASCII in short lines, and text from outside can’t begin a header', () => {
    const mime = mimeOf({
      to: [{ name: 'Eve\r\nBcc: all@example.com', address: 'eve@example.com' }],
      subject: 'Hi\r\nBcc: all@example.com',
      body: 'ü'.repeat(500),
      isHtml: false,
      attachments: [{ name: 'a"\r\nX: y.txt', contentType: 'text/plain', bytes: new Uint8Array(500) }],
    })
    expect(mime).toMatch(/^[\x20-\x7e\r\n]*$/)
    expect(Math.max(...mime.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(78)
    expect(mime).not.toMatch(/^(Bcc|X):/im)
    expect(mime.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
  })

  test('what is no address is refused without being repeated', async () => {
    const run = kit.run('send_email', { receiver: ['ana at example'], subject: 'Hi', body: 'Hi' })
    await expect(run).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringContaining('"receiver"'),
    })
    await expect(run).rejects.not.toThrow(/ana at/)
  })

  test('a name of the sender goes with the account’s own address', async () => {
    const { sent } = await kit.run(
      'send_email',
      { receiver: ['ana@example.com'], subject: 'Hi', body: 'Hi', sender_name: 'Desk' },
      [{ body: { emailAddress: 'me@example.com' } }, { body: { id: 'm1' } }],
    )
    expect((await mailIn(post(sent))).from).toMatchObject({ name: 'Desk', address: 'me@example.com' })
  })

  test('a large mail goes to the address for uploads', async () => {
    const { sent } = await kit.run(
      'send_email',
      { receiver: ['ana@example.com'], subject: 'Hi', body: 'Hi', attachments: [{ file: 'data:big' }] },
      [{ body: { id: 'm1' } }],
      { services },
    )
    expect(`${sent[0]?.url.pathname}${sent[0]?.url.search}`).toBe(
      '/upload/gmail/v1/users/me/messages/send?uploadType=multipart',
    )
    expect(sent[0]?.headers.get('content-type')).toMatch(/^multipart\/related; boundary=/)
    const [, metadata, mail] = String(sent[0]?.body).split(/--[\w-]{36}\r\n/)
    expect(metadata).toContain('{}')
    expect((await PostalMime.parse(mail!.split('\r\n\r\n').slice(1).join('\r\n\r\n'))).subject).toBe('Hi')
  })

  // The emulator finds nothing by rfc822msgid.
  test('an answer to a Message-ID is put into its conversation', async () => {
    const input = {
      receiver: ['ana@example.com'],
      subject: 'Re: Hi',
      body: 'Yes',
      in_reply_to: '<1@example.com>',
    }
    const { sent } = await kit.run('send_email', input, [
      { body: { messages: [{ id: 'msg_ana', threadId: 'thr_ana' }] } },
      { body: { id: 'm1' } },
    ])
    expect(sent[0]?.url.searchParams.get('q')).toBe('rfc822msgid:1@example.com')
    expect(post(sent)?.body).toMatchObject({ threadId: 'thr_ana' })
    expect((await mailIn(post(sent))).inReplyTo).toBe('<1@example.com>')
  })

  test('drafts are kept, with or without somebody to send them to', async () => {
    const { output, sent } = await live.run('gmail_create_draft', {
      subject: 'Later',
      body: 'Soon',
      thread_id: 'thr_ana',
    })
    expect(output).toMatchObject({ message: { threadId: 'thr_ana' } })
    expect((await mailIn(post(sent))).subject).toBe('Later')
    const draft = { receiver: ['ana@example.com'], subject: 'Later', body: 'Soon', draft: true }
    const kept = await live.run('send_email', draft)
    expect(kept.output).toMatchObject({ message: { labelIds: ['DRAFT'] } })
  })
})

describe('answering', () => {
  test('the sender is answered in the conversation', async () => {
    const { sent } = await live.run('reply_to_email', { message_id: 'msg_ana', body: 'I will.' })
    expect(post(sent)?.body).toMatchObject({ threadId: 'thr_ana' })
    expect(await mailIn(post(sent))).toMatchObject({
      to: [{ name: 'Ruiz, Ana', address: 'ana@example.com' }],
      subject: 'Re: Callback',
      inReplyTo: '<1@example.com>',
      references: '<0@example.com> <1@example.com>',
    })
  })

  test('everybody is answered but the account itself, with what was written before', async () => {
    const original = {
      id: 'm1',
      threadId: 't1',
      internalDate: '1772446800000',
      payload: {
        headers: [
          { name: 'From', value: 'Ana <ana@example.com>' },
          { name: 'Reply-To', value: 'Ana at home <home@example.com>' },
          { name: 'To', value: 'ME@example.com, bo@example.com' },
          { name: 'Cc', value: 'cy@example.com, bo@example.com' },
          { name: 'Subject', value: 'RE: Callback' },
          { name: 'Message-ID', value: '<1@example.com>' },
        ],
        mimeType: 'text/plain',
        body: { data: Buffer.from('<Please>\ncall').toString('base64url'), size: 13 },
      },
    }
    const draft = (input: object) =>
      kit.run(
        'create_draft_reply',
        {
          message_id: 'm1',
          reply_type: 'reply_all',
          body: 'I will.',
          attachment: 'data:a',
          attachment_name: 'a.txt',
          ...input,
        },
        [{ body: original }, { body: { emailAddress: 'me@example.com' } }, { body: { id: 'd1' } }],
        { services },
      )
    const plain = await draft({})
    const mail = await mailIn(post(plain.sent))
    expect(mail).toMatchObject({
      to: [{ address: 'home@example.com' }, { address: 'bo@example.com' }],
      cc: [{ address: 'cy@example.com' }],
      subject: 'RE: Callback',
      attachments: [{ filename: 'a.txt' }],
    })
    expect(mail.text).toContain(
      'I will.\r\n\r\nOn 2026-03-02T10:20:00.000Z, Ana <ana@example.com> wrote:\r\n> <Please>\r\n> call',
    )
    const html = await mailIn(post((await draft({ body_type: 'html' })).sent))
    expect(html.html).toContain('<blockquote>&lt;Please&gt;<br>call</blockquote>')
    const bare = await mailIn(post((await draft({ include_original_message: false })).sent))
    expect(bare.text?.trim()).toBe('I will.')
  })
})

describe('reading', () => {
  test('mails are looked for by all that is filled in', async () => {
    const { output, sent } = await kit.run(
      'gmail_search_mail',
      {
        from: 'ana@example.com',
        subject: 'call',
        category: 'primary',
        content: 'say "hi"',
        has_attachment: true,
        attachment_name: 'pdf',
        after_date: '2026-03-02T10:20:00Z',
        before_date: '2026-03-03',
        query: 'is:unread',
        label: 'Label_1',
        include_spam_trash: true,
      },
      [{ body: { resultSizeEstimate: 0 } }],
    )
    expect(Object.fromEntries(sent[0]?.url.searchParams ?? [])).toEqual({
      q: 'from:(ana@example.com) subject:(call) category:primary "say hi" has:attachment filename:(pdf) after:1772446800 before:1772496000 is:unread',
      labelIds: 'Label_1',
      includeSpamTrash: 'true',
      maxResults: '10',
    })
    expect(output).toEqual({ found: false, results: { messages: [], count: 0 } })
  })

  test('a mail in parts is read with its character set, and says what is attached', async () => {
    const latin = Buffer.from('Grüße', 'latin1').toString('base64url')
    const parts = [
      {
        mimeType: 'multipart/alternative',
        parts: [
          {
            mimeType: 'text/plain',
            headers: [{ name: 'Content-Type', value: 'text/plain; charset="iso-8859-1"' }],
            body: { data: latin, size: 5 },
          },
          { mimeType: 'text/html', body: { data: Buffer.from('<b>ü</b>').toString('base64url'), size: 9 } },
        ],
      },
      { mimeType: 'application/pdf', filename: 'a.pdf', body: { attachmentId: 'at1', size: 3 } },
    ]
    const body = {
      id: 'm1',
      threadId: 't1',
      internalDate: '0',
      payload: { mimeType: 'multipart/mixed', parts },
    }
    const { output } = await kit.run('gmail_get_mail', { message_id: 'm1' }, [{ body }])
    expect(output).toMatchObject({
      text: 'Grüße',
      html: '<b>ü</b>',
      attachments: [{ fileName: 'a.pdf', mimeType: 'application/pdf', size: 3, attachmentId: 'at1' }],
    })
  })

  test('an attachment becomes a file', async () => {
    const written: unknown[] = []
    const write = async (file: unknown) => {
      written.push(file)
      return { url: 'https://patchcord.example/files/1', name: '', contentType: '', size: 2 }
    }
    const { output, sent } = await kit.run(
      'gmail_get_attachment',
      { message_id: 'm1', attachment_id: 'at1', file_name: 'a.pdf', content_type: 'application/pdf' },
      [{ body: { data: '-_8', size: 2 } }],
      { services: { files: { write } as never } },
    )
    expect(sent[0]?.url.pathname).toBe('/gmail/v1/users/me/messages/m1/attachments/at1')
    expect(written).toEqual([
      { name: 'a.pdf', contentType: 'application/pdf', bytes: new Uint8Array([251, 255]) },
    ])
    expect(output).toEqual({ fileName: 'a.pdf', size: 2, data: 'https://patchcord.example/files/1' })
  })

  test('a mail that is not there is said so in Gmail’s words', async () => {
    await expect(live.run('gmail_get_mail', { message_id: 'lost' })).rejects.toMatchObject({
      code: 'RESOURCE_NOT_FOUND',
      message: expect.stringContaining('Requested entity was not found.'),
    })
  })

  test('new mails are asked for since the last one, but not our own', async () => {
    const body = { id: 'm1', threadId: 't1', internalDate: '1772446800123', payload: { headers: [] } }
    const answers = [{ body: { messages: [{ id: 'm1' }] } }, { body }]
    const input = { from: 'ana@example.com', label: 'INBOX' }
    const { items, sent } = await kit.poll('gmail_new_email_received', input, answers, 1_772_446_700_999)
    expect(sent[0]?.url.searchParams.get('q')).toBe(
      '-in:sent -in:drafts from:(ana@example.com) after:1772446700',
    )
    expect(sent[0]?.url.searchParams.get('labelIds')).toBe('INBOX')
    expect(items).toMatchObject([
      { id: 'm1', at: 1_772_446_800_123, data: { message: { id: 'm1' }, thread: { id: 't1' } } },
    ])
  })

  test('a good token is told from a bad one', async () => {
    const [sent] = await kit.validate([{ body: { emailAddress: 'me@example.com' } }])
    expect(sent?.url.pathname).toBe('/gmail/v1/users/me/profile')
    await expect(kit.validate([{ status: 401, body: {} }])).rejects.toMatchObject({
      code: 'CONNECTION_REFUSED',
    })
  })

  test('any other method can be called', async () => {
    const { output } = await live.run('custom_api_call', { url: '/users/me/threads' })
    expect(output).toMatchObject({ status: 200 })
  })
})

test.each([
  ['a@x.com', [['', 'a@x.com']]],
  [
    '"Ruiz, Ana \\"A\\"" <a@x.com>;b@x.com',
    [
      ['Ruiz, Ana "A"', 'a@x.com'],
      ['', 'b@x.com'],
    ],
  ],
  [' , ', []],
  [
    'Ana Ruiz <a@x.com>, "unclosed',
    [
      ['Ana Ruiz', 'a@x.com'],
      ['', '"unclosed'],
    ],
  ],
])('%j holds the addresses', (text, wanted) => {
  expect(parseAddresses(text).map(({ name, address }) => [name, address])).toEqual(wanted)
})
