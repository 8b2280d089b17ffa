import { env } from 'cloudflare:workers'
import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { acmePackage, pin } from '../../test/support/acme-piece.ts'
import { addWorkflow, api, call } from '../../test/support/api.ts'
import { installed, loadPublished } from '../../test/support/community.ts'
import { definition, pieceTrigger } from '../../test/support/definitions.ts'
import { payloadsOf } from '../../test/support/runs-of.ts'
import { seal } from '../connection/seal.ts'
import { openDb } from '../db/client.ts'
import { insertConnection } from '../db/connections.ts'
import { lookAmong } from '../piece/registry.ts'
import { tick } from '../schedule/tick.ts'
import { finderOf } from './find.ts'

const MINUTE = 60_000
let now = Date.now()
const tickIn = (ms: number) => {
  now += ms
  return tick(env, now)
}

/** A package whose triggers tell what they were asked by a request to \`https://acme.example/<hook>\`. */
const ACME = acmePackage(`
  const tell = async (hook, body) =>
    (await fetch('https://acme.example/' + hook, { method: 'POST', body: JSON.stringify(body ?? {}) })).json()
  const auth = { type: 'SECRET_TEXT', displayName: 'Key', required: true }
  const triggers = {
    polled: {
      type: 'POLLING',
      async onEnable({ store }) { await store.put('last', 0) },
      async onDisable() { await tell('disable') },
      async run({ store }) {
        const last = await store.get('last')
        const { items } = await tell('items')
        await store.put('last', Math.max(last, ...items))
        return items.filter((item) => item > last).map((item) => ({ item }))
      },
      async test() { return [{ item: 'sample' }] },
    },
    hooked: {
      type: 'WEBHOOK',
      requireAuth: true,
      handshakeConfiguration: { strategy: 'HEADER_PRESENT', paramName: 'X-Challenge' },
      renewConfiguration: { strategy: 'CRON', cronExpression: '0 0 * * *' },
      async onEnable({ webhookUrl, auth, store }) {
        const { id } = await tell('subscribe', { webhookUrl, key: auth.secret_text })
        await store.put('subscription', id)
      },
      async onDisable({ store }) { await tell('unsubscribe', { id: await store.get('subscription') }) },
      async onRenew({ store }) { await tell('renew', { id: await store.get('subscription') }) },
      async onHandshake({ payload }) { return { status: 200, body: { echo: payload.headers['x-challenge'] } } },
      async run({ payload }) { return payload.body.dull ? [] : payload.body.events },
    },
    heard: {
      type: 'APP_WEBHOOK',
      async onEnable({ app }) { await app.createListeners({ events: ['thing'], identifierValue: 'team_1' }) },
      async onDisable() {},
      async run({ payload }) { return [{ heard: payload.body.text }] },
    },
  }
  const events = {
    parseAndReply: ({ payload }) => payload.body.challenge
      ? { reply: { headers: {}, body: payload.body.challenge } }
      : { event: payload.body.type, identifierValue: payload.body.team },
    verify: ({ payload, webhookSecret }) => payload.headers['x-signature'] === webhookSecret + payload.rawBody.length,
  }
`)

/** What acme was told, and what it lists. */
const acme = { told: [] as { hook: string; body: Record<string, unknown> }[], items: [] as number[] }
const told = (hook: string) => acme.told.filter((each) => each.hook === hook).map(({ body }) => body)
const sheet: string[][] = []

beforeEach(async () => {
  acme.told = []
  acme.items = []
  const own = await installed('acme', '1.0.0', ACME)
  const published = loadPublished({ 'google-sheets': '0.2.0', schedule: '0.1.5', slack: '0.17.9' })
  lookAmong(finderOf(env, async (wanted) => (wanted.name === 'acme' ? own : published(wanted))))
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const request = new Request(input, init)
    const { host, pathname } = new URL(request.url)
    if (host === 'sheets.googleapis.com') {
      if (pathname.endsWith('/sheets')) return Response.json({})
      return Response.json({ values: sheet, sheets: [{ properties: { sheetId: 1, title: 'One' } }] })
    }
    acme.told.push({ hook: pathname.slice(1), body: await request.json() })
    return Response.json({ id: 'sub_1', items: acme.items })
  })
})
afterEach(() => {
  vi.restoreAllMocks()
})

