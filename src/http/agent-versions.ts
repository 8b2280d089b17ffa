import { type Context, Hono } from 'hono'
import * as z from 'zod'
import {
  assignToVersion,
  createDraft,
  deleteDraft,
  getVersion,
  listVersions,
  publishVersion,
} from '../db/agent-versions.ts'
import { getAgent } from '../db/agents.ts'
import { openDb } from '../db/client.ts'
import type { AgentVersionRow } from '../db/schema.ts'
import { flowIds } from './agent-fields.ts'
import { AgentVersionView, viewVersions } from './agent-view.ts'
import { pageOf, pageQuery } from './input.ts'
import { operation } from './operation.ts'
import type { App } from './types.ts'

/** `/v1/agents/:agent_id/versions`: which workflows an agent has, tried as a draft and then made live. */
export const agentVersions = new Hono<App>()

const tag = 'Agents'
const NOT_FOUND = ['AGENT_NOT_FOUND', 'AGENT_VERSION_NOT_FOUND']

const DraftBody = z.object({
  from_version_id: z
    .string()
    .optional()
    .describe('The version whose workflows are copied; the live one if left out.'),
})

agentVersions.get(
  '/:agent_id/versions',
  operation({
    tag,
    summary: "List an agent's versions",
    scope: 'agents.view',
    query: pageQuery,
    answer: pageOf(AgentVersionView),
    errors: ['AGENT_NOT_FOUND', 'CURSOR_INVALID'],
  }),
  async (c) => {
    const db = openDb(c.env.DB)
    const { id } = await getAgent(db, c.req.param('agent_id'))
    const page = await listVersions(db, id, c.req.valid('query'))
    return c.json({ ...page, data: await viewVersions(db, page.data) })
  },
)

agentVersions.post(
  '/:agent_id/versions',
  operation({
    tag,
    summary: 'Make a draft version',
    description:
      'It has the workflows of the live version, or of the one named. An agent has one draft at most.',
    scope: 'agents.update',
    body: DraftBody.prefault({}),
    status: 201,
    answer: AgentVersionView,
    errors: [...NOT_FOUND, 'AGENT_DRAFT_EXISTS'],
    examples: { body: {} },
  }),
  async (c) => {
    const db = openDb(c.env.DB)
    const { id } = await getAgent(db, c.req.param('agent_id'))
    const from = c.req.valid('json').from_version_id
    if (from !== undefined) await getVersion(db, id, from)
    return c.json(await answer(c, await createDraft(db, id, from, Date.now())), 201)
  },
)

agentVersions.patch(
  '/:agent_id/versions/:version_id',
  operation({
    tag,
    summary: "Replace a version's workflows",
    description: "The draft's, or the live version's: then calls have them from the next event on.",
    scope: 'agents.update',
    body: z.object({ flow_ids: flowIds }),
    answer: AgentVersionView,
    errors: [...NOT_FOUND, 'AGENT_VERSION_ARCHIVED', 'WORKFLOW_NOT_FOUND'],
    examples: { body: { flow_ids: ['wf_3f9a1c0e5b7d2a4f6e8c0b1d'] } },
  }),
  async (c) => {
    const db = openDb(c.env.DB)
    const { id } = await getAgent(db, c.req.param('agent_id'))
    const { flow_ids } = c.req.valid('json')
    const changed = await assignToVersion(db, id, c.req.param('version_id'), flow_ids, Date.now())
    return c.json(await answer(c, changed))
  },
)

agentVersions.post(
  '/:agent_id/versions/:version_id/publish',
  operation({
    tag,
    summary: 'Make a version the live one',
    description:
      'The former is archived. Calls that began on it stay on it. An archived version can come back.',
    scope: 'agents.update',
    answer: AgentVersionView,
    errors: NOT_FOUND,
  }),
  async (c) => {
    const db = openDb(c.env.DB)
    const { id } = await getAgent(db, c.req.param('agent_id'))
    return c.json(await answer(c, await publishVersion(db, id, c.req.param('version_id'), Date.now())))
  },
)

agentVersions.delete(
  '/:agent_id/versions/:version_id',
  operation({
    tag,
    summary: 'Delete a draft version',
    scope: 'agents.update',
    status: 204,
    errors: [...NOT_FOUND, 'AGENT_VERSION_NOT_DRAFT'],
  }),
  async (c) => {
    const db = openDb(c.env.DB)
    const { id } = await getAgent(db, c.req.param('agent_id'))
    await deleteDraft(db, id, c.req.param('version_id'))
    return c.body(null, 204)
  },
)

async function answer(c: Context<App>, version: AgentVersionRow) {
  const [view] = await viewVersions(openDb(c.env.DB), [version])
  return view
}
