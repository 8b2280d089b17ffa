import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { chain, definition, piece, pieceTrigger } from '../support/definitions.ts'
import { type Server, startServer } from '../support/server.ts'

/** A run followed through a delay in whose middle the server is killed. The client is the one Node brings along. */

interface Message {
  type: string
  seq?: number
  status?: string
  run?: { id: string; status: string }
}

/** Long enough to kill the server and start it again in the meantime, short enough to wait for. */
const DELAY_SECONDS = 15
const TIMEOUT = { timeout: 60_000 }

const state = mkdtempSync(join(tmpdir(), 'patchcord-live-'))
let server: Server
let workflow: string

beforeAll(async () => {
  server = await startServer({ state, env: { PATCHCORD_DEMO: '0' } })
  const map = (name: string) => piece(name, 'data-mapper', 'advanced_mapping', { mapping: { name } })
  const wait = piece('step_2', 'delay', 'delayFor', { unit: 'seconds', delayFor: DELAY_SECONDS })
  const trigger = pieceTrigger('webhook', 'catch_webhook', { authType: 'none' })
  const { id } = await server.api<{ id: string }>('POST', '/v1/workflow/', { name: 'Slow' })
  workflow = id
  await server.api('POST', `/v1/workflow/${id}/import`, {
    ...definition(trigger, chain(map('step_1'), wait, map('step_3'))),
  })
  await server.api('POST', `/v1/workflow/${id}/publish`)
  await server.api('PATCH', `/v1/workflow/${id}/status`, { status: 'ENABLED' })
})

afterAll(async () => {
  await server?.stop()
  rmSync(state, { recursive: true })
})

/** Follows as a browser does: a ticket first, then the WebSocket. */
async function follow(path: string, after?: number) {
  const { ticket } = await server.api<{ ticket: string }>('POST', `${path}-ticket`)
  const url = new URL(path, server.url.replace('http', 'ws'))
  url.searchParams.set('ticket', ticket)
  if (after !== undefined) url.searchParams.set('after', String(after))
  const socket = new WebSocket(url.href)
  const messages: Message[] = []
  const closed = Promise.withResolvers<number>()
  socket.addEventListener('message', ({ data }) => messages.push(JSON.parse(String(data)) as Message))
  socket.addEventListener('close', ({ code }) => closed.resolve(code))
  return { messages, closed: closed.promise }
}

const entries = (messages: Message[]) => messages.filter(({ type }) => /^(run|step)\./.test(type))
const types = (messages: Message[]) => messages.map(({ type }) => type)

test('a follower who connects again after the server was killed misses nothing and sees nothing twice', async () => {
  const response = await fetch(`${server.url}/webhooks/${workflow}`, { method: 'POST', body: '{}' })
  const runId = response.headers.get('x-run-id') ?? ''
  const runPath = `/v1/workflow/executions/${runId}/live`
  const listPath = `/v1/workflow/${workflow}/executions/live`
  const [before, list] = [await follow(runPath), await follow(listPath, 0)]
  await expect.poll(() => types(before.messages), TIMEOUT).toContain('step.paused')
  await expect.poll(() => list.messages.some(({ run }) => run?.status === 'PAUSED'), TIMEOUT).toBe(true)
  const { port } = new URL(server.url)
  await server.kill()
  expect([await before.closed, await list.closed]).toEqual([1006, 1006])

  server = await startServer({ state, port: Number(port), env: { PATCHCORD_DEMO: '0' } })
  const after = await follow(runPath, entries(before.messages).at(-1)?.seq)
  const listAfter = await follow(listPath, list.messages.at(-1)?.seq)
  expect(await after.closed).toBe(1000)
  expect(after.messages.at(-1)).toEqual({ type: 'end', status: 'SUCCEEDED' })

  const { data } = await server.api<{ data: Message[] }>('GET', `/v1/workflow/executions/${runId}/events`)
  const seen = entries([...before.messages, ...after.messages])
  expect(seen.map(({ seq, type }) => ({ seq, type }))).toEqual(data.map(({ seq, type }) => ({ seq, type })))
  expect(types(seen)).toContain('run.succeeded')
  await expect
    .poll(() => listAfter.messages.filter(({ run }) => run?.id === runId).at(-1)?.run?.status, TIMEOUT)
    .toBe('SUCCEEDED')
})
