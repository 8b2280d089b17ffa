import { evictDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import Papa from 'papaparse'
import { beforeAll, expect, test, vi } from 'vitest'
import { addAgent, type TestAgent } from '../../test/support/agents.ts'
import { type ApiAnswer, api, call, worker } from '../../test/support/api.ts'
import { campaignOf } from '../campaign/protocol.ts'
import { getCampaign, overdueCampaigns } from '../db/campaigns.ts'
import { openDb } from '../db/client.ts'
import { pokeCampaigns } from '../schedule/poke.ts'

const always = {
  windows: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: '00:00', to: '24:00' }],
}
const fast = { rules: always, calls_per_minute: 1200, max_concurrent_calls: 50 }

let agent: TestAgent
beforeAll(async () => {
  agent = await addAgent([], { provider: 'simulator' })
})

async function create(settings: object = {}): Promise<string> {
  const { status, body } = await api('POST', '/v1/campaigns', { name: 'Test', agent: agent.id, ...settings })
  if (status !== 201) throw new Error(JSON.stringify(body))
  return body.id
}

const read = async (id: string) => (await api('GET', `/v1/campaigns/${id}`)).body
const control = (id: string, command: string) => api('POST', `/v1/campaigns/${id}/${command}`)

const inStatus = (id: string, status: string) =>
  vi.waitFor(
    async () => {
      const { progress } = await read(id)
      if (progress.status !== status) throw new Error(JSON.stringify(progress))
      return progress
    },
    { timeout: 20_000, interval: 100 },
  )

/** Numbers whose last digits tell the simulated network what is to happen. */
const numbers = (...endings: number[]) =>
  endings.map((ending, n) => ({ number: `+34600${String(n).padStart(4, '0')}${ending}` }))

test('a campaign calls its numbers on the simulated network and ends with what came of them', async () => {
  const rows = numbers(10, 90, 91, 92, 10)
  const id = await create({ ...fast, retry: { max_attempts: 1 }, rows })
  expect((await read(id)).progress).toMatchObject({ status: 'DRAFT', rows: 5, queued: 5 })
  expect((await control(id, 'start')).body.progress.status).toBe('RUNNING')
  const progress = await inStatus(id, 'DONE')
  expect(progress).toMatchObject({
    queued: 0,
    done: { answered: 2, voicemail: 1 },
    failed: { no_answer: 1, busy: 1 },
    estimated_end: null,
  })
  expect(progress.ended).not.toBeNull()
  const { body } = await api('GET', `/v1/campaigns/${id}/rows`)
  expect(body.data.map((row: { reason: string }) => row.reason)).toEqual([
    'answered',
    'no_answer',
    'busy',
    'voicemail',
    'answered',
  ])
  expect(body.data[0]).toMatchObject({ id: '1', state: 'DONE', attempts: 1, next_at: null })
  expect(body.data[0].call_id).toMatch(/^sim_/)
  expect(body.data[0].duration_seconds).toBeGreaterThan(0)
  const dials = await env.DB.prepare('SELECT outcome, ended_at FROM dials WHERE campaign_id = ?')
    .bind(id)
    .all()
  expect(dials.results.every(({ ended_at }) => ended_at !== null)).toBe(true)
  await vi.waitFor(async () => {
    expect(await getCampaign(openDb(env.DB), id)).toMatchObject({ status: 'DONE', nextAt: null })
  })
})

test('variables of the row come before those of the campaign', async () => {
  const [row] = numbers(10)
  const id = await create({
    ...fast,
    dynamic_variables: { greeting: 'Hola', name: 'you' },
    rows: [{ ...row, dynamic_variables: { name: 'Ana' } }],
  })
  await control(id, 'start')
  await inStatus(id, 'DONE')
  const { body } = await api('GET', `/v1/campaigns/${id}/rows`)
  const calls = await api('GET', `/v1/calls?phone_number=${encodeURIComponent(row!.number)}`)
  const made = calls.body.data.find((each: { call_id: string }) => each.call_id === body.data[0].call_id)
  expect(made.dynamic_variables).toMatchObject({ greeting: 'Hola', name: 'Ana' })
})

