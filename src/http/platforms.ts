import { Hono } from 'hono'
import * as z from 'zod'
import { consoleOf } from '../call/providers/consoles.ts'
import { providerNamed, providerNames } from '../call/providers/registry.ts'
import { openApi } from '../call/reach.ts'
import { openDb } from '../db/client.ts'
import { getConnection } from '../db/connections.ts'
import { CodedError } from '../errors.ts'
import { operation } from './operation.ts'
import { SERVICE_CODES } from './service-codes.ts'
import type { App } from './types.ts'

const Query = z.object({ connection_id: z.string().describe("A connection of the platform's own piece.") })

const PlatformView = z
  .object({
    agents: z.array(z.object({ id: z.string(), name: z.string() })).describe('For `platform_agent_id`.'),
    numbers: z
      .array(z.object({ id: z.string(), number: z.string().nullable(), name: z.string().nullable() }))
      .describe('For `platform_number_id`.'),
  })
  .meta({ id: 'Platform' })

/** `/v1/platforms`: what there is to choose from at a platform, for an agent that is to be added here. */
export const platforms = new Hono<App>().get(
  '/:provider',
  operation({
    tag: 'Agents',
    summary: "List a platform's agents and numbers",
    description:
      'As its API gives them for a connection; those that a platform has none of are an empty list.',
    scope: 'agents.create',
    query: Query,
    answer: PlatformView,
    errors: ['PLATFORM_UNKNOWN', 'CONNECTION_NOT_FOUND', ...SERVICE_CODES],
  }),
  async (c) => {
    const name = c.req.param('provider')
    const piece = providerNamed(name)?.piece
    const console = consoleOf(name)
    if (!piece || !console) {
      const known = providerNames.filter((each) => consoleOf(each)).join(', ')
      throw new CodedError(
        'PLATFORM_UNKNOWN',
        `"${name}" is no platform with a console. There are: ${known}.`,
      )
    }
    const connection = await getConnection(openDb(c.env.DB), c.req.valid('query').connection_id)
    if (connection.pieceName !== piece) {
      const message = `"connection_id": "${connection.displayName}" is a connection of ${connection.pieceName}, not of ${piece}.`
      throw new CodedError('CONNECTION_INVALID', message)
    }
    const api = await openApi(c.env, piece, connection.id)
    const [agents = [], numbers = []] = await Promise.all([
      console.listAgents?.(api),
      console.listNumbers?.(api),
    ])
    return c.json({ agents, numbers })
  },
)
