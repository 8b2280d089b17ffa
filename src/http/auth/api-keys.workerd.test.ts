import { env } from 'cloudflare:workers'
import { beforeEach, expect, test, vi } from 'vitest'
import { api, call } from '../../../test/support/api.ts'
import { browse, cookieOf, makeMember, removeEverybody } from '../../../test/support/people.ts'
import { SCOPES } from '../actor.ts'

beforeEach(removeEverybody)

async function created(body: object = {}) {
  const given = { name: 'Export', scopes: ['workflows.view'], ...body }
  const answer = await api('POST', '/v1/api-keys', given)
  expect(answer.status).toBe(201)
  return answer.body
}

const withKey = (key: string, method: string, path: string, body?: unknown) =>
  call(method, path, body, { authorization: `Bearer ${key}` })

test('a new key is shown this once and opens what its scopes say, nothing else', async () => {
  const made = await created({ scopes: ['workflows.view', 'workflows.view'] })
  expect(made).toMatchObject({
    name: 'Export',
    key: expect.stringMatching(/^pck_[\w-]{43}$/),
    scopes: ['workflows.view'],
    created_by: { type: 'admin', id: 'admin', name: 'Admin token' },
    last_used_at: null,
    expires_at: null,
    revoked_at: null,
  })
  expect((await withKey(made.key, 'GET', '/v1/workflow/')).status).toBe(200)
  const refused = await withKey(made.key, 'POST', '/v1/workflow/', { name: 'By key' })
  expect([refused.status, refused.body.error_code]).toEqual([403, 'FORBIDDEN'])
  expect(refused.body.message).toContain('workflows.create')
})

test('neither the list nor the database holds a key', async () => {
  const { key, prefix, id } = await created()
  const list = await api('GET', '/v1/api-keys')
  expect(list.body.data.map((each: { id: string }) => each.id)).toEqual([id])
  expect(key.startsWith(prefix)).toBe(true)
  const rows = await env.DB.prepare('SELECT * FROM api_keys').all()
  for (const text of [JSON.stringify(list.body), JSON.stringify(rows.results)]) {
    expect(text).toContain(prefix)
    expect(text).not.toContain(key)
    expect(text).not.toContain(key.slice(prefix.length))
  }
  expect(JSON.stringify(list.body)).not.toContain('hash')
})

test('keys are listed page by page, newest first', async () => {
  const ids = []
  for (let n = 0; n < 3; n++) {
    const { id } = await created({ name: `Key ${n}` })
    await env.DB.prepare('UPDATE api_keys SET created_at = ? WHERE id = ?').bind(n, id).run()
    ids.unshift(id)
  }
  const { body } = await api('GET', '/v1/api-keys?limit=2')
  expect(body).toMatchObject({ first_id: ids[0], last_id: ids[1], has_more: true, total_pages: 2 })
  expect((await api('GET', `/v1/api-keys?limit=2&after=${ids[1]}`)).body.last_id).toBe(ids[2])
  expect((await api('GET', '/v1/api-keys?after=nobody')).body.error_code).toBe('CURSOR_INVALID')
})

test('nobody gives a key what they do not hold themselves', async () => {
  const { key } = await created({ scopes: ['keys.manage', 'runs.view'] })
  const child = await withKey(key, 'POST', '/v1/api-keys', { name: 'Child', scopes: ['runs.view'] })
  expect(child.status).toBe(201)
  expect(child.body.created_by.type).toBe('api_key')
  const { status, body } = await withKey(key, 'POST', '/v1/api-keys', {
    name: 'Grown',
    scopes: ['runs.view', 'members.manage'],
  })
  expect([status, body.error_code]).toEqual([403, 'FORBIDDEN'])
  expect(body.message).toContain('members.manage')
  expect(body.message).not.toContain('runs.view')
  expect((await api('GET', '/v1/api-keys')).body.data).toHaveLength(2)
})

