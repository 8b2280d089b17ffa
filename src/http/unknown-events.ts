import { Hono } from 'hono'
import * as z from 'zod'
import { openDb } from '../db/client.ts'
import { listUnknownEvents, OTHER_TYPES, type UnknownEvents } from '../db/unknown-events.ts'
import { isoTime } from '../run/run-view.ts'
import { agentOf } from './agent-tools.ts'
import { operation } from './operation.ts'
import type { App } from './types.ts'

/** What an agent's platform sends that nobody here knows. */
export const unknownEvents = new Hono<App>()

const UnknownEventsView = z
  .object({
    type: z
      .string()
      .describe(
        `As the platform names it; "${OTHER_TYPES}" for types beyond the first 20, and empty for none.`,
      ),
    count: z.number().int(),
    first_at: z.iso.datetime(),
    last_at: z.iso.datetime(),
  })
  .meta({ id: 'UnknownEvents' })

unknownEvents.get(
  '/:agent_id/unknown-events',
  operation({
    tag: 'Agents',
    summary: "Count the events of an agent's platform that are not known here",
    description:
      'Its platform proved who it is, and the events were acknowledged; they started nothing. The type that came last stands first.',
    scope: 'agents.view',
    answer: z.object({ data: z.array(UnknownEventsView) }),
    errors: ['AGENT_NOT_FOUND'],
  }),
  async (c) => {
    const { id } = await agentOf(c)
    const counted = await listUnknownEvents(openDb(c.env.DB), id)
    return c.json({ data: counted.map(viewUnknownEvents) })
  },
)

/** A count as `UnknownEventsView` describes it. */
const viewUnknownEvents = (counted: UnknownEvents): z.input<typeof UnknownEventsView> => ({
  type: counted.type,
  count: counted.count,
  first_at: isoTime(counted.firstAt),
  last_at: isoTime(counted.lastAt),
})
