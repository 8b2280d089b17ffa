import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { unstable_startWorker } from 'wrangler'
import { makeCertificates } from '../support/certificates.ts'
import { type Database, databasesInstalled, startMariadb, startPostgres } from '../support/databases.ts'
import { mailSink } from '../support/mail-sink.ts'

// Drivers open sockets in another way on Workers than in Node, and a bundler picks other files of theirs. So this runs
// them in workerd, bundled as for a deployment, against real servers. workerd trusts the authority of the test.

type Worker = Awaited<ReturnType<typeof unstable_startWorker>>
type Connection = { type: string; props: Record<string, unknown> }

let folder: string
let worker: Worker
let postgres: Database
let mysql: Database
const mail: Record<string, Awaited<ReturnType<typeof mailSink>>> = {}

/** The test's own authority is trusted; what trusts is read from the environment when wrangler is loaded. */
async function startWorker(authority: string): Promise<Worker> {
  process.env.NODE_EXTRA_CA_CERTS = authority
  const { unstable_startWorker } = await import('wrangler')
  const config = join(folder, 'wrangler.toml')
  writeFileSync(config, 'name = "sockets"\n')
  const started = await unstable_startWorker({
    config,
    entrypoint: join(import.meta.dirname, '../support/socket-worker.ts'),
    compatibilityDate: '2026-11-01',
    dev: { server: { port: 0 }, inspector: false, logLevel: 'none' },
  })
  await started.ready
  return started
}

async function run(piece: string, action: string, connection: Connection, input: object = {}) {
  const body = JSON.stringify({ piece, action, connection, input })
  const response = await worker.fetch('http://sockets.test/', { method: 'POST', body })
  return (await response.json()) as { output?: unknown; error?: { code: string; message: string } }
}

const login = ({ connection }: { connection: Connection }, changes: object): Connection => ({
  ...connection,
  props: { ...connection.props, ...changes },
})
const letter = { from: 'ana@example.com', to: ['bo@example.com'], subject: 'Hi', body: 'ñ' }

describe.runIf(databasesInstalled)('inside workerd', () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'patchcord-sockets-'))
    const { authority, certificate } = makeCertificates(folder)
    postgres = await startPostgres(certificate)
    mysql = await startMariadb(certificate)
    const tls = { cert: readFileSync(certificate.cert), key: readFileSync(certificate.key) }
    mail.plain = await mailSink({ disabledCommands: ['STARTTLS'] })
    mail.startTls = await mailSink(tls)
    mail.tls = await mailSink({ ...tls, secure: true })
    mail.stranger = await mailSink({ secure: true })
    worker = await startWorker(authority)
  })
  afterAll(async () => {
    await worker?.dispose()
    await Promise.all([postgres?.stop(), mysql?.stop(), ...Object.values(mail).map((each) => each.close())])
    rmSync(folder, { recursive: true, force: true })
  })

  test.each([false, true])('PostgreSQL answers, encrypted: %s', async (enable_ssl) => {
    const query = 'SELECT ssl, $1::text AS said FROM pg_stat_ssl WHERE pid = pg_backend_pid()'
    const connection = login(postgres, { enable_ssl })
    expect(await run('postgres', 'run-query', connection, { query, args: ['ñ'] })).toEqual({
      output: [{ ssl: enable_ssl, said: 'ñ' }],
    })
  })

  test.each([false, true])('MySQL answers, encrypted: %s', async (enable_ssl) => {
    const query = `SELECT variable_value <> '' AS encrypted, ? AS said
      FROM information_schema.session_status WHERE variable_name = 'Ssl_version'`
    const connection = login(mysql, { enable_ssl })
    expect(await run('mysql', 'execute_query', connection, { query, args: ['ñ'] })).toEqual({
      output: { results: [{ encrypted: Number(enable_ssl), said: 'ñ' }] },
    })
  })

  test.each([
    ['plain', false],
    ['startTls', true],
    ['tls', true],
  ])('an e-mail arrives, %s', async (kind, secure) => {
    const sink = mail[kind]!
    const { output } = await run('smtp', 'send-email', sink.connection, letter)
    expect(output).toMatchObject({ accepted: ['bo@example.com'] })
    expect(sink.mails.at(-1)).toMatchObject({ to: ['bo@example.com'], secure })
  })

  test('a certificate of another host, or that nobody vouches for, is refused', async () => {
    const query = 'SELECT 1'
    const other = { enable_ssl: true, host: 'localhost' }
    const refused = { error: expect.objectContaining({ code: 'SERVICE_UNREACHABLE', retryable: true }) }
    expect(await run('postgres', 'run-query', login(postgres, other), { query })).toEqual(refused)
    expect(await run('mysql', 'execute_query', login(mysql, other), { query })).toEqual(refused)
    expect(await run('smtp', 'send-email', mail.stranger!.connection, letter)).toEqual(refused)
    // The same name is good enough where nothing is encrypted, so it was the certificate.
    const plain = { enable_ssl: false, host: 'localhost' }
    expect(await run('postgres', 'run-query', login(postgres, plain), { query })).toHaveProperty('output')
    expect(await run('mysql', 'execute_query', login(mysql, plain), { query })).toHaveProperty('output')
  })

  test('what a server says against it is told as in Node', async () => {
    const query = 'SELEC 1'
    const rejected = { error: expect.objectContaining({ code: 'INPUT_REJECTED' }) }
    expect(await run('postgres', 'run-query', postgres.connection, { query })).toEqual(rejected)
    expect(await run('mysql', 'execute_query', mysql.connection, { query })).toEqual(rejected)
    const refused = { error: expect.objectContaining({ code: 'CONNECTION_REFUSED' }) }
    const password = { password: 'another' }
    expect(await run('postgres', 'get-tables', login(postgres, password))).toEqual(refused)
    expect(await run('mysql', 'get_tables', login(mysql, password))).toEqual(refused)
    expect(await run('smtp', 'send-email', login(mail.plain!, password), letter)).toEqual(refused)
  })

  test('a query that takes too long ends', async () => {
    const input = { query: 'SELECT pg_sleep(60)', query_timeout: 100 }
    expect(await run('postgres', 'run-query', postgres.connection, input)).toEqual({
      error: expect.objectContaining({ code: 'SERVICE_TIMEOUT', retryable: true }),
    })
  })
})
