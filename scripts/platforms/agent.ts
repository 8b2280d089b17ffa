import type { ManagementApi } from '../management-api.ts'
import type { KnownAgent, PlatformFixture } from './fixture.ts'

interface AgentAnswer {
  id: string
  hook_url: string
  flow_ids: string[]
}

/**
 * The agent that stands for that platform on a server: made once, with the workflows of the agent `like` and the secret
 * that the platform's fixture signs with. It gets a new bearer secret each time, since nobody keeps the old one.
 */
export async function platformAgent(
  api: ManagementApi,
  { name: provider, secret, publicSecret = secret }: PlatformFixture,
  like: string,
): Promise<KnownAgent & { id: string }> {
  const name = `Simulated ${provider}`
  const { data } = await api<{ data: AgentAnswer[] }>(
    'GET',
    `/v1/agents?provider=${provider}&search=${encodeURIComponent(name)}`,
  )
  const { id, hook_url } = data[0] ?? (await addAgent())
  const { bearer_secret } = await api<{ bearer_secret: string }>('POST', `/v1/agents/${id}/secrets/rotate`)
  return { id, hookUrl: hook_url, bearer: bearer_secret }

  async function addAgent(): Promise<AgentAnswer> {
    const { flow_ids } = await api<AgentAnswer>('GET', `/v1/agents/${like}`)
    return api('POST', '/v1/agents', {
      name,
      provider,
      flow_ids,
      platform_agent_id: 'simulated',
      secrets: publicSecret === undefined ? [] : [publicSecret],
    })
  }
}
