import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { publishWorkflow } from '../../scripts/demo/seed.ts'
import { chain, definition, piece, pieceTrigger } from '../support/definitions.ts'
import { type Account, type PhoneNetwork, phoneNetwork } from '../support/phone-network.ts'
import { type Server, startServer } from '../support/server.ts'

interface Execution {
  id: string
  status: string
  steps: Record<string, { output: { phone?: string; outcome?: string; body?: unknown } | null }>
}

/** How each call is going to end, by the number dialled. */
const OUTCOMES = new Map([
  ['+34600000001', 'answered'],
  ['+34600000090', 'no_answer'],
  ['+34600000091', 'busy'],
  ['+34600000092', 'voicemail'],
  ['+34600000097', 'answered'],
  ['+34600000098', 'answered'],
])
/** Long enough for the kill to come while all phones ring. */
const RING_SECONDS = 3

const state = mkdtempSync(join(tmpdir(), 'patchcord-call-end-'))
const start = () => startServer({ state, env: { PATCHCORD_DEMO: '0' } })
let server: Server
let account: Account
let network: PhoneNetwork
let launcher: string

async function restart(): Promise<void> {
  await server.kill()
  server = await start()
  account.url = server.url
}

async function executions(): Promise<Execution[]> {
  const { data } = await server.api<{ data: { id: string }[] }>(
    'GET',
    `/v1/workflow/${launcher}/executions?limit=30`,
  )
  return Promise.all(data.map(({ id }) => server.api<Execution>('GET', `/v1/workflow/executions/${id}`)))
}

const statuses = async () => (await executions()).map(({ status }) => status)

beforeAll(async () => {
  server = await start()
  const agent = await server.api<Account>('POST', '/v1/agents', { name: 'Caller', provider: 'generic' })
  account = { ...agent, url: server.url }
  network = await phoneNetwork(account, RING_SECONDS)
  await server.api('PATCH', `/v1/agents/${agent.id}`, { outbound_url: network.url })
  const call = piece('step_1', 'diga', 'makeCall', {
    from: agent.id,
    to: '{{trigger.body.phone}}',
    wait_for_end: true,
  })
  const noted = piece('step_2', 'store', 'add_to_list', {
    key: 'outcomes',
    value: ['{{trigger.body.phone}} {{step_1.outcome}}'],
    ignore_if_exists: false,
    store_scope: 'COLLECTION',
  })
  const trigger = pieceTrigger('webhook', 'catch_webhook', { authType: 'none' })
  launcher = await publishWorkflow(server.api, {
    ...definition(trigger, chain(call, noted)),
    displayName: 'Call and wait',
  })
})

afterAll(async () => {
  await network?.close()
  await server?.stop()
  rmSync(state, { recursive: true })
})

test('a run that waits for a call survives the process, hears of the end, and dials nobody twice', async () => {
  for (const phone of OUTCOMES.keys()) {
    await fetch(`${server.url}/webhooks/${launcher}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ phone }),
    })
  }
  await expect.poll(statuses, { timeout: 20_000 }).toEqual(Array(OUTCOMES.size).fill('PAUSED'))
  expect(network.requests).toHaveLength(OUTCOMES.size)
  // While the phones ring.
  await restart()
  // When a call's end was accepted, and nobody was told of it yet.
  await expect
    .poll(() => [...network.calls.values()].some(({ isReported }) => isReported), {
      timeout: 30_000,
      interval: 5,
    })
    .toBe(true)
  await restart()
  await expect.poll(statuses, { timeout: 60_000 }).toEqual(Array(OUTCOMES.size).fill('SUCCEEDED'))

  const heard = (await executions()).map(({ steps }) => {
    const { phone } = (steps.trigger?.output?.body ?? {}) as { phone: string }
    return [phone, steps.step_1?.output?.outcome] as const
  })
  expect(new Map(heard)).toEqual(OUTCOMES)
  expect(network.requests.map(({ number }) => number).sort()).toEqual([...OUTCOMES.keys()].sort())
  expect(network.calls.size).toBe(OUTCOMES.size)
})
