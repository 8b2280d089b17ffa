import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { api } from '../../test/support/api.ts'
import { openDb } from '../db/client.ts'
import * as schema from '../db/schema.ts'
import { storedPrefix } from './encryption.ts'
import { rotateKey } from './rotate.ts'
import { type Keys, seal, unseal } from './seal.ts'

const OLD = env.PATCHCORD_ENCRYPTION_KEY
const NEW = btoa('n'.repeat(32))
const during: Keys = { PATCHCORD_ENCRYPTION_KEY: NEW, PATCHCORD_ENCRYPTION_KEY_PREVIOUS: OLD }
const after: Keys = { PATCHCORD_ENCRYPTION_KEY: NEW }

/** Every text of the database that `encrypt` made, as `table.column`. */
async function encryptedTexts(): Promise<{ column: string; text: string }[]> {
  const { results: tables } = await env.DB.prepare(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '\\_cf%' ESCAPE '\\'",
  ).all<{ name: string }>()
  const found: { column: string; text: string }[] = []
  for (const { name } of tables) {
    const { results } = await env.DB.prepare(`SELECT * FROM "${name}"`).all()
    for (const row of results) {
      for (const [column, text] of Object.entries(row)) {
        if (/^v1\.[\w-]+\.[\w-]+\.[\w-]+$/.test(String(text))) {
          found.push({ column: `${name}.${column}`, text: String(text) })
        }
      }
    }
  }
  return found
}

test('every secret of the database is re-encrypted, opens all the while, and a second time changes nothing', async () => {
  const db = openDb(env.DB)
  const agent = (await api('POST', '/v1/agents', { name: 'A', provider: 'generic' })).body
  await api('PUT', '/v1/workflow/oauth-apps/slack', { client_id: 'a', client_secret: 'the-app-secret' })
  await api('POST', '/v1/workflow/connections/oauth/start', { piece_name: 'slack' })
  const value = { secret_text: 'a-secret' }
  const ids: string[] = []
  for (let n = 0; n < 3; n++) {
    const body = { piece_name: 'http', display_name: 'C', type: 'SECRET_TEXT', value }
    ids.push((await api('POST', '/v1/workflow/connections', body)).body.id)
  }
  const secretOf = async (id: string, keys: Keys) => {
    const row = await env.DB.prepare('SELECT secret FROM connections WHERE id = ?').bind(id).first()
    return unseal(keys, String(row?.secret), id)
  }
  const wanted = { type: 'SECRET_TEXT', ...value }
  expect(await secretOf(ids[0]!, during)).toEqual(wanted)
  await expect(secretOf(ids[0]!, after)).rejects.toMatchObject({ code: 'DECRYPT_FAILED' })
  const encrypted = await encryptedTexts()
  expect(new Set(encrypted.map(({ column }) => column))).toEqual(
    new Set([
      'agents.platform_secrets',
      'agents.signing_secret',
      'connections.secret',
      'oauth_apps.client_secret',
      'oauth_states.login',
    ]),
  )

  const lost = await seal({ PATCHCORD_ENCRYPTION_KEY: btoa('x'.repeat(32)) }, 'lost', 'slack')
  await env.DB.prepare('UPDATE oauth_apps SET client_secret = ?').bind(lost).run()
  expect(await rotateKey(db, during)).toEqual({ rotated: encrypted.length - 1, unreadable: 1, remaining: 1 })
  expect(await rotateKey(db, during)).toEqual({ rotated: 0, unreadable: 1, remaining: 1 })

  const prefix = await storedPrefix(NEW)
  for (const { text } of await encryptedTexts()) if (text !== lost) expect(text).toMatch(prefix)
  for (const id of ids) expect(await secretOf(id, after)).toEqual(wanted)
  const [row] = await db.select().from(schema.agents)
  expect(row?.id).toBe(agent.id)
})

test('with the key there always was, nothing is to be done', async () => {
  await api('PUT', '/v1/workflow/oauth-apps/slack', { client_id: 'a', client_secret: 'b' })
  await env.DB.prepare('DELETE FROM connections').run()
  await env.DB.prepare('DELETE FROM agents').run()
  await env.DB.prepare('DELETE FROM oauth_states').run()
  const { body } = await api('POST', '/v1/workflow/connections/rotate-key')
  expect(body).toEqual({ rotated: 0, unreadable: 0, remaining: 0 })
})
