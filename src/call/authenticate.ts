import { CodedError } from '../errors.ts'
import type { Agent, AgentSecrets } from './agent.ts'
import { findAgent, type Lookup, reloadAgent } from './directory.ts'
import { generic } from './providers/generic.ts'
import type { HookRequest, Provider } from './providers/provider.ts'
import { providerNamed } from './providers/registry.ts'
import { importSigningSecret, verifyBearer } from './signature.ts'

/** The agent that a request is proven to be of. */
export interface FoundAgent {
  agent: Agent
  /** it was read from the database for this request */
  loaded: boolean
}

/** A request whose origin is proven. */
export interface Authenticated extends FoundAgent {
  provider: Provider
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
  const found = await prove(target.agentId, lookup, async (secrets, agent) => {
    const proven = await (provider ?? generic).verify(request, secrets, now)
    return proven && agent?.provider === provider?.name
  })
  if (found && provider) return { ...found, provider }
  throw new CodedError(
    'UNAUTHORIZED',
    'Send the agent\'s bearer secret, or sign the request with its signing secret (standardwebhooks.com). What a platform signs in its own way is held against the "secrets" of the agent.',
  )
}

/**
 * Proves that a request comes from who holds the agent's bearer secret, whatever platform it is on.
 * @throws CodedError UNAUTHORIZED, AGENT_NOT_FOUND
 */
export async function authenticateBearer(
  headers: Headers,
  agentId: string,
  lookup: Lookup,
): Promise<FoundAgent> {
  const found = await prove(agentId, lookup, ({ bearerHash }) => verifyBearer(headers, bearerHash))
  if (found) return found
  throw new CodedError('UNAUTHORIZED', 'Send the agent\'s bearer secret: "Authorization: Bearer …".')
}

/** The agent, where `isProven` says yes to its secrets; where there is no such agent, it is asked about secrets nobody has. */
async function prove(
  agentId: string,
  lookup: Lookup,
  isProven: (secrets: AgentSecrets, agent: Agent | null) => Promise<boolean>,
): Promise<FoundAgent | null> {
  const isOf = async (agent: Agent | null) =>
    (await isProven(agent ?? (await decoy()), agent)) && agent !== null
  let { value: agent, loaded } = await findAgent(agentId, lookup)
  let proven = await isOf(agent)
  if (!proven && !loaded) {
    // The secrets may just have been rotated.
    agent = await reloadAgent(agentId, lookup)
    loaded = true
    proven = await isOf(agent)
  }
  if (proven && agent?.isDeleted) {
    throw new CodedError('AGENT_NOT_FOUND', `Agent "${agent.id}" was deleted: send its calls elsewhere.`)
  }
  return proven && agent ? { agent, loaded } : null
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
