import { env } from 'cloudflare:workers'
import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { addWorkflow, api, call } from '../../test/support/api.ts'
import { definition, piece, pieceTrigger } from '../../test/support/definitions.ts'
import { payloadsOf } from '../../test/support/runs-of.ts'

const TOKEN = 'xoxb-planted-token'
const SIGNING = 'slack-signing-secret'
let team = 'T1'
let asked: string[] = []

/** Slack as its API documents these methods; it knows one token. */
beforeEach(() => {
  asked = []
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const { url, headers } = new Request(input, init)
    asked.push(new URL(url).pathname)
    if (headers.get('authorization') !== `Bearer ${TOKEN}`) {
      return Response.json({ ok: false, error: 'invalid_auth', sent: headers.get('authorization') })
    }
    const channels = [{ id: 'C1', name: 'general' }]
    return Response.json({ ok: true, team_id: team, ...(url.includes('conversations.list') && { channels }) })
  })
})
afterEach(() => vi.restoreAllMocks())

async function connection(): Promise<string> {
  const { status, body } = await api('POST', '/v1/workflow/connections', {
    piece_name: 'slack',
    display_name: 'Our Slack',
    type: 'SECRET_TEXT',
    value: { secret_text: TOKEN },
  })
  if (status !== 200) throw new Error(JSON.stringify(body))
  return body.id
}

async function listening(id: string): Promise<string> {
  const nothing = piece('step_1', 'data-mapper', 'advanced_mapping', { mapping: { a: 1 } })
  const trigger = pieceTrigger('slack', 'new-message-in-channel', { auth: `{{connections['${id}']}}` })
  return addWorkflow(definition(trigger, nothing))
}

/** Sends what Slack sends, signed as it signs (its signing scheme v0). */
function sendEvent(body: object, secret = SIGNING) {
  const text = JSON.stringify(body)
  const at = String(Math.floor(Date.now() / 1000))
  const signature = createHmac('sha256', secret).update(`v0:${at}:${text}`).digest('hex')
  return call('POST', '/app-events/slack', text, {
    'content-type': 'application/json',
    'x-slack-request-timestamp': at,
    'x-slack-signature': `v0=${signature}`,
  })
}
const message = (id: string, fields: object = {}) => ({
  type: 'event_callback',
  team_id: team,
  event_id: id,
  event: { type: 'message', channel: 'C1', text: 'Hello', ...fields },
})

test('a message in a workspace starts the workflows whose connection is there, once', async () => {
  team = 'T-messages'
  const id = await listening(await connection())
  expect(asked.at(-1)).toBe('/api/auth.test')
  await api('PUT', '/v1/workflow/app-secrets/slack', { secret: SIGNING })
  for (let n = 0; n < 2; n++) expect((await sendEvent(message('Ev1'))).status).toBe(200)
  expect((await sendEvent(message('Ev2', { bot_id: 'B1' }))).headers.get('x-run-id')).toBeNull()
  expect((await sendEvent(message('Ev3'), 'wrong')).status).toBe(401)
  expect(await sendEvent({ type: 'url_verification', challenge: '3eZbrw1a' })).toMatchObject({
    status: 200,
    body: '3eZbrw1a',
  })
  expect(await payloadsOf(id, 1)).toEqual([{ type: 'message', channel: 'C1', text: 'Hello' }])
  expect((await api('GET', `/v1/workflow/${id}/executions`)).body.data).toHaveLength(1)
})

test('a connection that the service refuses keeps the workflow off, and its token out of every answer', async () => {
  const id = await connection()
  vi.mocked(globalThis.fetch).mockImplementation(async (input, init) =>
    Response.json({
      ok: false,
      error: 'invalid_auth',
      sent: new Request(input, init).headers.get('authorization'),
    }),
  )
  const refused = await listening(id).catch((error: Error) => error.message)
  expect(refused).toContain('CONNECTION_REFUSED')
  expect(refused).not.toContain(TOKEN)
  const { results } = await env.DB.prepare('SELECT * FROM triggers WHERE settings LIKE ?')
    .bind(`%${id}%`)
    .all()
  expect(results).toEqual([])
})

test('a dropdown asks the service with the connection, named either way; not with one of another piece', async () => {
  const id = await connection()
  const field = { step_type: 'ACTION', step_name: 'send_channel_message', property: 'channel' }
  for (const named of [{ connection_id: id }, { input: { auth: `{{connections['${id}']}}` } }]) {
    expect(await api('POST', '/v1/workflow/piece/slack/options', { ...field, ...named })).toMatchObject({
      status: 200,
      body: { disabled: false, options: [{ value: 'C1', label: '#general' }] },
    })
  }
  expect((await api('POST', '/v1/workflow/piece/slack/options', field)).body).toMatchObject({
    disabled: true,
    placeholder: expect.stringContaining('Slack connection'),
  })
  await env.DB.prepare("UPDATE connections SET piece_name = 'stripe' WHERE id = ?").bind(id).run()
  expect(
    await api('POST', '/v1/workflow/piece/slack/options', { ...field, connection_id: id }),
  ).toMatchObject({ status: 422, body: { error_code: 'CONNECTION_INVALID' } })
})
