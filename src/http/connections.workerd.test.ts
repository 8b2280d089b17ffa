import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { vapiFixture } from '../../scripts/platforms/vapi.ts'
import { addWorkflow, api, call } from '../../test/support/api.ts'
import { definition, piece, pieceTrigger } from '../../test/support/definitions.ts'
import { expectContract } from '../../test/support/diga-contract.ts'
import { type FakeSlack, fakeSlack } from '../../test/support/fake-slack.ts'
import { addPlatformAgent, connect } from '../../test/support/platforms/agents.ts'

const PATH = '/v1/workflow/connections'
const SECRET = 'xoxb-planted-secret'

let slack: FakeSlack
beforeEach(() => {
  slack = fakeSlack()
  slack.tokens.add(SECRET)
})
afterEach(() => vi.restoreAllMocks())

const body = (changes: object = {}) => ({
  piece_name: 'piece-slack',
  display_name: 'Team',
  type: 'SECRET_TEXT',
  value: { secret_text: SECRET },
  ...changes,
})

async function created(changes: object = {}, query = '') {
  const { status, body: answer } = await api('POST', PATH + query, body(changes))
  expect([status, answer.message]).toEqual([200, undefined])
  return answer
}

const http = (changes: object) => ({ piece_name: 'http', ...changes })

const send = (id: string, auth: unknown = `{{connections['${id}']}}`) =>
  piece('step_1', 'slack', 'send_channel_message', { auth, channel: 'C1', text: 'Hello' })

const published = (id: string, name = 'Uses it') =>
  addWorkflow({
    ...definition(pieceTrigger('webhook', 'catch_webhook', { authType: 'none' }), send(id)),
    displayName: name,
  })

test.each(['slack', 'piece-slack', '@activepieces/piece-slack'])(
  'a connection for "%s" is made and answered in Diga\'s form, without its secret',
  async (piece_name) => {
    const answer = await created({ piece_name })
    expectContract('WorkflowConnectionResponse', answer)
    expect(answer).toMatchObject({
      display_name: 'Team',
      piece_name: '@activepieces/piece-slack',
      status: 'ACTIVE',
      status_reason: null,
      type: 'SECRET_TEXT',
      used_by: [],
    })
    expect(answer.external_id).toBe(answer.id)
    expect((await api('GET', `${PATH}/${answer.id}`)).body).toEqual(answer)
    const row = await env.DB.prepare('SELECT * FROM connections WHERE id = ?').bind(answer.id).first()
    expect(JSON.stringify([answer, row])).not.toContain(SECRET)
  },
)

test('the list is newest first and filtered by piece, status and name', async () => {
  const one = await created({ display_name: 'One 100%' })
  const two = await created(http({ display_name: 'Two' }))
  await env.DB.prepare("UPDATE connections SET status = 'ERROR', created_at = ? WHERE id = ?")
    .bind(Date.now() + 1_000, two.id)
    .run()
  const ids = async (query: string) => {
    const { body: list } = await api('GET', `${PATH}?${query}`)
    for (const each of list) expectContract('WorkflowConnectionResponse', each)
    return list.map(({ id }: { id: string }) => id)
  }
  const all = await ids('')
  expect(all.indexOf(two.id)).toBeLessThan(all.indexOf(one.id))
  expect(await ids('status=ERROR&piece_name=@activepieces/piece-http')).toEqual([two.id])
  expect(await ids('search=100%25')).toEqual([one.id])
  expect(await ids('piece_name=slack')).not.toContain(two.id)
  expect((await api('GET', `${PATH}?status=LOST`)).status).toBe(422)
})

test.each([
  ['value.secret_text', { value: {} }],
  ['value.secret_text', { value: { secret_text: ' ' } }],
  ['value.secret_text', { value: { secret_text: 7 } }],
  ['type', { type: 'BASIC_AUTH', value: { username: 'a', password: 'b' } }],
  ['type', { type: 'NO_AUTH' }],
  ['type', http({ type: 'OAUTH2' })],
  ['value.username', http({ type: 'BASIC_AUTH', value: { password: SECRET } })],
  ['value.code', { type: 'OAUTH2', value: { client_id: 'a', client_secret: SECRET } }],
  ['value.redirect_url', { type: 'OAUTH2', value: { client_id: 'a', code: SECRET } }],
  ['value.client_secret', { type: 'OAUTH2', value: { client_id: 'a', client_secret: 7, code: SECRET } }],
])('a connection with a fault in "%s" is refused by name, and not repeated', async (field, changes) => {
  const { status, body: answer } = await api('POST', PATH, body(changes))
  expect([status, answer.error_code, answer.details?.[0].field]).toEqual([
    422,
    'CONNECTION_VALUE_INVALID',
    field,
  ])
  expect(JSON.stringify(answer)).not.toContain(SECRET)
  expectContract('ErrorResponseSchema', answer)
})

