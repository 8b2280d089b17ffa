import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { type ApiAnswer, api, worker } from '../../test/support/api.ts'
import { watchedDb } from '../../test/support/query-plans.ts'
import { openDb } from '../db/client.ts'
import { addDoNotCall, findDoNotCall, listDoNotCall } from '../db/do-not-call.ts'
import { keepHouse } from '../schedule/housekeeping.ts'

const PATH = '/v1/do-not-call'
const ANA = '+34600000001'
const BEN = '+12025550123'
const EVA = '+442079460000'

beforeEach(() => env.DB.exec('DELETE FROM do_not_call'))

const add = (numbers: string[], more: object = {}) => api('POST', PATH, { numbers, ...more })
const list = async (query = '') => (await api('GET', `${PATH}${query}`)).body
const numbersOf = ({ data }: { data: { number: string }[] }) => data.map(({ number }) => number)

async function upload(csv: string | Uint8Array<ArrayBuffer>, query = ''): Promise<ApiAnswer> {
  const response = await worker.fetch(`http://patchcord.test${PATH}/import${query}`, {
    method: 'POST',
    headers: { authorization: 'Bearer test-admin-token', 'content-type': 'text/csv' },
    body: csv,
  })
  return { status: response.status, headers: response.headers, body: await response.json() }
}

describe('the do-not-call list', () => {
  test('takes numbers as people write them, and shows them with their source and reason', async () => {
    const added = await add(['600 000 001', '+1 (202) 555-0123', ANA], {
      default_country: 'ES',
      reason: 'Asked us to',
    })
    expect([added.status, added.body]).toEqual([201, { added: 2, already_there: 1 }])
    expect((await api('GET', `${PATH}/${ANA}`)).body).toEqual({
      number: ANA,
      source: 'Admin token',
      reason: 'Asked us to',
      expires_at: null,
      created_at: expect.stringMatching(/^20.*Z$/),
    })
    expect(numbersOf(await list()).toSorted()).toEqual([BEN, ANA])
  })

  test('adds all the numbers or none, and names each that is none', async () => {
    const { status, body } = await add([ANA, 'Ana', '112'])
    expect([status, body.error_code]).toEqual([422, 'VALIDATION_FAILED'])
    expect(body.details.map(({ field }: { field: string }) => field)).toEqual(['numbers[1]', 'numbers[2]'])
    expect((await list()).data).toEqual([])
  })

  test('keeps an entry that is there, and gives it the later end of the two', async () => {
    await add([ANA], { reason: 'first', expires_at: '2990-01-01T00:00:00Z' })
    await add([ANA], { reason: 'second', expires_at: '2980-01-01T00:00:00Z' })
    const entry = () => api('GET', `${PATH}/${ANA}`).then(({ body }) => [body.reason, body.expires_at])
    expect(await entry()).toEqual(['first', '2990-01-01T00:00:00.000Z'])
    await add([ANA], { expires_at: '2995-01-01T00:00:00Z' })
    expect(await entry()).toEqual(['first', '2995-01-01T00:00:00.000Z'])
    await add([ANA])
    await add([ANA], { expires_at: '2999-01-01T00:00:00Z' })
    expect(await entry()).toEqual(['first', null])
  })

  test('forgets an entry when its time has come', async () => {
    const db = openDb(env.DB)
    const entry = { number: ANA, source: 'x', reason: null, expiresAt: 2_000 }
    expect(await addDoNotCall(db, [entry], 1_000)).toEqual({ added: 1, alreadyThere: 0 })
    expect(await findDoNotCall(db, ANA, 1_999)).toBeDefined()
    expect(await findDoNotCall(db, ANA, 2_000)).toBeUndefined()
    expect((await list()).data).toEqual([])
    const anew = { ...entry, reason: 'again', expiresAt: 9_000 }
    expect(await addDoNotCall(db, [anew], 3_000)).toEqual({ added: 1, alreadyThere: 0 })
    expect(await findDoNotCall(db, ANA, 3_000)).toMatchObject({ reason: 'again', createdAt: 3_000 })
    await keepHouse(db, Date.UTC(2026, 0, 1, 5))
    expect((await env.DB.prepare('SELECT * FROM do_not_call').all()).results).toEqual([])
  })

  test('is a list in pages, found by digits', async () => {
    await add([ANA])
    await add([BEN])
    await add([EVA])
    const first = await list('?limit=2')
    expect(first).toMatchObject({ has_more: true, total_pages: 2, last_id: first.data[1].number })
    const second = await list(`?limit=2&after=${encodeURIComponent(first.last_id)}`)
    expect([...numbersOf(first), ...numbersOf(second)].toSorted()).toEqual([BEN, ANA, EVA])
    expect(numbersOf(await list('?search=202%20555'))).toEqual([BEN])
    expect((await api('GET', `${PATH}?after=%2B34999`)).body.error_code).toBe('CURSOR_INVALID')
  })

  test('lets a number be called again, once', async () => {
    await add([ANA])
    expect((await api('DELETE', `${PATH}/${encodeURIComponent(ANA)}`)).status).toBe(204)
    for (const [method, number] of [
      ['DELETE', ANA],
      ['GET', ANA],
      ['GET', 'nobody'],
    ] as const) {
      const { status, body } = await api(method, `${PATH}/${number}`)
      expect([status, body.error_code]).toEqual([404, 'DO_NOT_CALL_NOT_FOUND'])
    }
  })

  test('takes the same numbers from several at once, each counted once', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => add([ANA, BEN])))
    expect(answers.reduce((sum, { body }) => sum + body.added, 0)).toBe(2)
  })

  test('is read by its indexes', async () => {
    const { db, plans } = watchedDb()
    await findDoNotCall(db, ANA, 1)
    await listDoNotCall(db, { now: 1 }, { limit: 10 })
    await listDoNotCall(db, { now: 1 }, { limit: 10, page: 3 })
    const read = await plans()
    expect(read.join('\n')).toContain('SEARCH do_not_call USING INDEX')
    expect(read.filter((line) => /TEMP B-TREE/.test(line))).toEqual([])
  })

  test.each([
    ['POST', '', {}, 'numbers'],
    ['POST', '', { numbers: [] }, 'numbers'],
    ['POST', '', { numbers: [ANA], default_country: 'Spain' }, 'default_country'],
    ['POST', '', { numbers: [ANA], expires_at: 'soon' }, 'expires_at'],
    ['POST', '/check', { numbers: [ANA], rules: { zone: 'Atlantis' } }, 'rules.zone'],
  ])('%s %s %j is refused', async (method, path, body, field) => {
    const answer = await api(method, PATH + path, body)
    expect([answer.status, answer.body.error_code]).toEqual([422, 'VALIDATION_FAILED'])
    expect(answer.body.message).toContain(field)
  })
})

