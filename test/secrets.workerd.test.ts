import { listDurableObjectIds, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, expect, test, vi } from 'vitest'
import { addWorkflow, api, call } from './support/api.ts'
import { chain, code, definition, onError, piece, pieceTrigger } from './support/definitions.ts'
import { type FakeSlack, fakeSlack } from './support/fake-slack.ts'
import { answersWith, comeBack, logIn, startLogin, tokenAnswer } from './support/oauth.ts'

/** In every secret of this file, so that one search finds them all. */
const MARK = 'PLANTED'
const secret = (name: string) => `${MARK}-${name}-"&+/ \\9f2`

afterEach(() => vi.restoreAllMocks())

/** Everything that is said on the console from now on. */
function captureConsole(): () => string {
  const said: unknown[] = []
  for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    vi.spyOn(console, level).mockImplementation((...args: unknown[]) => {
      said.push(...args.map((each) => (each instanceof Error ? [each.message, each.stack] : each)))
    })
  }
  return () => JSON.stringify(said)
}

/** Every row of D1. */
async function database(): Promise<string> {
  const listed = await env.DB.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all<{
    name: string
  }>()
  const names = listed.results.map(({ name }) => name).filter((name) => !/^(_cf|sqlite)/.test(name))
  const rows = await env.DB.batch(names.map((name) => env.DB.prepare(`SELECT * FROM "${name}"`)))
  return JSON.stringify(rows.map(({ results }, n) => [names[n], results]))
}

/** Every row and key of every object of a namespace. */
async function objects(namespace: DurableObjectNamespace): Promise<string> {
  const ids = await listDurableObjectIds(namespace)
  const dumps = ids.map((id) =>
    runInDurableObject(namespace.get(id) as never, async (_: unknown, { storage }: DurableObjectState) => {
      const tables = storage.sql.exec("SELECT name FROM sqlite_master WHERE type = 'table'").toArray()
      const names = tables.map(({ name }) => String(name)).filter((name) => !/^(_cf|sqlite)/.test(name))
      const rows = names.map((name) => [name, storage.sql.exec(`SELECT * FROM "${name}"`).toArray()])
      return [rows, [...(await storage.list())]]
    }),
  )
  return JSON.stringify(await Promise.all(dumps))
}

/** The secret, and what the requests of these tests make of it, as patterns for a search. */
function formsOf(text: string): string[] {
  const basic = (user: string, password: string) => Buffer.from(`${user}:${password}`).toString('base64')
  return [
    text,
    encodeURIComponent(text),
    basic('ana', text),
    basic(text, ''),
    Buffer.from(text).toString('base64'),
  ]
}

function expectNone(where: string, text: string): void {
  const at = text.indexOf(MARK)
  expect(at, `${where}: …${text.slice(Math.max(0, at - 200), at + 100)}`).toBe(-1)
  for (const form of NAMES.map(secret).flatMap(formsOf)) expect(text.includes(form), where).toBe(false)
}

const NAMES = ['text', 'password', 'prop', 'client', 'app']

const connection = (id: string, path: string) => `{{connections['${id}']${path}}}`

async function create(type: string, value: object): Promise<string> {
  const body = { piece_name: 'http', display_name: type, type, value }
  const answer = await api('POST', '/v1/workflow/connections', body)
  expect(answer.status).toBe(200)
  answers.push(answer.body)
  return answer.body.id
}

const answers: unknown[] = []

const carryOn = onError({ continue: true })

/** A request that carries the secret in every place there is, to a service that echoes all of it. */
const request = (name: string, address: string, value: string, more: object = {}) =>
  piece(
    name,
    'http',
    'send_request',
    {
      method: 'POST',
      url: `https://echo.example${address}`,
      headers: { 'x-key': 'shown', 'x-encoded': `{{encodeURIComponent(${value.slice(2, -2)})}}` },
      queryParams: { key: value },
      authType: 'NONE',
      body_type: 'json',
      body: { data: { nested: { key: value } } },
      ...more,
    },
    null,
    carryOn,
  )