test.each([
  ['piece_name', { piece_name: undefined }, 422, 'VALIDATION_FAILED'],
  ['display_name', { display_name: ' ' }, 422, 'VALIDATION_FAILED'],
  ['type', { type: 'MAGIC' }, 422, 'VALIDATION_FAILED'],
  ['value', { value: 'x' }, 422, 'VALIDATION_FAILED'],
  ['nothing-like-it', { piece_name: 'nothing-like-it' }, 404, 'PIECE_UNKNOWN'],
  ['client_id', { type: 'OAUTH2', value: { code: 'c', redirect_url: 'r' } }, 422, 'OAUTH_APP_MISSING'],
])('a request with a fault in %s is refused', async (named, changes, status, code) => {
  const answer = await api('POST', PATH, body(changes))
  expect([answer.status, answer.body.error_code]).toEqual([status, code])
  expect(answer.body.message).toContain(named)
})

test("credentials that the service refuses are not kept, in the service's words; unless nobody asks it", async () => {
  const bad = { display_name: 'Refused', value: { secret_text: 'xoxb-wrong-token' } }
  const { status, body: answer } = await api('POST', PATH, body(bad))
  expect([status, answer.error_code]).toEqual([422, 'CONNECTION_REFUSED'])
  expect(answer.message).toContain('invalid_auth')
  expect(JSON.stringify(answer)).not.toContain('xoxb-wrong-token')
  expect((await api('GET', `${PATH}?search=Refused`)).body).toEqual([])
  await created(bad, '?validate=false')
})

test('a service that has trouble says nothing about credentials: they are not kept, nor is a connection given up', async () => {
  const { id } = await created()
  vi.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('connection lost'))
  const untried = await api('POST', PATH, body({ display_name: 'Untried' }))
  expect([untried.status, untried.body.error_code]).toEqual([502, 'SERVICE_UNAVAILABLE'])
  expect(untried.body.message).toMatch(/could not be tried out.*later/)
  expect((await api('GET', `${PATH}?search=Untried`)).body).toEqual([])
  const { body: tested } = await api('POST', `${PATH}/${id}/test`)
  expect(tested).toMatchObject({ success: false, error: { code: 'SERVICE_UNAVAILABLE' } })
  expect((await api('GET', `${PATH}/${id}`)).body.status).toBe('ACTIVE')
})

test('a piece without credentials of its own takes any, for its steps to read', async () => {
  await created(http({ type: 'BASIC_AUTH', value: { username: 'key', password: '' } }))
  await created(http({ type: 'CUSTOM_AUTH', value: { props: { token: SECRET } } }))
  await created(http({ type: 'NO_AUTH', value: undefined }))
})

test('a connection is renamed, and one that is not there is not found', async () => {
  const { id } = await created()
  const renamed = await api('PATCH', `${PATH}/${id}`, { display_name: 'Other' })
  expect(renamed.body).toMatchObject({ id, display_name: 'Other', status: 'ACTIVE' })
  for (const [method, path, sent] of [
    ['GET', ''],
    ['PATCH', '', { display_name: 'x' }],
    ['PUT', '/value', { value: {} }],
    ['POST', '/test'],
    ['DELETE', ''],
  ] as const) {
    const { status, body: answer } = await api(method, `${PATH}/conn_nothing${path}`, sent)
    expect([status, answer.error_code], method).toEqual([404, 'CONNECTION_NOT_FOUND'])
  }
})

test('a test makes a refused connection inactive, and new credentials make it active under the same id', async () => {
  const { id } = await created()
  expect((await api('POST', `${PATH}/${id}/test`)).body).toEqual({ success: true, error: null })
  slack.tokens.delete(SECRET)
  const refused = await api('POST', `${PATH}/${id}/test`)
  expect(refused.body).toMatchObject({ success: false, error: { code: 'CONNECTION_REFUSED' } })
  expect((await api('GET', `${PATH}/${id}`)).body).toMatchObject({
    status: 'ERROR',
    status_reason: expect.stringContaining('invalid_auth'),
  })
  slack.tokens.add('xoxb-new-one')
  const bad = await api('PUT', `${PATH}/${id}/value`, { value: { secret_text: 'xoxb-nope' } })
  expect([bad.status, bad.body.error_code]).toEqual([422, 'CONNECTION_REFUSED'])
  const good = await api('PUT', `${PATH}/${id}/value`, { value: { secret_text: 'xoxb-new-one' } })
  expect(good.body).toMatchObject({ id, status: 'ACTIVE', status_reason: null })
})

