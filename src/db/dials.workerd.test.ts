import { env } from 'cloudflare:workers'
import { beforeEach, expect, test } from 'vitest'
import { addAgent } from '../../test/support/agents.ts'
import { api } from '../../test/support/api.ts'
import { type DialTerms, dialId, type NewDial } from '../calling/dials.ts'
import { openDb } from './client.ts'
import { enterDials, findDial, forgetDials, releaseDials, settleDial } from './dials.ts'
import { addDoNotCall } from './do-not-call.ts'

const db = openDb(env.DB)
const NOW = Date.parse('2026-03-03T09:00:00Z')
const HOUR = 3_600_000

let terms: DialTerms
let count = 0

beforeEach(async () => {
  await env.DB.batch([env.DB.prepare('DELETE FROM dials'), env.DB.prepare('DELETE FROM do_not_call')])
  terms = { agentId: 'agent_1', hoursBetweenCalls: null, openMs: HOUR, now: NOW }
})

/** A dial of a campaign to a number of its own. */
function dial(n = ++count, number = `+346${String(n).padStart(8, '0')}`): NewDial {
  const row = { campaignId: 'camp_00000000000000000000000a', n, attempt: 1 }
  return { id: dialId(row), number, row }
}

const kinds = async (dials: NewDial[], change: Partial<DialTerms> = {}) =>
  (await enterDials(db, dials, { ...terms, ...change })).map(({ kind }) => kind)

test('dials are entered together, with what they are for', async () => {
  const [a, b] = [dial(), dial()]
  expect(await kinds([a, b])).toEqual(['entered', 'entered'])
  expect(await findDial(db, a.id)).toMatchObject({
    number: a.number,
    agentId: 'agent_1',
    campaignId: a.row?.campaignId,
    row: a.row?.n,
    attempt: 1,
    outcome: null,
    enteredAt: NOW,
    expiresAt: NOW + HOUR,
    endedAt: null,
  })
})

test('a number on the do-not-call list is not dialled, until its entry has expired', async () => {
  const [a, b, c] = [dial(), dial(), dial()]
  const entry = { source: 'test', reason: null }
  await addDoNotCall(
    db,
    [
      { ...entry, number: a.number, expiresAt: null },
      { ...entry, number: b.number, expiresAt: NOW + 1 },
    ],
    NOW - 10,
  )
  expect(await kinds([a, b, c])).toEqual(['DO_NOT_CALL', 'DO_NOT_CALL', 'entered'])
  expect(await kinds([b], { now: NOW + 2 })).toEqual(['entered'])
})

test('a number is left in peace for the hours between calls, whoever called it', async () => {
  const { number } = dial()
  const first = dial(++count, number)
  await enterDials(db, [first], terms)
  await settleDial(db, first.id, { outcome: 'answered', callId: 'call_1', endedAt: NOW + 60_000 })
  const [answer] = await enterDials(db, [dial(++count, number)], {
    ...terms,
    agentId: 'another',
    hoursBetweenCalls: 4,
    now: NOW + HOUR,
  })
  expect(answer).toEqual({ kind: 'CALLED_RECENTLY', again: NOW + 4 * HOUR })
  expect(await kinds([dial(++count, number)], { hoursBetweenCalls: 4, now: NOW + 4 * HOUR })).toEqual([
    'entered',
  ])
})

test('a number that is being called is not called a second time at once', async () => {
  const { number } = dial()
  await enterDials(db, [dial(++count, number)], terms)
  const [answer] = await enterDials(db, [dial(++count, number)], terms)
  expect(answer).toEqual({ kind: 'CALLED_RECENTLY', again: NOW + 120_000 })
  expect(await kinds([dial(++count, number)], { now: NOW + HOUR })).toEqual(['entered'])
})