test('secrets of connections are found nowhere, whatever the runs and the services make of them', {
  timeout: 60_000,
}, async () => {
  const consoleText = captureConsole()
  const slack: FakeSlack = fakeSlack()
  const text = await create('SECRET_TEXT', { secret_text: secret('text') })
  const basic = await create('BASIC_AUTH', { username: 'ana', password: secret('password') })
  const custom = await create('CUSTOM_AUTH', { props: { site: 'x', key: secret('prop') } })
  answersWith(
    slack,
    tokenAnswer(1, {
      access_token: `${MARK}-access-1`,
      refresh_token: `${MARK}-refresh-1`,
      authed_user: { id: 'U1', access_token: `${MARK}-user` },
    }),
  )
  const oauth = await logIn({ client_secret: secret('client') })
  await api('PUT', '/v1/workflow/oauth-apps/slack', { client_id: 'a', client_secret: secret('app') })

  const value = connection(text, '.secret_text')
  const login = {
    authType: 'BASIC',
    authFields: { username: 'ana', password: connection(basic, '.password') },
  }
  const keyAsUser = { authType: 'BASIC', authFields: { username: value, password: '' } }
  const token = connection(oauth, '.access_token')
  const tell = (name: string) =>
    piece(
      name,
      'slack',
      'send_channel_message',
      { auth: connection(oauth, ''), channel: 'C1', text: 'Hi' },
      null,
      carryOn,
    )
  const callable = definition(
    pieceTrigger('subflows', 'callableFlow', {}),
    request('sub', '/', '{{trigger.data.key}}'),
  )
  const called = await addWorkflow(callable)
  const steps = chain(
    request('ok', '/', value),
    request('failed', '/status/404', value),
    request('retried', '/status/422', connection(custom, '.props.key')),
    request('with_login', '/', value, login),
    request('with_key', '/', connection(custom, '.props.key'), keyAsUser),
    request('with_token', '/', token, { authType: 'BEARER_TOKEN', authFields: { token } }),
    request('with_user', '/', connection(oauth, '.data.authed_user.access_token')),
    request('unreachable', '/', value, { url: `nonsense://${token}` }),
    piece('mapped', 'data-mapper', 'advanced_mapping', { mapping: { all: connection(custom, '') } }),
    tell('told'),
    code(
      'coded',
      'export const code = (i: { s: string }) => { console.log("s", i.s); console.error(JSON.stringify(i)); throw new Error(i.s) }',
      { s: value },
      null,
      carryOn,
    ),
    piece('stored', 'store', 'put', { key: 'k', value: { key: value }, store_scope: 'RUN' }, null, carryOn),
    piece(
      'called',
      'subflows',
      'callFlow',
      { flow: called, flowProps: { payload: { key: value } } },
      null,
      carryOn,
    ),
    piece('answer', 'diga', 'returnResponse', { responseType: 'json', content: { said: value } }),
    piece('last', 'slack', 'no_such_action', { auth: connection(oauth, '') }),
  )
  const flow = (await api('POST', '/v1/workflow/', { name: 'Leaky' })).body.id
  const trigger = pieceTrigger('webhook', 'catch_webhook', { authType: 'none' })
  await api('POST', `/v1/workflow/${flow}/import`, definition(trigger, steps))
  // Published by hand: its last step is meant to fail the run.
  const draft = await env.DB.prepare('SELECT draft_version_id AS id FROM workflows WHERE id = ?')
    .bind(flow)
    .first()
  await env.DB.prepare("UPDATE workflows SET published_version_id = ?, status = 'ENABLED' WHERE id = ?")
    .bind(draft?.id, flow)
    .run()
  // What Slack says to the token from now on makes the step renew it.
  slack.tokens.clear()
  answersWith(slack, tokenAnswer(2, { access_token: `${MARK}-access-2`, refresh_token: `${MARK}-refresh-2` }))

  const answered = await call('POST', `/webhooks/${flow}/sync`, { a: 1 })
  answers.push(answered.body)
  const runId = answered.headers.get('x-run-id') ?? ''
  const detail = await vi.waitFor(async () => {
    const { body } = await api('GET', `/v1/workflow/executions/${runId}`)
    if (body.status !== 'FAILED') throw new Error(`still ${JSON.stringify(body).slice(0, 300)}`)
    return body
  }, 20_000)

  // The search below means something only if the secrets were used, and taken out.
  const shown = JSON.stringify(detail)
  expect(shown.match(/\*\*REDACTED\*\*/g)?.length).toBeGreaterThan(20)
  expect(slack.urls.some((url) => url.includes(MARK))).toBe(true)
  expect(slack.asked.map(({ grant_type }) => grant_type)).toEqual(['authorization_code', 'refresh_token'])
  for (const name of ['told', 'stored', 'called']) {
    expect(detail.steps[name], name).toMatchObject({ status: 'SUCCEEDED' })
  }

  slack.answer = (form) =>
    Response.json({ ok: false, error: 'invalid_grant', error_description: JSON.stringify(form) })
  slack.tokens.clear()
  await call('POST', `/webhooks/${flow}/sync`, {})
  const denied = await comeBack({
    state: (await startLogin({ client_secret: secret('client') })).state,
    code: `${MARK}-code`,
  })
  for (const path of [
    `/v1/workflow/${flow}`,
    '/v1/workflow/connections',
    `/v1/workflow/connections/${oauth}`,
    '/v1/workflow/oauth-apps/slack',
    `/v1/workflow/${flow}/executions`,
  ]) {
    answers.push((await api('GET', path)).body)
  }
  answers.push(detail, denied.body, (await api('POST', `/v1/workflow/connections/${text}/test`)).body)

  expectNone('API answers', JSON.stringify(answers))
  expectNone('D1', await database())
  expectNone('StoreObject', await objects(env.STORES as never))
  expectNone('RunObject', await objects(env.RUNS as never))
  expectNone('ConnectionObject', await objects(env.CONNECTIONS as never))
  expectNone('console', consoleText())
})