test('an administrator makes keys with every scope', async () => {
  const cookie = await cookieOf(await makeMember('ADMINISTRATOR'))
  const { status, body } = await browse(cookie, 'POST', '/v1/api-keys', { name: 'All', scopes: SCOPES })
  expect(status).toBe(201)
  expect(body.created_by.type).toBe('member')
})

test('a revoked key is refused at once and says so, and revoking it again changes nothing', async () => {
  const { id, key } = await created()
  expect((await api('DELETE', `/v1/api-keys/${id}`)).status).toBe(204)
  const { status, body } = await withKey(key, 'GET', '/v1/workflow/')
  expect([status, body.error_code]).toEqual([401, 'UNAUTHORIZED'])
  expect(body.message).toContain('revoked')
  const revokedAt = async () => (await api('GET', '/v1/api-keys')).body.data[0].revoked_at
  const before = await revokedAt()
  await env.DB.prepare('UPDATE api_keys SET revoked_at = 1').run()
  expect((await api('DELETE', `/v1/api-keys/${id}`)).status).toBe(204)
  expect(before).not.toBeNull()
  expect(await revokedAt()).toBe(new Date(1).toISOString())
  expect((await api('DELETE', '/v1/api-keys/key_nobody')).body.error_code).toBe('API_KEY_NOT_FOUND')
})

test('an expired key is refused and says so', async () => {
  const { id, key } = await created({ expires_at: '2999-01-01T00:00:00Z' })
  expect((await withKey(key, 'GET', '/v1/workflow/')).status).toBe(200)
  await env.DB.prepare('UPDATE api_keys SET expires_at = 1 WHERE id = ?').bind(id).run()
  const { status, body } = await withKey(key, 'GET', '/v1/workflow/')
  expect([status, body.error_code]).toEqual([401, 'UNAUTHORIZED'])
  expect(body.message).toContain('expired')
})

test('a key nobody made is refused, on what is public too', async () => {
  for (const path of ['/v1/workflow/', '/v1/session', '/v1/workflow/piece']) {
    const { status, body } = await withKey('pck_nobody', 'GET', path)
    expect([status, body.error_code]).toEqual([401, 'UNAUTHORIZED'])
  }
})

test('when a key was last used is kept to the minute', async () => {
  const { id, key } = await created()
  const lastUsed = async () => {
    const row = await env.DB.prepare('SELECT last_used_at AS at FROM api_keys WHERE id = ?').bind(id).first()
    return row?.at as number | null
  }
  await withKey(key, 'GET', '/v1/workflow/')
  await vi.waitFor(async () => expect(await lastUsed()).not.toBeNull())
  const halfAMinuteAgo = Date.now() - 30_000
  await env.DB.prepare('UPDATE api_keys SET last_used_at = ?').bind(halfAMinuteAgo).run()
  await withKey(key, 'GET', '/v1/workflow/')
  await env.DB.prepare('UPDATE api_keys SET name = name').run()
  expect(await lastUsed()).toBe(halfAMinuteAgo)
  await env.DB.prepare('UPDATE api_keys SET last_used_at = ?')
    .bind(Date.now() - 61_000)
    .run()
  await withKey(key, 'GET', '/v1/workflow/')
  await vi.waitFor(async () => expect(await lastUsed()).toBeGreaterThan(halfAMinuteAgo))
})

test.each([
  [{ name: '', scopes: ['runs.view'] }, 'name'],
  [{ name: 'x', scopes: [] }, 'scopes'],
  [{ name: 'x' }, 'scopes'],
  [{ name: 'x', scopes: ['runs.fly'] }, 'scopes[0]'],
  [{ name: 'x', scopes: ['runs.view'], expires_at: '2001-01-01' }, 'expires_at'],
  [{ name: 'x', scopes: ['runs.view'], expires_at: 'tomorrow' }, 'expires_at'],
])('the key %j is refused by name and not made', async (body, field) => {
  const answer = await api('POST', '/v1/api-keys', body)
  expect([answer.status, answer.body.error_code]).toEqual([422, 'VALIDATION_FAILED'])
  expect(answer.body.message).toContain(field)
  expect((await api('GET', '/v1/api-keys')).body.data).toEqual([])
})
