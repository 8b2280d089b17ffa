import { type PlatformFixture, requestOf, type Sent } from '../../../scripts/platforms/fixture.ts'
import type { TestAgent } from '../agents.ts'
import { type ApiAnswer, api, call } from '../api.ts'

/** An agent of the platform, with the secret it signs with. */
export async function addPlatformAgent(
  { name, secret, publicSecret = secret }: PlatformFixture,
  flow_ids: string[],
  changes: object = {},
): Promise<TestAgent> {
  const secrets = publicSecret === undefined ? [] : [publicSecret]
  const body = { name: 'Test agent', provider: name, flow_ids, secrets, ...changes }
  const answer = await api('POST', '/v1/agents', body)
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body))
  const { id, provider, bearer_secret: bearer, signing_secret: signing } = answer.body
  return { id, provider, bearer, signing }
}

/** Sends as the platform does. */
export async function deliver(
  fixture: PlatformFixture,
  { id, bearer }: TestAgent,
  sent: Sent,
  kind: 'tool' | 'event' = 'event',
): Promise<ApiAnswer> {
  const origin = 'http://patchcord.test'
  const known = { hookUrl: `${origin}/hooks/${fixture.name}/${id}`, bearer }
  const { url, body, headers } = await requestOf(fixture, known, sent, kind)
  return call('POST', url.slice(origin.length), body, headers)
}

/** A connection of a platform's piece, kept without being tried out. */
export async function connect(
  piece_name: string,
  value: object = { secret_text: 'key-for-tests' },
  type = 'SECRET_TEXT',
): Promise<string> {
  const body = {
    piece_name,
    display_name: `Our ${piece_name}`,
    type,
    value,
  }
  const answer = await api('POST', '/v1/workflow/connections?validate=false', body)
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body))
  return answer.body.id
}
