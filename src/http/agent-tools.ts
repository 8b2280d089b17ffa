import { type Context, Hono } from 'hono'
import * as z from 'zod'
import type { Agent } from '../call/agent.ts'
import { reloadAgent } from '../call/directory.ts'
import { deadlineOf, waitFor } from '../call/patience.ts'
import { platformSecrets } from '../call/platform-secrets.ts'
import type { ToolTarget } from '../call/providers/console.ts'
import { consoleOf, consoles } from '../call/providers/consoles.ts'
import { providerNamed } from '../call/providers/registry.ts'
import { settingOf } from '../call/providers/settings.ts'
import { reachOf } from '../call/reach.ts'
import { describeTools, openaiTools } from '../call/tools.ts'
import { getAgent } from '../db/agents.ts'
import { openDb } from '../db/client.ts'
import { withoutSecrets } from '../engine/redact.ts'
import { CodedError, isCoded } from '../errors.ts'
import { lookupOf } from './lookup.ts'
import { operation } from './operation.ts'
import { originOf } from './origin.ts'
import { SERVICE_CODES } from './service-codes.ts'
import type { App } from './types.ts'

const OWN = { patchcord: describeTools, openai: openaiTools }
const formats = [...Object.keys(OWN), ...Object.keys(consoles).filter((name) => consoles[name]?.describe)]

/** Stands where the agent's bearer secret belongs: who may look at an agent may not see it. */
const BEARER_PLACE = '<bearer_secret>'

/** How much longer than we take a platform is told to wait at least. Milliseconds. */
const MARGIN_MS = 1_000

const Report = z.object({
  created: z.array(z.string()),
  updated: z.array(z.string()),
  removed: z.array(z.string()),
})

/** The functions an agent may call, as its platform wants them described. */
export const agentTools = new Hono<App>()

agentTools.get(
  '/:agent_id/tools',
  operation({
    tag: 'Agents',
    summary: "List an agent's functions",
    description:
      "Those of the live version, in a platform's own form, ready to paste: put the agent's bearer secret where `<bearer_secret>` stands.",
    scope: 'agents.view',
    query: z.object({ format: z.enum(formats).default('patchcord') }),
    answer: z.array(z.looseObject({})),
    errors: ['AGENT_NOT_FOUND'],
  }),
  async (c) => {
    const { format } = c.req.valid('query')
    const agent = await agentOf(c)
    const own = Object.hasOwn(OWN, format) ? OWN[format as keyof typeof OWN] : undefined
    const target = targetOf(agent, format, originOf(c), BEARER_PLACE)
    return c.json(own?.(agent.tools) ?? consoleOf(format)?.describe?.(agent.tools, target) ?? [])
  },
)

agentTools.post(
  '/:agent_id/tools/sync',
  operation({
    tag: 'Agents',
    summary: "Put an agent's functions into its platform",
    description:
      "Makes the platform's agent have the functions of the live version, with address, secret and time-out. Functions there that are not ours stay as they are. Doing it again changes nothing.",
    scope: 'agents.update',
    answer: Report,
    errors: [
      'AGENT_NOT_FOUND',
      'OUTBOUND_NOT_CONFIGURED',
      'SYNC_UNSUPPORTED',
      'SECRETS_MISSING',
      ...SERVICE_CODES,
    ],
  }),
  async (c) => {
    const agent = await agentOf(c)
    const sync = consoleOf(agent.provider)?.sync
    if (!sync) {
      const message = `Functions can't be sent to ${agent.provider}: paste what GET …/tools?format=… gives.`
      throw new CodedError('SYNC_UNSUPPORTED', message)
    }
    const { bearer } = await platformSecrets(c.env, await getAgent(openDb(c.env.DB), agent.id))
    if (bearer === null) {
      const message = 'The bearer secret of this agent is not kept: rotate its secrets once, then try again.'
      throw new CodedError('SECRETS_MISSING', message)
    }
    const target = targetOf(agent, agent.provider, originOf(c), bearer)
    const agentId = settingOf(agent, 'platformAgentId')
    const api = await reachOf(agent, c.env).api()
    return c.json(await sync(agent.tools, { ...target, agentId }, api).catch(rethrowWithout(bearer)))
  },
)

/** Platforms may repeat what they refuse, and it holds the agent's secret. */
const rethrowWithout =
  (bearer: string) =>
  (error: unknown): never => {
    if (!isCoded(error)) throw error
    const { code, message, retryable } = error
    throw new CodedError(code, withoutSecrets(message, [bearer]), { retryable })
  }

/** The agent a path names, as it is stored now. @throws CodedError AGENT_NOT_FOUND */
export async function agentOf(c: Context<App>): Promise<Agent> {
  const id = c.req.param('agent_id') ?? ''
  const agent = await reloadAgent(id, lookupOf(c))
  if (!agent || agent.isDeleted) throw new CodedError('AGENT_NOT_FOUND', `There is no agent "${id}".`)
  return agent
}

/** @param platform whose form it is: an agent's functions can be looked at in any */
function targetOf(agent: Agent, platform: string, origin: string, bearer: string): ToolTarget {
  const patience = providerNamed(platform)?.patience
  return {
    hookUrl: `${origin}/hooks/${agent.provider}/${agent.id}`,
    bearer,
    timeoutMs: (tool) =>
      patience
        ? Math.max(deadlineOf(tool, agent, patience), waitFor(tool, agent, patience) + MARGIN_MS)
        : MARGIN_MS,
  }
}
