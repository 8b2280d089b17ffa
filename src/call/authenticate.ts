import { CodedError } from '../errors.ts'
import type { Agent, AgentSecrets } from './agent.ts'
import { findAgent, type Lookup, reloadAgent } from './directory.ts'
import { generic } from './providers/generic.ts'
import type { HookRequest, Provider } from './providers/provider.ts'
import { providerNamed } from './providers/registry.ts'
import { importSigningSecret } from './signature.ts'

/** A request whose origin is proven. */
export interface Authenticated {
  agent: Agent
  provider: Provider
  /** the agent was read from the database for this request */
  loaded: boolean
}

/**
 * Proves that a request comes from the platform of that agent. Whatever is wrong (agent, platform, secret), the
 * answer and the work before it are the same, so that nobody can find out which agents there are. Only the platform of
 * an agent that was deleted hears so.
 * @param now epoch milliseconds
 * @throws CodedError UNAUTHORIZED, AGENT_NOT_FOUND
 */
export async function authenticate(
  request: HookRequest,
  target: { provider: string; agentId: string },
  lookup: Lookup,
  now: number,
): Promise<Authenticated> {
  const provider = providerNamed(target.provider)
  const isProven = async (agent: Agent | null): Promise<boolean> => {
    const proven = await (provider ?? generic).verify(request, agent ?? (await decoy()), now)
    return proven && agent !== null && agent.provider === provider?.name
  }
  let { value: agent, loaded } = await findAgent(target.agentId, lookup)
  let proven = await isProven(agent)
  if (!proven && !loaded) {
    // The secrets may just have been rotated.
    agent = await reloadAgent(target.agentId, lookup)
    loaded = true
    proven = await isProven(agent)
  }
  if (proven && agent?.isDeleted) {
    throw new CodedError('AGENT_NOT_FOUND', `Agent "${agent.id}" was deleted: send its calls elsewhere.`)
  }
  if (proven && agent && provider) return { agent, provider, loaded }
  throw new CodedError(
    'UNAUTHORIZED',
    'Send the agent\'s bearer secret, or sign the request with its signing secret (standardwebhooks.com). What a platform signs in its own way is held against the "secrets" of the agent.',
  )
}

let kept: AgentSecrets | undefined

/** Secrets nobody has, for an agent that doesn't exist. */
async function decoy(): Promise<AgentSecrets> {
  kept ??= {
    bearerHash: crypto.randomUUID().replaceAll('-', '').repeat(2),
    signingKey: await importSigningSecret(btoa(crypto.randomUUID())),
    secrets: [crypto.randomUUID()],
  }
  return kept
}
