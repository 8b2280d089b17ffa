import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

/** A message as it arrived. */
export interface Mail {
  from: string
  to: string[]
  /** whether the connection was encrypted by then */
  secure: boolean
  /** how the sender had proven itself */
  method: string
  text: string
}

/** A mail server on loopback that keeps what it is sent, for one user. */
export async function mailSink(options: SMTPServerOptions = {}) {
  const mails: Mail[] = []
  let method = ''
  const server = new SMTPServer({
    allowInsecureAuth: true,
    onAuth(auth, _session, done) {
      method = auth.method
      if (auth.password === MAIL_LOGIN.password) done(null, { user: auth.username })
      else done(Object.assign(new Error('Bad credentials'), { responseCode: 535 }))
    },
    onData(stream, { envelope, secure }, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk) => chunks.push(chunk))
      stream.on('end', () => {
        const from = envelope.mailFrom ? envelope.mailFrom.address : ''
        const to = envelope.rcptTo.map(({ address }) => address)
        mails.push({ from, to, secure, method, text: Buffer.concat(chunks).toString() })
        done(null, 'Kept')
      })
    },
    ...options,
  })
  // Clients that break off are part of the tests.
  server.on('error', () => {})
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const { port } = server.server.address() as AddressInfo
  return {
    mails,
    connection: { type: 'CUSTOM_AUTH', props: { ...MAIL_LOGIN, port, TLS: options.secure ?? false } },
    close: () => new Promise<void>((closed) => server.close(closed)),
  }
}

const MAIL_LOGIN = { host: '127.0.0.1', email: 'ana@example.com', password: 'a-secret-of-this-test' }