test('numbers are read as people write them, and what is none is kept as skipped, saying why', async () => {
  const id = await create({
    default_country: 'ES',
    rows: [{ number: '600 00 00 01' }, { number: 'Ana' }, { number: '112' }],
  })
  const { body } = await api('GET', `/v1/campaigns/${id}/rows?state=SKIPPED`)
  expect(body.data).toMatchObject([
    { number: 'Ana', reason: 'number_invalid', detail: expect.stringContaining('"Ana"') },
    { number: '112', reason: 'not_diallable' },
  ])
  const queued = await api('GET', `/v1/campaigns/${id}/rows?state=QUEUED`)
  expect(queued.body.data).toMatchObject([{ number: '+34600000001', key: '+34600000001' }])
})

test('rows are added once for each key, however often they are sent', async () => {
  const id = await create()
  const rows = [{ number: '+34600000001' }, { number: '+34600000001', key: 'second' }]
  const add = () => api('POST', `/v1/campaigns/${id}/rows`, { rows })
  const answers = await Promise.all([add(), add(), add()])
  expect(answers.map(({ body }) => body.added).sort()).toEqual([0, 0, 2])
  expect((await read(id)).progress.rows).toBe(2)
})

test('ten thousand rows go in with one request', { timeout: 60_000 }, async () => {
  const id = await create()
  const rows = Array.from({ length: 10_000 }, (_, n) => ({ number: `+346${String(n).padStart(8, '0')}` }))
  const { status, body } = await api('POST', `/v1/campaigns/${id}/rows`, { rows })
  expect([status, body.added]).toEqual([200, 10_000])
  const more = await api('POST', `/v1/campaigns/${id}/rows`, { rows: [...rows, rows[0]] })
  expect(more.status).toBe(422)
})

const csv = (id: string, text: string, query = ''): Promise<ApiAnswer> =>
  call('POST', `/v1/campaigns/${id}/rows/import${query}`, text, {
    authorization: 'Bearer test-admin-token',
    'content-type': 'text/csv',
  })

test('a CSV file becomes rows, and each line that is left out is named with its reason', async () => {
  const id = await create({ default_country: 'ES' })
  const text =
    'Nombre;Teléfono;key\nAna;600 00 00 01;a\n"Be\nn";nobody;b\nCleo;+34 600 00 00 03;\nAna again;600000001;a\n'
  const { status, body } = await csv(id, text)
  expect([status, body]).toEqual([
    200,
    {
      added: 3,
      skipped_count: 1,
      skipped: [
        { line: 3, text: 'nobody', reason: 'number_invalid', message: expect.stringContaining('nobody') },
      ],
      already_there_count: 1,
      already_there: [
        { line: 2, key: 'a' },
        { line: 6, key: 'a' },
      ],
    },
  ])
  const { data } = (await api('GET', `/v1/campaigns/${id}/rows`)).body
  expect(data[0]).toMatchObject({ key: 'a', number: '+34600000001', dynamic_variables: { Nombre: 'Ana' } })
})

test('a CSV file without a column of numbers is refused, saying how to name it', async () => {
  const id = await create()
  expect((await csv(id, 'a,b\n1,2\n')).body).toMatchObject({ error_code: 'CSV_INVALID' })
  expect((await csv(id, 'a,b\n+34600000001,2\n', '?number_column=a')).body).toMatchObject({ added: 1 })
  expect((await csv(id, 'a,b\n+34600000001,2\n', '?number_column=a&key_column=z')).body).toMatchObject({
    error_code: 'CSV_INVALID',
    message: expect.stringContaining('"z"'),
  })
})