const triggered = (name: string, version: string, trigger: string, input: Record<string, unknown> = {}) => {
  const declared = pieceTrigger(`@activepieces/piece-${name}`, trigger, input)
  return addWorkflow(
    definition({ ...declared, settings: { ...declared.settings, pieceVersion: pin(version) } }),
  )
}
const runsOf = async (id: string) => (await api('GET', `/v1/workflow/${id}/executions`)).body.data
const disable = (id: string) => api('PATCH', `/v1/workflow/${id}/status`, { status: 'DISABLED' })

async function connection(piece: string, value: Record<string, unknown>): Promise<string> {
  const { status, body } = await api('POST', '/v1/workflow/connections', {
    piece_name: piece,
    display_name: piece,
    ...value,
  })
  if (status >= 300) throw new Error(JSON.stringify(body))
  return body.id
}

describe('a poll', () => {
  test("starts a run for each item that the piece's own memory lets through", async () => {
    const id = await triggered('acme', '1.0.0', 'polled')
    acme.items = [1, 2]
    await tickIn(6 * MINUTE)
    acme.items = [1, 2, 3]
    await tickIn(6 * MINUTE)
    await tickIn(6 * MINUTE)
    expect(new Set(await payloadsOf(id, 3))).toEqual(new Set([{ item: 1 }, { item: 2 }, { item: 3 }]))
    expect(await runsOf(id)).toHaveLength(3)
    await disable(id)
    expect(told('disable')).toHaveLength(1)
  })

  test('loses nothing where the process dies after the piece has remembered, and doubles nothing', async () => {
    const id = await triggered('acme', '1.0.0', 'polled')
    acme.items = [1, 2]
    const row = env.DB.prepare('SELECT cursor FROM triggers WHERE workflow_id = ?').bind(id)
    const before = await row.first<{ cursor: string }>()
    await tickIn(6 * MINUTE)
    await payloadsOf(id, 2)
    // As if nothing had been saved of that turn: neither its cursor nor when the next one is.
    await env.DB.prepare('UPDATE triggers SET cursor = ?, next_at = 1 WHERE workflow_id = ?')
      .bind(before?.cursor, id)
      .run()
    acme.items = [1, 2, 3]
    await tickIn(MINUTE)
    expect(new Set(await payloadsOf(id, 3))).toEqual(new Set([{ item: 1 }, { item: 2 }, { item: 3 }]))
    expect(await runsOf(id)).toHaveLength(3)
  })

  test('happens when the piece says so', async () => {
    const input = { cronExpression: '30 9 * * *', timezone: 'Europe/Madrid' }
    const id = await triggered('schedule', '0.1.5', 'cron_expression', input)
    const row = env.DB.prepare('SELECT next_at FROM triggers WHERE workflow_id = ?').bind(id)
    const { next_at } = (await row.first<{ next_at: number }>()) ?? { next_at: 0 }
    const format = { timeZone: 'Europe/Madrid', hour: '2-digit', minute: '2-digit' } as const
    expect(new Date(next_at).toLocaleTimeString('en-GB', format)).toBe('09:30')
    now = next_at
    await tickIn(1)
    expect(await payloadsOf(id, 1)).toHaveLength(1)
    await tickIn(6 * MINUTE)
    expect(await runsOf(id)).toHaveLength(1)
  })
})