test('a connection cannot be deleted while a published workflow names it; a draft is no obstacle', async () => {
  const { id } = await created()
  const flow = await published(id, 'Tell the team')
  const draft = await api('POST', '/v1/workflow/', { name: 'Only a draft' })
  await api('POST', `/v1/workflow/${draft.body.id}/import`, {
    ...definition(pieceTrigger('webhook', 'catch_webhook'), send(id)),
    displayName: 'Only a draft',
  })
  expect((await api('GET', `${PATH}/${id}`)).body.used_by).toEqual(
    expect.arrayContaining([
      { flow_id: flow, name: 'Tell the team', state: 'published' },
      { flow_id: flow, name: 'Tell the team', state: 'draft' },
      { flow_id: draft.body.id, name: 'Only a draft', state: 'draft' },
    ]),
  )
  const refused = await api('DELETE', `${PATH}/${id}`)
  expect([refused.status, refused.body.error_code]).toEqual([409, 'CONNECTION_IN_USE'])
  expect(refused.body.message).toContain('"Tell the team"')
  expect(refused.body.message).not.toContain('Only a draft')
  expect(refused.body.details).toEqual({ workflows: [{ id: flow, name: 'Tell the team' }], agents: [] })
  await api('DELETE', `/v1/workflow/${flow}`)
  expect((await api('DELETE', `${PATH}/${id}`)).status).toBe(204)
  expect((await api('GET', `${PATH}/${id}`)).status).toBe(404)
})

test('a connection cannot be deleted while an agent reaches its platform by it', async () => {
  const id = await connect('vapi')
  const agent = await addPlatformAgent(vapiFixture, [], { name: 'Front desk', connection_id: id })
  expect((await api('GET', `${PATH}/${id}`)).body.used_by).toEqual([
    { agent_id: agent.id, name: 'Front desk' },
  ])
  const refused = await api('DELETE', `${PATH}/${id}`)
  expect([refused.status, refused.body.error_code]).toEqual([409, 'CONNECTION_IN_USE'])
  expect(refused.body.message).toContain('agents: "Front desk"')
  expect(refused.body.details).toEqual({ workflows: [], agents: [{ id: agent.id, name: 'Front desk' }] })
  await api('DELETE', `/v1/agents/${agent.id}`)
  expect((await api('DELETE', `${PATH}/${id}`)).status).toBe(204)
})

describe('publishing', () => {
  const publish = async (auth: unknown) => {
    const flow = (await api('POST', '/v1/workflow/', { name: 'W' })).body
    const trigger = pieceTrigger('webhook', 'catch_webhook', { authType: 'none' })
    await api('POST', `/v1/workflow/${flow.id}/import`, definition(trigger, send('', auth)))
    return api('POST', `/v1/workflow/${flow.id}/publish`)
  }

  test('is refused where a connection is not there or is of another piece', async () => {
    const other = await created(http({}))
    for (const [id, code] of [
      ['conn_nothing', 'CONNECTION_UNKNOWN'],
      [other.id, 'CONNECTION_MISMATCH'],
    ]) {
      const { status, body: answer } = await publish(`{{connections['${id}']}}`)
      expect([status, answer.error_code]).toEqual([422, 'WORKFLOW_INVALID'])
      expect(answer.details).toMatchObject([{ step: 'step_1', path: 'settings.input.auth', code }])
    }
  })

  test('warns of a connection that is inactive', async () => {
    const { id } = await created()
    await env.DB.prepare("UPDATE connections SET status = 'ERROR' WHERE id = ?").bind(id).run()
    const { status, body: answer } = await publish(`{{connections['${id}']}}`)
    expect(status).toBe(200)
    expect(answer.warnings).toMatchObject([{ code: 'CONNECTION_INACTIVE', severity: 'warning' }])
  })
})

test('nobody without a credential gets in', async () => {
  for (const [method, path] of [
    ['GET', PATH],
    ['POST', PATH],
    ['POST', `${PATH}/oauth/start`],
    ['POST', `${PATH}/rotate-key`],
    ['GET', '/v1/workflow/oauth-apps/slack'],
    ['GET', '/v1/workflow/connection-requests'],
  ] as const) {
    expect((await call(method, path, method === 'POST' ? {} : undefined)).status, path).toBe(401)
  }
})
