import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { addWorkflow, api, call } from '../../test/support/api.ts'
import { browse, cookieOf, makeMember } from '../../test/support/people.ts'
import { payloadsOf } from '../../test/support/runs-of.ts'
import { script, scriptedDefinition } from '../../test/support/scripted-piece.ts'
import { appSecretOf } from '../trigger/app-secrets.ts'

const SECRET = 'signing-secret-of-the-app'
const send = (body: unknown, secret = SECRET) =>
  call('POST', '/app-events/scripted', body, { 'content-type': 'application/json', 'x-app-secret': secret })
const event = (identifier: string, id: string | undefined, data: object) => ({
  events: [{ event: 'thing', identifier, id, data }],
})

let names = 0
async function listening(source = `app-${++names}`) {
  return { id: await addWorkflow(scriptedDefinition('listening', { source })), source }
}
const runsOf = async (id: string) => (await api('GET', `/v1/workflow/${id}/executions`)).body.data

beforeEach(async () => {
  await api('PUT', '/v1/workflow/app-secrets/scripted', { secret: SECRET })
})

describe("an app's events", () => {
  test('start every workflow that listens to them, and no other', async () => {
    const first = await listening()
    const second = await listening(first.source)
    const other = await listening()
    const sent = await send(event(first.source, 'e1', { n: 1 }))
    expect(sent.status).toBe(202)
    expect(sent.headers.get('x-run-id')?.split(', ')).toHaveLength(2)
    expect(await payloadsOf(first.id, 1)).toEqual([{ n: 1 }])
    expect(await payloadsOf(second.id, 1)).toEqual([{ n: 1 }])
    expect(await runsOf(other.id)).toEqual([])
  })

  test('that are delivered again start nothing, also at the same moment', async () => {
    const { id, source } = await listening()
    const again = await Promise.all(Array.from({ length: 5 }, () => send(event(source, 'e1', { n: 1 }))))
    expect(new Set(again.map(({ headers }) => headers.get('x-run-id'))).size).toBe(1)
    await send(event(source, 'e2', { n: 2 }))
    expect(await payloadsOf(id, 2)).toHaveLength(2)
    expect(await runsOf(id)).toHaveLength(2)
  })

  test('that a trigger does not keep, or of a workflow that is off, start nothing', async () => {
    const { id, source } = await listening()
    await send(event(source, 'e1', { isDull: true }))
    await api('PATCH', `/v1/workflow/${id}/status`, { status: 'DISABLED' })
    expect((await send(event(source, 'e2', { n: 1 }))).headers.get('x-run-id')).toBeNull()
    expect(await runsOf(id)).toEqual([])
    const left = env.DB.prepare('SELECT * FROM trigger_listeners WHERE workflow_id = ?').bind(id)
    expect((await left.all()).results).toEqual([])
  })

  test('go to whoever is listened to since the last version', async () => {
    const { id, source } = await listening()
    await api('POST', `/v1/workflow/${id}/import`, scriptedDefinition('listening', { source: `${source}-b` }))
    await api('POST', `/v1/workflow/${id}/publish`)
    await send(event(source, 'e1', { n: 1 }))
    await send(event(`${source}-b`, 'e2', { n: 2 }))
    expect(await payloadsOf(id, 1)).toEqual([{ n: 2 }])
    await api('POST', `/v1/workflow/${id}/import`, scriptedDefinition('polled', { source }))
    await api('POST', `/v1/workflow/${id}/publish`)
    const late = await send(event(`${source}-b`, 'e3', { n: 3 }))
    expect([late.status, late.headers.get('x-run-id')]).toEqual([202, null])
  })

  test('stay with whom they went to where the service refuses the next version', async () => {
    const { id, source } = await listening()
    script(`${source}-b`).before = () => {
      throw new Error('no')
    }
    await api('POST', `/v1/workflow/${id}/import`, scriptedDefinition('listening', { source: `${source}-b` }))
    expect((await api('POST', `/v1/workflow/${id}/publish`)).body.error_code).toBe('TRIGGER_FAILED')
    await send(event(source, 'e1', { n: 1 }))
    expect(await payloadsOf(id, 1)).toEqual([{ n: 1 }])
  })

  test('are trouble of one workflow alone, which shows there', async () => {
    const { id, source } = await listening()
    const played = script(source)
    played.before = (part) => {
      if (part === 'events') throw new Error('no')
    }
    expect((await send(event(source, 'e1', {}))).status).toBe(202)
    expect((await api('GET', `/v1/workflow/${id}`)).body.trigger_error).toMatchObject({
      code: 'TRIGGER_FAILED',
    })
    played.before = () => undefined
    await send(event(source, 'e1', {}))
    expect((await api('GET', `/v1/workflow/${id}`)).body.trigger_error).toBeNull()
    expect(await payloadsOf(id, 1)).toEqual([{}])
  })

  test('of an app that tries out the address get its answer', async () => {
    expect(await send({ challenge: 'abc' })).toMatchObject({ status: 200, body: 'abc' })
  })

  test('without the secret, or before it is set, get nobody in', async () => {
    const { id, source } = await listening()
    expect(await send(event(source, 'e1', {}), 'wrong')).toMatchObject({
      status: 401,
      body: { error_code: 'WEBHOOK_UNAUTHORIZED' },
    })
    const { body } = await api('GET', '/v1/workflow/app-secrets')
    expect(body.data).toContainEqual({
      piece_name: 'scripted',
      events_url: expect.stringMatching(/\/app-events\/scripted$/),
      updated: expect.any(String),
    })
    expect(JSON.stringify(body)).not.toContain(SECRET)
    expect((await api('DELETE', '/v1/workflow/app-secrets/scripted')).status).toBe(204)
    const { data } = (await api('GET', '/v1/workflow/app-secrets')).body
    expect(data.map((each: { piece_name: string }) => each.piece_name)).not.toContain('scripted')
    for (const secret of [SECRET, '', 'undefined']) {
      expect((await send(event(source, 'e1', {}), secret)).status).toBe(401)
    }
    expect((await api('DELETE', '/v1/workflow/app-secrets/scripted')).body.error_code).toBe(
      'APP_SECRET_NOT_FOUND',
    )
    expect(await runsOf(id)).toEqual([])
  })

  test('secret may come from the settings of the Worker; what was set over the API goes before it', async () => {
    const settings = (text: string) => ({ ...env, PATCHCORD_APP_SECRETS: text })
    expect(await appSecretOf(settings('{"scripted":"from-settings"}'), 'scripted')).toBe(SECRET)
    await api('DELETE', '/v1/workflow/app-secrets/scripted')
    expect(await appSecretOf(settings('{"scripted":"from-settings"}'), 'scripted')).toBe('from-settings')
    for (const none of ['{}', '{"scripted":7}', '{"other":"x"}']) {
      expect(await appSecretOf(settings(none), 'scripted')).toBeUndefined()
    }
    await expect(appSecretOf(settings('"planted'), 'scripted')).rejects.toMatchObject({
      code: 'CONFIG_MISSING',
      message: expect.not.stringContaining('planted'),
    })
  })

  test.each([
    ['nothing', 'PIECE_UNKNOWN'],
    ['http', 'APP_EVENTS_UNKNOWN'],
  ])('have no address at %s', async (piece, code) => {
    expect(await call('POST', `/app-events/${piece}`, {})).toMatchObject({
      status: 404,
      body: { error_code: code },
    })
    const set = await api('PUT', `/v1/workflow/app-secrets/${piece}`, { secret: 'x' })
    expect(set).toMatchObject({ status: 404, body: { error_code: code } })
  })

  test("secret is administrators' alone, stored encrypted, and shown to nobody", async () => {
    const set = await api('PUT', '/v1/workflow/app-secrets/scripted', { secret: 'planted-secret' })
    expect(set.body).toEqual({
      piece_name: 'scripted',
      events_url: expect.stringMatching(/\/app-events\/scripted$/),
    })
    const { results } = await env.DB.prepare('SELECT * FROM app_secrets').all()
    expect(JSON.stringify(results)).not.toContain('planted-secret')
    const member = await cookieOf(await makeMember('MEMBER'))
    const refused = await browse(member, 'PUT', '/v1/workflow/app-secrets/scripted', { secret: 'x' })
    expect(refused.status).toBe(403)
  })
})
