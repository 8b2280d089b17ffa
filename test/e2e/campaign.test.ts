import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { randomFrom } from '../support/campaign-world.ts'
import { type PhoneCall, type PhoneFate, randomNetwork } from '../support/random-network.ts'
import { freePort, type Server, startServer } from '../support/server.ts'

// A campaign on the real runtime and a telephone network that does everything a network does, killed in the middle.

const ROWS = 200
const seed = Number(process.env.PATCHCORD_TEST_SEED ?? Date.now() % 1_000_000)
const PATIENT_MS = 400_000

const NORMAL: PhoneFate = {
  answer: 'ok',
  answerMs: 20,
  rings: true,
  outcome: 'answered',
  callMs: 600,
  tellings: 1,
  namesRequest: true,
}

/** What may happen, and how often in a hundred. */
const FATES: readonly (readonly [percent: number, fate: Partial<PhoneFate>])[] = [
  [30, {}],
  [12, { outcome: 'no_answer' }],
  [10, { outcome: 'busy', callMs: 100 }],
  [10, { outcome: 'voicemail' }],
  [5, { callMs: 50 }],
  [5, { outcome: 'failed' }],
  [4, { answer: 429, rings: false }],
  [3, { answer: 500, rings: false }],
  [3, { answer: 500 }],
  [2, { answer: 'dropped' }],
  [2, { answer: 500, namesRequest: false }],
  [5, { answerMs: 3_000, callMs: 4_000 }],
  [4, { tellings: 3 }],
  // The end is told before the request is answered.
  [5, { answerMs: 2_500, callMs: 50, tellings: 2 }],
]

function fateOf(number: string, nth: number): PhoneFate {
  const random = randomFrom(seed + Number(number.slice(-5)) * 31 + nth)
  let left = random() * 100
  const found = FATES.find(([percent]) => {
    left -= percent
    return left < 0
  })
  return { ...NORMAL, ...found?.[1] }
}

let state: string
let port: number
let server: Server
let agent: { id: string; bearer_secret: string }
let network: Awaited<ReturnType<typeof randomNetwork>>

const start = () => startServer({ state, port, env: { PATCHCORD_DEMO: '0' } })

beforeAll(async () => {
  state = mkdtempSync(join(tmpdir(), 'patchcord-campaign-'))
  port = await freePort()
  network = await randomNetwork(fateOf, () => ({
    url: `http://127.0.0.1:${port}/hooks/generic/${agent.id}/call-finished`,
    secret: agent.bearer_secret,
  }))
  server = await start()
  const body = { name: 'Campaign', provider: 'generic', outbound_url: network.url, max_concurrent_calls: 40 }
  agent = await server.api('POST', '/v1/agents', body)
})

afterAll(async () => {
  await server?.stop()
  await network?.close()
  rmSync(state, { recursive: true })
})

interface Row {
  id: string
  number: string
  state: string
  reason: string
  attempts: number
  call_id: string | null
}

async function allRows(id: string): Promise<Row[]> {
  return (await server.api<{ data: Row[] }>('GET', `/v1/campaigns/${id}/rows?limit=1000`)).data
}

/** The attempt that a request was for. */
const attemptOf = ({ requestId }: PhoneCall) => Number(requestId.split('_').at(-1))

test(`killed in the middle, a campaign of ${ROWS} ends with what the network saw, and nobody was called twice for one attempt (PATCHCORD_TEST_SEED=${seed})`, {
  timeout: PATIENT_MS,
}, async () => {
  const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
  const campaign = await server.api<{ id: string }>('POST', '/v1/campaigns', {
    name: 'End to end',
    agent: agent.id,
    rules: { windows: [{ days, from: '00:00', to: '24:00' }] },
    max_concurrent_calls: 25,
    calls_per_minute: 600,
    retry: { max_attempts: 2, after: { no_answer: ['1m'], busy: [], failed: [] } },
    rows: Array.from({ length: ROWS }, (_, n) => ({ number: `+346000${String(n).padStart(5, '0')}` })),
  })
  const at = (path: string) => `/v1/campaigns/${campaign.id}${path}`
  await server.api('POST', at('/start'))

  while (network.calls.length < ROWS / 3) await sleep(20)
  await server.kill()
  const killedAt = Date.now()
  await sleep(2_000)
  server = await start()

  for (;;) {
    const { progress } = await server.api<{ progress: { status: string; reason: string } }>('GET', at(''))
    if (progress.status === 'DONE') break
    // Five in a row that the network did not take: as its operator would, we go on.
    if (progress.status === 'PAUSED') await server.api('POST', at('/resume'))
    await sleep(1_000)
  }

  const rows = await allRows(campaign.id)
  expect(rows).toHaveLength(ROWS)
  const rung = network.calls.filter(({ fate }) => fate.rings)
  expect(rung.some((call) => call.at > killedAt)).toBe(true)
  const ids = rung.map(({ requestId }) => requestId)
  expect(ids).toEqual([...new Set(ids)])
  for (const row of rows) {
    const calls = rung
      .filter(({ number }) => number === row.number)
      .toSorted((a, b) => attemptOf(a) - attemptOf(b))
    const last = calls.at(-1)
    const seen = {
      number: row.number,
      attempts: calls.map(attemptOf),
      reason: last?.fate.outcome,
      id: last?.callId,
    }
    const told = {
      number: row.number,
      attempts: Array.from({ length: row.attempts }, (_, n) => n + 1),
      reason: row.reason,
      id: row.call_id,
    }
    expect(told).toEqual(seen)
    const isReached = row.reason === 'answered' || row.reason === 'voicemail'
    expect([row.number, row.state]).toEqual([row.number, isReached ? 'DONE' : 'FAILED'])
  }
  const retried = rows.filter(({ attempts }) => attempts === 2)
  expect(retried.length).toBeGreaterThan(5)
})

test('a network that has told an end more often than once is taken at its word each time', () => {
  const again = network.calls.filter(({ fate, endedAt }) => fate.tellings > 1 && endedAt !== null)
  expect(again.length).toBeGreaterThan(3)
  expect(again.every(({ fate, taken }) => taken === fate.tellings)).toBe(true)
})

test('the list shows the campaign as it ended, and nothing unknown', async () => {
  const listed = () => server.api<{ data: { status: string; counts: object }[] }>('GET', '/v1/campaigns')
  await expect.poll(async () => (await listed()).data[0]?.status, { timeout: 20_000 }).toBe('DONE')
  expect(JSON.stringify((await listed()).data[0]?.counts)).not.toMatch(/"(unknown|no_result)"/)
})
