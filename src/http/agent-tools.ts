import { Hono } from 'hono'
import { reloadAgent } from '../call/directory.ts'
import { toolFormats } from '../call/tools.ts'
import { CodedError } from '../errors.ts'
import { lookupOf } from './lookup.ts'
import type { App } from './types.ts'

/** The functions an agent may call, as its platform wants them described. */
export const agentTools = new Hono<App>().get('/:id/tools', async (c) => {
  const format = c.req.query('format') ?? 'patchcord'
  const render = Object.hasOwn(toolFormats, format) ? toolFormats[format] : undefined
  if (!render) {
    const known = Object.keys(toolFormats).join(', ')
    throw new CodedError('VALIDATION_FAILED', `"format" must be one of ${known}.`)
  }
  const agent = await reloadAgent(c.req.param('id'), lookupOf(c))
  if (!agent) throw new CodedError('AGENT_NOT_FOUND', `There is no agent "${c.req.param('id')}".`)
  return c.json(render(agent.tools))
})