test('rows are listed page by page, and exported as a whole', async () => {
  const id = await create({ rows: numbers(...Array(7).fill(10)) })
  const first = (await api('GET', `/v1/campaigns/${id}/rows?limit=5`)).body
  expect([first.data.length, first.has_more, first.last_id]).toEqual([5, true, '5'])
  const second = (await api('GET', `/v1/campaigns/${id}/rows?limit=5&after=${first.last_id}`)).body
  expect([second.data.length, second.has_more, second.last_id]).toEqual([2, false, '7'])
  const response = await worker.fetch(`http://patchcord.test/v1/campaigns/${id}/rows.csv`, {
    headers: { authorization: 'Bearer test-admin-token' },
  })
  const { data } = Papa.parse<Record<string, string>>(await response.text(), {
    header: true,
    skipEmptyLines: true,
  })
  expect(data).toHaveLength(7)
  expect(data[6]).toMatchObject({ number: '+34600000610', state: 'QUEUED', dynamic_variables: '{}' })
})

test('text that a spreadsheet would run is exported as text', async () => {
  const id = await create({ rows: [{ number: '+34600000001', key: '=1+1' }] })
  const { body } = await api('GET', `/v1/campaigns/${id}/rows.csv`)
  expect(body).toContain("'=1+1")
  expect(body).toContain(',+34600000001,')
})

test('a campaign is paused, resumed and stopped; what it does already is no error', async () => {
  const id = await create({ keep_open: true, rules: always })
  expect((await control(id, 'pause')).body).toMatchObject({ error_code: 'CAMPAIGN_NOT_STARTED' })
  for (const [command, status] of [
    ['start', 'RUNNING'],
    ['start', 'RUNNING'],
    ['pause', 'PAUSED'],
    ['pause', 'PAUSED'],
    ['resume', 'RUNNING'],
    ['stop', 'STOPPED'],
    ['stop', 'STOPPED'],
  ] as const) {
    const { body } = await control(id, command)
    expect([command, body.progress.status]).toEqual([command, status])
  }
  expect((await control(id, 'start')).body).toMatchObject({ error_code: 'CAMPAIGN_ENDED' })
  expect((await api('POST', `/v1/campaigns/${id}/rows`, { rows: numbers(10) })).status).toBe(409)
  expect((await api('PATCH', `/v1/campaigns/${id}`, { name: 'Late' })).status).toBe(409)
})

test('a campaign without rows is not started, unless it is a standing one', async () => {
  expect((await control(await create(), 'start')).body).toMatchObject({ error_code: 'CAMPAIGN_EMPTY' })
})

test('settings are changed one by one, and keep what is not sent', async () => {
  const id = await create({ retry: { max_attempts: 5 } })
  const { body } = await api('PATCH', `/v1/campaigns/${id}`, { name: 'Renamed', max_concurrent_calls: 9 })
  expect(body.settings).toMatchObject({
    name: 'Renamed',
    max_concurrent_calls: 9,
    retry: { max_attempts: 5 },
  })
  expect((await api('GET', '/v1/campaigns?search=Renamed')).body.data).toMatchObject([
    { id, name: 'Renamed' },
  ])
})

test.each<[object, string]>([
  [{ name: '' }, 'name'],
  [{ calls_per_minute: 0 }, 'calls_per_minute'],
  [{ rules: { windows: [] } }, 'rules'],
  [{ retry: { after: { busy: ['soon'] } } }, 'retry'],
  [{ default_country: 'Spain' }, 'default_country'],
  [{ start_at: 'tomorrow' }, 'start_at'],
  [{ dynamic_variables: { long: 'x'.repeat(9_000) } }, 'dynamic_variables'],
])('settings that do not fit are refused, naming the field: %#', async (settings, field) => {
  const { status, body } = await api('POST', '/v1/campaigns', { name: 'Bad', agent: agent.id, ...settings })
  expect([status, body.error_code]).toEqual([422, 'VALIDATION_FAILED'])
  expect(body.message).toContain(field)
})

