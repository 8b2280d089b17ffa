import { createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createHttpClient } from '../../src/piece/http-client.ts'
import { dynamicFieldsOf } from '../../src/piece/options.ts'
import { type Database, databasesInstalled, startMariadb } from '../../test/support/databases.ts'
import { pieceKit } from '../../test/support/piece-kit.ts'
import { freePort } from '../../test/support/server.ts'
import mysql from './index.ts'

// Held against: a MariaDB server of Debian's package.

let database: Database
let kit: ReturnType<typeof pieceKit>
const run = async (action: string, input: object = {}, overrides = {}) =>
  (await kit.run(action, input as Record<string, unknown>, [], overrides)).output
const sql = (query: string, args: unknown[] = []) => run('execute_query', { query, args })
const coded = (code: string, more: object = {}) => expect.objectContaining({ code, ...more })
const withLogin = (changes: object) =>
  pieceKit(mysql, {
    connection: { ...database.connection, props: { ...database.connection.props, ...changes } },
  })

describe.runIf(databasesInstalled)('MySQL', () => {
  beforeAll(async () => {
    database = await startMariadb()
    kit = pieceKit(mysql, { connection: database.connection })
    await sql(`CREATE TABLE \`odd \`\`calls\` (
      id int AUTO_INCREMENT PRIMARY KEY, \`na\`\`me\` varchar(200) NOT NULL, vip boolean DEFAULT false, extra json,
      big bigint, amount decimal(10,2), day date, at datetime, raw varbinary(20)) CHARACTER SET utf8mb4`)
    await sql('CREATE TABLE people (id int AUTO_INCREMENT PRIMARY KEY, email varchar(50) UNIQUE, name text)')
    await sql('CREATE TABLE keyless (moment int, word text)')
  }, 60_000)
  afterAll(() => database?.stop())

  const odd = 'odd `calls'

  test('every value comes back as it was given, whatever its column is called', async () => {
    const values = {
      'na`me': 'Robert\'); DROP TABLE people; -- "ñ😀',
      vip: true,
      extra: { n: [1, null] },
      big: '9007199254740993',
      amount: '12.50',
      day: '2026-03-29',
      at: '2026-03-29 02:30:00',
      raw: Buffer.from([0, 255]),
    }
    expect(await run('insert_row', { table: odd, values })).toMatchObject({ affectedRows: 1, insertId: 1 })
    const row = { ...values, id: 1, vip: 1, extra: expect.anything(), raw: 'AP8=' }
    const { results } = (await run('find_rows', { table: odd })) as { results: { extra: unknown }[] }
    expect(results).toEqual([row])
    // MariaDB keeps JSON as text, MySQL as JSON.
    const { extra } = results[0]!
    expect(typeof extra === 'string' ? JSON.parse(extra) : extra).toEqual(values.extra)
    const update = { table: odd, values: { vip: false, extra: null }, search_column: 'na`me' }
    expect(await run('update_row', { ...update, search_value: values['na`me'] })).toMatchObject({
      affectedRows: 1,
      changedRows: 1,
    })
    expect(await sql('SELECT vip, extra FROM `odd ``calls`')).toEqual({ results: [{ vip: 0, extra: null }] })
    const search = { table: odd, search_column: 'id', search_value: '1' }
    expect(await run('delete_row', search)).toMatchObject({ affectedRows: 1 })
    expect(await run('delete_row', search)).toMatchObject({ affectedRows: 0 })
  })

  test('rows are found by a condition with bound arguments, chosen columns and a limit', async () => {
    await sql(`INSERT INTO people (email) SELECT concat('p', seq) FROM seq_1_to_5`)
    const found = await run('find_rows', {
      table: 'people',
      condition: 'email <> ? -- and a comment',
      args: ["p1' OR true -- "],
      columns: ['email'],
      limit: 2,
    })
    expect(found).toEqual({ results: [{ email: 'p1' }, { email: 'p2' }] })
    const outOfIt = run('find_rows', { table: 'people', condition: 'true); DELETE FROM people; -- ' })
    await expect(outOfIt).rejects.toThrow(coded('INPUT_REJECTED'))
    expect(await sql('SELECT count(*) AS n FROM people')).toEqual({ results: [{ n: 5 }] })
  })

  test('a query is one statement and its answer bounded', async () => {
    await expect(sql('SELECT 1; SELECT 2')).rejects.toThrow(coded('INPUT_REJECTED'))
    await expect(sql('SELECT seq FROM seq_1_to_10001')).rejects.toThrow(coded('RESULT_TOO_LARGE'))
  })

  test('times are taken in the time zone that is asked for', async () => {
    const query = 'SELECT from_unixtime(0) AS at'
    expect(await run('execute_query', { query, timezone: '+02:00' })).toEqual({
      results: [{ at: '1970-01-01 02:00:00' }],
    })
    await expect(run('execute_query', { query, timezone: "x'" })).rejects.toThrow(coded('INPUT_REJECTED'))
  })

  test('tables, columns and a field for each column are offered', async () => {
    expect(await run('get_tables')).toEqual({ tables: ['keyless', odd, 'people'] })
    const tables = await kit.options('actions', 'find_rows', 'table')
    expect(tables.options.map(({ value }) => value)).toContain('people')
    const columns = await kit.options('triggers', 'new_row', 'order_by', { table: 'keyless' })
    expect(columns.options).toEqual([
      { value: 'moment', label: 'moment (int(11))' },
      { value: 'word', label: 'word (text)' },
    ])
    const request = { part: 'actions' as const, name: 'insert_row', field: 'values' }
    const fields = await dynamicFieldsOf(
      mysql,
      { ...request, connection: { value: database.connection }, input: { table: odd } },
      createHttpClient({ allowPrivateHosts: true }),
    )
    const required = Object.entries(fields.shape).filter(
      ([, field]) => (field.meta() as { required: boolean }).required,
    )
    expect(required.map(([name]) => name)).toEqual(['na`me'])
    expect(fields.shape.vip?.meta()).toMatchObject({ kind: 'CHECKBOX' })
  })

  test('new_row finds the newest rows, and knows them by their key or by what they hold', async () => {
    const input = { table: 'people', order_by: 'id' }
    const before = await kit.poll('new_row', input)
    await sql(`UPDATE people SET name = 'changed'`)
    await sql(`INSERT INTO people (email) VALUES ('new')`)
    const after = await kit.poll('new_row', input)
    expect(after.items.slice(1).map(({ id }) => id)).toEqual(before.items.map(({ id }) => id))
    expect(after.items[0]).toMatchObject({ id: expect.any(String), data: { email: 'new' } })
    await sql(`INSERT INTO keyless VALUES (1, 'a'), (2, 'b')`)
    const keyless = (await kit.poll('new_row', { table: 'keyless', order_by: 'moment' })).items
    expect(new Set(keyless.map(({ id }) => id)).size).toBe(2)
  })

  test.each([
    ['SELECT * FROM nowhere', 'RESOURCE_NOT_FOUND', false],
    ['SELECT nothing FROM people', 'RESOURCE_NOT_FOUND', false],
    ['SELEC 1', 'INPUT_REJECTED', false],
    ['INSERT INTO people (email) SELECT email FROM people', 'CONFLICT', false],
    ['CREATE DATABASE other', 'PERMISSION_DENIED', false],
    [`BEGIN NOT ATOMIC SIGNAL SQLSTATE '40001' SET MYSQL_ERRNO = 1213; END`, 'SERVICE_UNAVAILABLE', true],
    ['SET STATEMENT max_statement_time = 0.01 FOR SELECT sleep(60)', 'SERVICE_TIMEOUT', true],
  ])('%s fails as %s', async (query, code, retryable) => {
    await expect(sql(query)).rejects.toThrow(
      coded(code, { retryable, message: expect.stringMatching(/^MySQL /) }),
    )
  })

  test.each([
    [{ password: 'another-secret' }, 'CONNECTION_REFUSED'],
    [{ user: 'nobody' }, 'CONNECTION_REFUSED'],
    [{ database: 'nowhere' }, 'PERMISSION_DENIED'],
    [{ enable_ssl: true }, 'SERVICE_UNREACHABLE'],
  ])('a login with %j is told apart, and its password not told', async (changes, code) => {
    const error = await withLogin(changes)
      .validate()
      .catch((thrown: Error) => thrown)
    expect(error).toMatchObject({ code })
    expect(String((error as Error).message)).not.toContain('secret')
  })

  test('a good login is valid', async () => {
    await expect(kit.validate()).resolves.toEqual([])
  })

  test('a query whose step is cancelled ends', async () => {
    const step = new AbortController()
    const running = run('execute_query', { query: 'SELECT sleep(60)' }, { signal: step.signal })
    const seen = `SELECT 1 FROM information_schema.processlist WHERE info = 'SELECT sleep(60)'`
    while (((await sql(seen)) as { results: [] }).results.length === 0) await new Promise(setImmediate)
    step.abort(new Error('cancelled'))
    await expect(running).rejects.toThrow('cancelled')
  })

  test('no connection is left open', async () => {
    await sql('SELECT 1')
    await expect(sql('SELEC 1')).rejects.toThrow()
    const others = `SELECT 1 FROM information_schema.processlist
      WHERE user = 'ana' AND id <> connection_id() AND coalesce(info, '') <> 'SELECT sleep(60)'`
    while (((await sql(others)) as { results: [] }).results.length > 0) await new Promise(setImmediate)
  })

  test('a server that is not there or hangs up is unreachable, and that may pass', async () => {
    const unreachable = coded('SERVICE_UNREACHABLE', { retryable: true })
    await expect(withLogin({ port: await freePort() }).validate()).rejects.toThrow(unreachable)
    const server = createServer((socket) => socket.destroy())
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    const { port } = server.address() as { port: number }
    await expect(withLogin({ port }).validate()).rejects.toThrow(unreachable)
    server.close()
  })

  test('private hosts are refused', async () => {
    const http = createHttpClient({ allowPrivateHosts: false })
    await expect(run('get_tables', {}, { http })).rejects.toThrow(coded('HTTP_HOST_REFUSED'))
  })
})