test('an agent has no more calls at a time than it may have, over all campaigns', async () => {
  const agent = await addAgent([], { max_concurrent_calls: 3 })
  const of = { agentId: agent.id }
  const [a, b, c, d] = [dial(), dial(), dial(), dial()]
  expect(await kinds([a, b], of)).toEqual(['entered', 'entered'])
  expect(await kinds([c, d], of)).toEqual(['entered', 'AGENT_BUSY'])
  await settleDial(db, a.id, { outcome: 'busy', callId: null, endedAt: NOW })
  expect(await kinds([d], of)).toEqual(['entered'])
  await api('PATCH', `/v1/agents/${agent.id}`, { max_concurrent_calls: null })
  expect(await kinds([dial(), dial(), dial()], of)).toEqual(Array(3).fill('entered'))
})

test('calls whose end was never heard of make room when they expire', async () => {
  const agent = await addAgent([], { max_concurrent_calls: 1 })
  const of = { agentId: agent.id }
  await kinds([dial()], of)
  expect(await kinds([dial()], of)).toEqual(['AGENT_BUSY'])
  expect(await kinds([dial()], { ...of, now: NOW + HOUR })).toEqual(['entered'])
})

test('requests that come together never go over a cap, nor enter a number twice', async () => {
  const agent = await addAgent([], { max_concurrent_calls: 5 })
  const { number } = dial()
  const requests = Array.from({ length: 8 }, () => [dial(), dial(++count, number)])
  const answers = await Promise.all(requests.map((dials) => kinds(dials, { agentId: agent.id })))
  expect(answers.flat().filter((kind) => kind === 'entered')).toHaveLength(5)
  expect(answers.filter(([, same]) => same === 'entered').length).toBeLessThanOrEqual(1)
})

test("a campaign's dial may be entered again while it is open, and takes no second place", async () => {
  const agent = await addAgent([], { max_concurrent_calls: 1 })
  const again = dial()
  const of = { agentId: agent.id, hoursBetweenCalls: 24 }
  expect(await kinds([again], of)).toEqual(['entered'])
  expect(await kinds([again], { ...of, now: NOW + 5 })).toEqual(['entered'])
  expect((await findDial(db, again.id))?.enteredAt).toBe(NOW + 5)
  await settleDial(db, again.id, { outcome: 'answered', callId: null, endedAt: NOW })
  expect(await kinds([again], of)).toEqual(['DIALLED_ALREADY'])
})

test('a dial of a step is entered once', async () => {
  const once: NewDial = { id: 'run_1:step_1', number: '+34600000001' }
  expect(await kinds([once])).toEqual(['entered'])
  expect(await kinds([once])).toEqual(['DIALLED_ALREADY'])
})

test('what was not made is taken out, and what has ended stays', async () => {
  const [a, b] = [dial(), dial()]
  await enterDials(db, [a, b], terms)
  await settleDial(db, b.id, { outcome: 'answered', callId: 'call_1', endedAt: NOW })
  await settleDial(db, b.id, { outcome: 'unknown', callId: null, endedAt: NOW + 1 })
  await releaseDials(db, [a.id, b.id])
  expect(await findDial(db, a.id)).toBeUndefined()
  expect(await findDial(db, b.id)).toMatchObject({ outcome: 'answered', callId: 'call_1', endedAt: NOW })
})

test('dials are forgotten when nobody needs them: neither runs of their age nor the rules of a campaign', async () => {
  const agent = await addAgent([])
  const [a, b] = [dial(), dial()]
  await enterDials(db, [a], terms)
  await enterDials(db, [b], { ...terms, now: NOW + 40 * HOUR })
  const { body } = await api('POST', '/v1/campaigns', {
    name: 'Patient',
    agent: agent.id,
    rules: { hours_between_calls: 60 },
  })
  await forgetDials(db, NOW + 50 * HOUR, NOW + 30 * HOUR, 100)
  expect(await findDial(db, a.id)).toBeDefined()
  await api('DELETE', `/v1/campaigns/${body.id}`)
  await forgetDials(db, NOW + 50 * HOUR, NOW + 30 * HOUR, 100)
  expect(await findDial(db, a.id)).toBeUndefined()
  expect(await findDial(db, b.id)).toBeDefined()
})