describe('a CSV file of numbers not to call', () => {
  test('is taken over, with a report of each line that holds no number', async () => {
    const csv =
      'Nombre;Teléfono;Motivo\r\nAna;600 000 001;"No, ""gracias"""\r\n\r\nBen;+1 202 555 0123;\r\nEva;abc;\r\nX;112;\r\nAna;+34600000001;\r\n'
    const { status, body } = await upload(csv, '?default_country=ES&source=Lista%20Robinson')
    expect(status).toBe(200)
    expect(body).toEqual({
      added: 2,
      already_there: 1,
      refused_count: 2,
      refused: [
        { line: 5, text: 'abc', code: 'NUMBER_INVALID', message: expect.any(String) },
        { line: 6, text: '112', code: 'NUMBER_NOT_DIALLABLE', message: expect.any(String) },
      ],
    })
    const { data } = await list()
    expect(data).toContainEqual(
      expect.objectContaining({ number: ANA, source: 'Lista Robinson', reason: 'No, "gracias"' }),
    )
  })

  test('of one column needs no headings, and may come from an old spreadsheet', async () => {
    expect((await upload(`\ufeff${ANA}\n${BEN}`)).body).toMatchObject({ added: 2, refused_count: 0 })
    const latin1 = Uint8Array.from('m\u00f3vil,Raz\u00f3n\n+442079460000,s\u00ed', (char) =>
      char.charCodeAt(0),
    )
    expect((await upload(latin1)).body).toMatchObject({ added: 1, refused_count: 0 })
  })

  test('says which column has the numbers, where nobody can tell', async () => {
    const csv = `a,b\nx,${ANA}\n`
    expect((await upload(csv)).body).toMatchObject({ error_code: 'CSV_INVALID' })
    expect((await upload(csv, '?column=c')).body.message).toContain('"c"')
    expect((await upload(csv, '?column=B')).body).toMatchObject({ added: 1 })
  })

  test.each([
    ['an empty file', ''],
    ['a quote left open', 'phone\n"+34600000001\n'],
    ['too many lines', '1\n'.repeat(50_001)],
  ])('is refused whole: %s', async (_, csv) => {
    const { status, body } = await upload(csv)
    expect([status, body.error_code]).toEqual([422, 'CSV_INVALID'])
  })

  test('of twenty thousand lines is entered in one go', async () => {
    const numbers = Array.from({ length: 20_000 }, (_, n) => `+346${String(10_000_000 + n)}`)
    expect((await upload(numbers.join('\n'))).body).toMatchObject({ added: 20_000, refused_count: 0 })
    expect((await upload(numbers.join('\n'))).body).toMatchObject({ added: 0, already_there: 20_000 })
  })

  test('of more than five MiB is refused before it is read', async () => {
    expect((await upload(' '.repeat(5 * 2 ** 20 + 1))).status).toBe(413)
  })
})

describe('whether a number may be called', () => {
  const always = {
    windows: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: '00:00', to: '24:00' }],
  }
  const check = async (numbers: string[], more: object = {}) =>
    (await api('POST', `${PATH}/check`, { numbers, rules: always, ...more })).body.data

  test('is told with its zones, and why not', async () => {
    await add([BEN])
    expect(await check(['600000001', BEN, 'Ana', '112'], { default_country: 'ES' })).toMatchObject([
      {
        input: '600000001',
        number: ANA,
        country: 'ES',
        allowed: true,
        reason: null,
        next_allowed_at: expect.any(String),
      },
      {
        number: BEN,
        zones: ['America/New_York'],
        allowed: false,
        reason: 'do_not_call',
        next_allowed_at: null,
      },
      { input: 'Ana', number: null, reason: 'number_invalid', message: expect.stringContaining('Ana') },
      { number: null, reason: 'not_diallable' },
    ])
  })

  test('says when it may be next, or that it may not for sixty days', async () => {
    const today = new Date().toISOString().slice(0, 10)
    const quiet = { ...always, zone: 'UTC', quiet_days: [today] }
    const [{ allowed, reason, next_allowed_at }] = await check([ANA], { rules: quiet })
    expect([allowed, reason]).toEqual([false, 'window_closed'])
    expect(next_allowed_at).toBe(new Date(Date.parse(today) + 86_400_000).toISOString())
    const days = Array.from({ length: 70 }, (_, n) =>
      new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10),
    )
    const never = await check([ANA], { rules: { ...quiet, quiet_days: days } })
    expect(never).toMatchObject([{ allowed: false, reason: 'window_closed', next_allowed_at: null }])
  })
})