describe('a webhook', () => {
  async function hooked() {
    const key = await connection('acme', { type: 'SECRET_TEXT', value: { secret_text: 'acme-key-12345' } })
    const id = await triggered('acme', '1.0.0', 'hooked', { auth: `{{connections['${key}']}}` })
    const path = new URL(String(told('subscribe')[0]?.webhookUrl)).pathname
    return { id, path }
  }

  test('is registered with the service, which sends events to it, until the workflow is off', async () => {
    const { id, path } = await hooked()
    expect(told('subscribe')).toEqual([
      { webhookUrl: expect.stringContaining('/from/'), key: 'acme-key-12345' },
    ])
    const handshake = await call('POST', path, {}, { 'x-challenge': 'abc' })
    expect([handshake.status, handshake.body]).toEqual([200, { echo: 'abc' }])
    await call('POST', path, { dull: true })
    await call('POST', path, { events: [{ n: 1 }, { n: 2 }] }, { 'content-type': 'application/json' })
    expect(new Set(await payloadsOf(id, 2))).toEqual(new Set([{ n: 1 }, { n: 2 }]))
    expect(await runsOf(id)).toHaveLength(2)
    await disable(id)
    expect(told('unsubscribe')).toEqual([{ id: 'sub_1' }])
    expect((await call('POST', path, { events: [{ n: 3 }] })).status).toBe(410)
  })

  test('is renewed in time', async () => {
    await hooked()
    await tickIn(24 * 60 * MINUTE)
    expect(told('renew')).toEqual([{ id: 'sub_1' }])
  })
})

test("an app's events reach who listens, proven and answered by the piece", async () => {
  const id = await triggered('acme', '1.0.0', 'heard')
  await api('PUT', '/v1/workflow/app-secrets/acme', { secret: 'signing-secret-of-acme' })
  const send = (body: object, signature: string) =>
    call('POST', '/app-events/acme@1.0.0+community', body, {
      'content-type': 'application/json',
      'x-signature': signature,
    })
  const sign = (body: object) => `signing-secret-of-acme${JSON.stringify(body).length}`
  const event = { type: 'thing', team: 'team_1', text: 'hi' }
  expect((await send(event, 'forged')).status).toBe(401)
  const challenge = { challenge: 'prove it' }
  expect((await send(challenge, sign(challenge))).body).toBe('prove it')
  for (const each of [event, { ...event, team: 'team_2' }, { ...event, type: 'other' }])
    await send(each, sign(each))
  expect(await payloadsOf(id, 1)).toEqual([{ heard: 'hi' }])
  expect(await runsOf(id)).toHaveLength(1)
})

test("Slack's own events come to the address of the community's piece, signed as Slack signs", async () => {
  const at = Date.now()
  const value = {
    type: 'OAUTH2',
    access_token: 'xoxb-1',
    claimed_at: at / 1000,
    data: { team_id: 'T1', team: { id: 'T1' } },
  }
  await insertConnection(openDb(env.DB), {
    id: 'conn_slack',
    pieceName: 'slack',
    displayName: 'Team',
    type: 'OAUTH2',
    secret: await seal(env, value, 'conn_slack'),
    status: 'ACTIVE',
    createdAt: at,
    updatedAt: at,
  } as Parameters<typeof insertConnection>[1])
  const id = await triggered('slack', '0.17.9', 'new-message', {
    auth: "{{connections['conn_slack']}}",
    ignoreBots: false,
  })
  const secret = 'slack-signing-secret'
  await api('PUT', '/v1/workflow/app-secrets/slack', { secret })
  const event = { type: 'message', channel: 'C1', channel_type: 'channel', user: 'U1', text: 'hi', ts: '1.2' }
  const body = JSON.stringify({ type: 'event_callback', team_id: 'T1', event })
  const sent = String(Math.floor(at / 1000))
  const signature = `v0=${createHmac('sha256', secret).update(`v0:${sent}:${body}`).digest('hex')}`
  const send = (path: string, signed: string) =>
    call('POST', `/app-events/${path}`, body, {
      'content-type': 'application/json',
      'x-slack-request-timestamp': sent,
      'x-slack-signature': signed,
    })
  const address = `slack@${pin('0.17.9')}`
  expect((await send(address, 'v0=forged')).status).toBe(401)
  expect((await send(address, signature)).status).toBeLessThan(300)
  expect(await payloadsOf(id, 1)).toEqual([event])
})
