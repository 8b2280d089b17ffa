import { afterEach, expect, test } from 'vitest'
import { createHttpClient } from '../../src/piece/http-client.ts'
import { mailSink } from '../../test/support/mail-sink.ts'
import { pieceKit } from '../../test/support/piece-kit.ts'
import { freePort } from '../../test/support/server.ts'
import smtp from './index.ts'

// Held against: npm's `smtp-server`. TLS is held against it inside workerd, in test/e2e/sockets.test.ts.

type Sink = Awaited<ReturnType<typeof mailSink>>
const open: Sink[] = []
const sink = async (...options: Parameters<typeof mailSink>) => {
  // Its certificate is nobody's, so a client that would take it is not one of ours.
  const started = await mailSink({ disabledCommands: ['STARTTLS'], ...options[0] })
  open.push(started)
  return started
}
afterEach(() => Promise.all(open.splice(0).map((each) => each.close())))

const kitFor = (connection: Sink['connection']) => pieceKit(smtp, { connection })
const letter = { from: 'ana@example.com', to: ['bo@example.com'], subject: 'Hi', body: 'Text' }
const coded = (code: string, more: object = {}) => expect.objectContaining({ code, ...more })

test('a message arrives with its copies, headers and attachments', async () => {
  const { connection, mails } = await sink()
  const files = {
    read: async (source: string) => ({
      name: 'notes.txt',
      contentType: 'text/plain',
      bytes: Uint8Array.from(Buffer.from(source)),
    }),
    write: async () => Promise.reject(new Error('not used')),
  }
  const { output } = await kitFor(connection).run(
    'send-email',
    {
      ...letter,
      senderName: 'Añá "Ruiz"',
      cc: ['cy@example.com'],
      bcc: ['di@example.com'],
      replyTo: 'desk@example.com',
      customHeaders: { 'X-Call': 12 },
      attachments: [{ file: 'https://example.com/a' }, { file: 'data:,b', name: 'b.txt' }],
    },
    [],
    { services: { files } },
  )
  expect(output).toMatchObject({
    accepted: ['bo@example.com', 'cy@example.com', 'di@example.com'],
    rejected: [],
    messageId: expect.stringMatching(/^<.+>$/),
    response: '250 Kept',
  })
  expect(mails[0]).toMatchObject({
    from: 'ana@example.com',
    to: ['bo@example.com', 'cy@example.com', 'di@example.com'],
    method: 'PLAIN',
  })
  const { text } = mails[0]!
  for (const part of ['To: bo@example.com', 'Cc: cy@example.com', 'Reply-To: desk@example.com', 'X-Call: 12'])
    expect(text).toContain(part)
  for (const part of ['filename=notes.txt', 'filename=b.txt', btoa('https://example.com/a')])
    expect(text).toContain(part)
  expect(text).not.toContain('di@example.com')
})

test('HTML is sent as such, by a login of the older kind', async () => {
  const { connection, mails } = await sink({ authMethods: ['LOGIN'] })
  await kitFor(connection).run('send-email', { ...letter, body_type: 'html', body: '<b>ñ</b>' })
  expect(mails[0]).toMatchObject({
    method: 'LOGIN',
    text: expect.stringContaining('Content-Type: text/html'),
  })
})

test('neither headers nor addresses can be smuggled in by what a caller said', async () => {
  const { connection, mails } = await sink()
  await kitFor(connection).run('send-email', {
    ...letter,
    subject: 'Hi\r\nBcc: eve@example.com',
    senderName: 'x" <eve@example.com>\r\nX-Evil: 1',
  })
  const { to, text } = mails[0]!
  expect(to).toEqual(letter.to)
  expect(text).not.toMatch(/^(?:Bcc|X-Evil):/im)
})

test('a good login is valid, and a bad one is told without its password', async () => {
  const { connection } = await sink()
  await expect(kitFor(connection).validate()).resolves.toEqual([])
  const bad = { ...connection, props: { ...connection.props, password: 'another-secret' } }
  const error = await kitFor(bad)
    .validate()
    .catch((thrown: Error) => thrown)
  expect(error).toMatchObject({ code: 'CONNECTION_REFUSED', retryable: false })
  expect((error as Error).message).toBe(
    'SMTP refused the credentials (401): 535 Bad credentials. Reconnect the connection.',
  )
})

test.each([
  [550, 'INPUT_REJECTED', false],
  [451, 'SERVICE_UNAVAILABLE', true],
])('a recipient refused with %d is %s', async (responseCode, code, retryable) => {
  const { connection } = await sink({
    onRcptTo: (_address, _session, done) => done(Object.assign(new Error('Not here'), { responseCode })),
  })
  await expect(kitFor(connection).run('send-email', letter)).rejects.toThrow(
    coded(code, { retryable, message: expect.stringContaining('Not here') }),
  )
})

test('an address that is none is refused before anything is sent', async () => {
  const { connection, mails } = await sink()
  await expect(kitFor(connection).run('send-email', { ...letter, to: [''] })).rejects.toThrow(
    coded('INPUT_REJECTED'),
  )
  expect(mails).toEqual([])
})

test('a server that is not there is unreachable, and that may pass', async () => {
  const { connection } = await sink()
  const away = { ...connection, props: { ...connection.props, port: await freePort() } }
  await expect(kitFor(away).validate()).rejects.toThrow(coded('SERVICE_UNREACHABLE', { retryable: true }))
})

test('a certificate that nobody vouches for is refused', async () => {
  const { connection, mails } = await sink({ secure: true, disabledCommands: [] })
  await expect(kitFor(connection).run('send-email', letter)).rejects.toThrow(coded('SERVICE_UNREACHABLE'))
  expect(mails).toEqual([])
})

test('private hosts are refused', async () => {
  const { connection } = await sink()
  const http = createHttpClient({ allowPrivateHosts: false })
  await expect(kitFor(connection).run('send-email', letter, [], { http })).rejects.toThrow(
    coded('HTTP_HOST_REFUSED'),
  )
})
