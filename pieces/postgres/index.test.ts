import { createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createHttpClient } from '../../src/piece/http-client.ts'
import { dynamicFieldsOf } from '../../src/piece/options.ts'
import { type Database, databasesInstalled, startPostgres } from '../../test/support/databases.ts'
import { pieceKit } from '../../test/support/piece-kit.ts'
import { freePort } from '../../test/support/server.ts'
import postgres from './index.ts'

// Held against: a PostgreSQL server of Debian's package.

let database: Database
let kit: ReturnType<typeof pieceKit>
const run = async (action: string, input: object = {}, overrides = {}) =>
  (await kit.run(action, input as Record<string, unknown>, [], overrides)).output
const sql = (query: string, args: unknown[] = []) => run('run-query', { query, args })
const coded = (code: string, more: object = {}) => expect.objectContaining({ code, ...more })
const withLogin = (changes: object) =>
  pieceKit(postgres, {
    connection: { ...database.connection, props: { ...database.connection.props, ...changes } },
  })

describe.runIf(databasesInstalled)('PostgreSQL', () => {
  beforeAll(async () => {
    database = await startPostgres()
    kit = pieceKit(postgres, { connection: database.connection })
    await sql(`CREATE TABLE "Odd ""calls""" (
      id serial PRIMARY KEY, "na""me" text NOT NULL, vip boolean DEFAULT false, tags text[], extra jsonb,
      big bigint, amount numeric(10,2), day date, at timestamp, seen timestamptz, raw bytea)`)
    await sql('CREATE TABLE people (id serial PRIMARY KEY, email text UNIQUE, name text)')
    await sql('CREATE TABLE keyless (moment int, word text)')
    await sql('CREATE SCHEMA crm')
    await sql('CREATE TABLE crm.people (id int, note text)')
  }, 60_000)
  afterAll(() => database?.stop())

  const odd = 'public.Odd "calls"'

  test('every value comes back as it was given, whatever its column is called', async () => {
    const values = {
      'na"me': "Robert'); DROP TABLE people; --",
      vip: true,
      tags: ['a', 'b"c'],
      extra: { n: [1, null] },
      big: '9007199254740993',
      amount: '12.50',
      day: '2026-03-29',
      at: '2026-03-29 02:30:00',
      seen: '2026-03-29T02:30:00Z',
      raw: Buffer.from([0, 255]),
    }
    const row = {
      ...values,
      id: 1,
      seen: '2026-03-29T02:30:00.000Z',
      raw: 'AP8=',
    }
    expect(await run('insert-row', { table: odd, values })).toEqual({ row, rowCount: 1 })
    expect(await run('find-rows', { table: odd })).toEqual({ rows: [row], rowCount: 1 })
    const update = { table: odd, values: { vip: false, extra: null }, search_column: 'na"me' }
    expect(await run('update-row', { ...update, search_value: values['na"me'] })).toEqual({
      rows: [{ ...row, vip: false, extra: null }],
      rowCount: 1,
    })
    const search = { table: odd, search_column: 'id', search_value: '1' }
    expect(await run('delete-row', search)).toMatchObject({ rowCount: 1, rows: [{ id: 1 }] })
    expect(await run('delete-row', search)).toEqual({ rowCount: 0, rows: [] })
  })

  test('rows are found by a condition with bound arguments, chosen columns and a limit', async () => {
    await sql(`INSERT INTO people (email, name) SELECT 'p' || n, 'x' FROM generate_series(1, 5) n`)
    const found = await run('find-rows', {
      table: 'people',
      condition: 'email <> $1 -- and a comment',
      args: ["p1' OR true --"],
      columns: ['email'],
      limit: 2,
    })
    expect(found).toEqual({ rows: [{ email: 'p1' }, { email: 'p2' }], rowCount: 2 })
    const outOfIt = run('find-rows', { table: 'people', condition: 'true); DELETE FROM people; --' })
    await expect(outOfIt).rejects.toThrow(coded('INPUT_REJECTED'))
    expect(await sql('SELECT count(*)::int AS n FROM people')).toEqual([{ n: 5 }])
  })

  test('a query is one statement and its answer bounded', async () => {
    await expect(sql('SELECT 1; SELECT 2')).rejects.toThrow(coded('INPUT_REJECTED'))
    await expect(sql('SELECT generate_series(1, 10001)')).rejects.toThrow(coded('RESULT_TOO_LARGE'))
  })

  test('tables are listed, as flows from Activepieces hold them too', async () => {
    expect(await run('get-tables')).toEqual({
      tables: [
        { table_schema: 'crm', table_name: 'people' },
        ...['Odd "calls"', 'keyless', 'people'].map((table_name) => ({ table_schema: 'public', table_name })),
      ],
    })
    const table = { table_schema: 'crm', table_name: 'people' }
    expect(await run('insert-row', { table, values: { id: 7 } })).toMatchObject({
      row: { id: 7, note: null },
    })
  })

  test('the form offers tables, columns and a field for each column', async () => {
    const tables = await kit.options('actions', 'find-rows', 'table')
    expect(tables.options.map(({ value }) => value)).toContain('crm.people')
    const columns = await kit.options('actions', 'update-row', 'search_column', { table: 'crm.people' })
    expect(columns.options).toEqual([
      { value: 'id', label: 'id (integer)' },
      { value: 'note', label: 'note (text)' },
    ])
    const request = { part: 'actions' as const, name: 'insert-row', field: 'values' }
    const fields = await dynamicFieldsOf(
      postgres,
      { ...request, connection: { value: database.connection }, input: { table: odd } },
      createHttpClient({ allowPrivateHosts: true }),
    )
    const required = Object.entries(fields.shape).filter(
      ([, field]) => (field.meta() as { required: boolean }).required,
    )
    expect(required.map(([name]) => name)).toEqual(['na"me'])
    expect(Object.keys(fields.shape)).toHaveLength(11)
  })

  test('new-row finds the newest rows, and knows them by their key', async () => {
    const input = { table: 'people', order_by: 'id' }
    const before = await kit.poll('new-row', input)
    await sql(`UPDATE people SET name = 'changed'`)
    await sql(`INSERT INTO people (email) VALUES ('new')`)
    const after = await kit.poll('new-row', input)
    expect(after.items.slice(1).map(({ id }) => id)).toEqual(before.items.map(({ id }) => id))
    expect(after.items[0]).toMatchObject({ id: expect.any(String), data: { email: 'new' } })
    const lowest = await kit.poll('new-row', { ...input, order_direction: 'ASC' })
    expect(lowest.items[0]?.data).toMatchObject({ id: 1 })
  })

  test('new-row knows rows without a key by what they hold', async () => {
    await sql(`INSERT INTO keyless VALUES (1, 'a'), (2, 'b')`)
    const poll = () => kit.poll('new-row', { table: 'keyless', order_by: 'moment' })
    const before = (await poll()).items
    expect(new Set(before.map(({ id }) => id)).size).toBe(2)
    await sql(`UPDATE keyless SET word = 'c' WHERE moment = 2`)
    const after = (await poll()).items
    expect(after[1]).toEqual(before[1])
    expect(after[0]?.id).not.toBe(before[0]?.id)
  })

  test.each([
    ['SELECT * FROM nowhere', 'RESOURCE_NOT_FOUND', false],
    ['SELECT nothing FROM people', 'RESOURCE_NOT_FOUND', false],
    ['SELEC 1', 'INPUT_REJECTED', false],
    [`SELECT 'x'::int`, 'INPUT_REJECTED', false],
    [`INSERT INTO people (email) SELECT email FROM people`, 'CONFLICT', false],
    [`DO $$ BEGIN RAISE EXCEPTION 'no' ; END $$`, 'INPUT_REJECTED', false],
    [`DO $$ BEGIN RAISE SQLSTATE '40001'; END $$`, 'SERVICE_UNAVAILABLE', true],
    [`DO $$ BEGIN RAISE SQLSTATE '42501'; END $$`, 'PERMISSION_DENIED', false],
  ])('%s fails as %s', async (query, code, retryable) => {
    await expect(sql(query)).rejects.toThrow(
      coded(code, { retryable, message: expect.stringMatching(/^PostgreSQL /) }),
    )
  })

  test.each([
    [{ password: 'another-secret' }, 'CONNECTION_REFUSED'],
    [{ user: 'nobody' }, 'CONNECTION_REFUSED'],
    [{ database: 'nowhere' }, 'RESOURCE_NOT_FOUND'],
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

  test('a query that takes too long ends, and so does one whose step is cancelled', async () => {
    const slow = { query: 'SELECT pg_sleep(60)' }
    const error = coded('SERVICE_TIMEOUT', { retryable: true })
    await expect(run('run-query', { ...slow, query_timeout: 50 })).rejects.toThrow(error)
    const step = new AbortController()
    const running = run('run-query', slow, { signal: step.signal })
    while (((await sql(`SELECT 1 FROM pg_stat_activity WHERE query LIKE '%sleep(60)%'`)) as []).length < 2)
      await new Promise(setImmediate)
    step.abort(new Error('cancelled'))
    await expect(running).rejects.toThrow('cancelled')
  })

  test('no connection is left open', async () => {
    await sql('SELECT 1')
    await expect(sql('SELEC 1')).rejects.toThrow()
    const others = `SELECT 1 FROM pg_stat_activity WHERE backend_type = 'client backend'
      AND pid <> pg_backend_pid() AND query NOT LIKE '%sleep%'`
    while (((await sql(others)) as []).length > 0) await new Promise(setImmediate)
  })

  test('a server that is not there, hangs up or says nothing is unreachable, and that may pass', async () => {
    const unreachable = coded('SERVICE_UNREACHABLE', { retryable: true })
    await expect(withLogin({ port: await freePort() }).validate()).rejects.toThrow(unreachable)
    const sockets: { destroy(): void }[] = []
    for (const silent of [false, true]) {
      const server = createServer((socket) => (silent ? sockets.push(socket) : socket.destroy()))
      await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
      const { port } = server.address() as { port: number }
      const asked = withLogin({ port }).run('run-query', { query: 'SELECT 1', connection_timeout_ms: 100 })
      await expect(asked).rejects.toThrow(unreachable)
      for (const socket of sockets) socket.destroy()
      server.close()
    }
  })

  test('private hosts are refused to steps, dropdowns, triggers and logins', async () => {
    const http = createHttpClient({ allowPrivateHosts: false })
    const refused = coded('HTTP_HOST_REFUSED')
    await expect(run('get-tables', {}, { http })).rejects.toThrow(refused)
    expect(() => postgres.connect?.(http, { value: database.connection })).toThrow(refused)
  })
})