test('an agent is named by its number or id, and must exist with that version', async () => {
  const caller = await addAgent([], { provider: 'simulator', phone_number: '+34910000042' })
  const id = await create({ agent: '+34910000042' })
  expect((await read(id)).settings.agent).toBe(caller.id)
  const unknown = await api('POST', '/v1/campaigns', { name: 'x', agent: 'nobody' })
  expect([unknown.status, unknown.body.error_code]).toEqual([404, 'AGENT_NOT_FOUND'])
  const version = await api('PATCH', `/v1/campaigns/${id}`, { agent_version: 'none' })
  expect([version.status, version.body.error_code]).toEqual([404, 'AGENT_VERSION_NOT_FOUND'])
})

test('what is not there is not found, and asking makes nothing', async () => {
  for (const [method, path, body] of [
    ['GET', ''],
    ['PATCH', '', { name: 'x' }],
    ['DELETE', ''],
    ['POST', '/start'],
    ['GET', '/rows'],
    ['GET', '/rows.csv'],
    ['POST', '/rows', { rows: numbers(10) }],
  ] as const) {
    const answer = await api(method, `/v1/campaigns/camp_0${path}`, body)
    expect([path, answer.status, answer.body.error_code]).toEqual([path, 404, 'CAMPAIGN_NOT_FOUND'])
  }
})

test('a campaign is deleted with its rows, but not while it runs', async () => {
  const id = await create({ keep_open: true, rows: numbers(10), start_at: '2099-01-01T00:00:00Z' })
  await control(id, 'start')
  const refused = await api('DELETE', `/v1/campaigns/${id}`)
  expect([refused.status, refused.body.error_code]).toEqual([409, 'CAMPAIGN_RUNNING'])
  await control(id, 'stop')
  expect((await api('DELETE', `/v1/campaigns/${id}`)).status).toBe(204)
  expect((await api('GET', `/v1/campaigns/${id}`)).status).toBe(404)
  const left = await campaignOf(env, id)
    .read()
    .catch(({ code }: { code: string }) => code)
  expect(left).toBe('CAMPAIGN_NOT_FOUND')
})

test('lists are filtered, and wake no campaign', async () => {
  const other = await addAgent([], { provider: 'simulator' })
  const standing = await create({ agent: other.id, keep_open: true, name: 'Welcome calls' })
  const draft = await create({ agent: other.id, name: 'Reminders' })
  await control(standing, 'start')
  const ids = async (query: string) =>
    (await api('GET', `/v1/campaigns?agent=${other.id}&${query}`)).body.data.map(
      ({ id }: { id: string }) => id,
    )
  expect(await ids('')).toEqual([draft, standing])
  expect(await ids('status=RUNNING')).toEqual([standing])
  expect(await ids('keep_open=false')).toEqual([draft])
  expect(await ids('search=remind')).toEqual([draft])
})

test('a campaign that was evicted goes on with its alarm', async () => {
  const id = await create({ ...fast, rows: numbers(10, 10) })
  await control(id, 'start')
  await evictDurableObject(env.CAMPAIGNS.getByName(id))
  expect(await inStatus(id, 'DONE')).toMatchObject({ done: { answered: 2 } })
})

test('a campaign that went silent is knocked at', async () => {
  const id = await create({
    ...fast,
    rows: numbers(10),
    start_at: new Date(Date.now() + 3_600_000).toISOString(),
  })
  await control(id, 'start')
  const db = openDb(env.DB)
  const hours = (n: number) => Date.now() + n * 3_600_000
  expect(await overdueCampaigns(db, hours(0.5), 10)).not.toContain(id)
  expect(await overdueCampaigns(db, hours(2), 10)).toContain(id)
  expect(await pokeCampaigns(env, hours(3))).toBeGreaterThanOrEqual(1)
})

test('who may only look may not control', async () => {
  const key = async (scopes: string[]) => (await api('POST', '/v1/api-keys', { name: 'k', scopes })).body.key
  const viewer = { authorization: `Bearer ${await key(['campaigns.view'])}` }
  expect((await call('GET', '/v1/campaigns', undefined, viewer)).status).toBe(200)
  const body = { name: 'x', agent: agent.id }
  expect((await call('POST', '/v1/campaigns', body, viewer)).body).toMatchObject({ error_code: 'FORBIDDEN' })
})
