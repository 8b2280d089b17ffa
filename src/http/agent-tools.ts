import { Hono } from 'hono'
import * as z from 'zod'
import { reloadAgent } from '../call/directory.ts'
import { toolFormats } from '../call/tools.ts'
import { CodedError } from '../errors.ts'
import { lookupOf } from './lookup.ts'
import { operation } from './operation.ts'
import type { App } from './types.ts'

const formats = Object.keys(toolFormats) as [ToolFormat, ...ToolFormat[]]
type ToolFormat = keyof typeof toolFormats

/** The functions an agent may call, as its platform wants them described. */
export const agentTools = new Hono<App>().get(
  '/:agent_id/tools',
  operation({
    tag: 'Agents',
    summary: "List an agent's functions",
    description: 'Those of the live version, described as the platform wants them.',
    scope: 'agents.view',
    query: z.object({ format: z.enum(formats).default('patchcord') }),
    answer: z.array(z.looseObject({})),
    errors: ['AGENT_NOT_FOUND'],
  }),
  async (c) => {
    const id = c.req.param('agent_id')
    const agent = await reloadAgent(id, lookupOf(c))
    if (!agent || agent.isDeleted) throw new CodedError('AGENT_NOT_FOUND', `There is no agent "${id}".`)
    return c.json(toolFormats[c.req.valid('query').format](agent.tools))
  },
)
