import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { MAX_ROWS_A_REQUEST } from '../campaign/add.ts'
import { addGivenRows, campaignNamed, makeCampaign, withAgent } from '../campaign/client.ts'
import { COMMANDS, type Command } from '../campaign/control.ts'
import { CAMPAIGN_STATUSES, CampaignSettings, SettingsChange, Variables } from '../campaign/settings.ts'
import { getCampaign, listCampaigns } from '../db/campaigns.ts'
import { newId, openDb } from '../db/client.ts'
import { CampaignSummaryView, CampaignView, viewCampaign, viewSummary } from './campaign-view.ts'
import { pageOf, pageQuery } from './input.ts'
import { lookupOf } from './lookup.ts'
import { operation } from './operation.ts'
import type { App } from './types.ts'

/** `/v1/campaigns`: numbers that an agent is to call, under rules. */
export const campaigns = new Hono<App>()

const tag = 'Campaigns'

/** Bytes that ten thousand rows take with room for their variables. */
export const MAX_ROWS_BYTES = 10 * 1024 * 1024

/** Rows of a request. */
export const RowsBody = z.object({
  rows: z
    .array(
      z.object({
        number: z.string().min(1).max(100).describe('As people write it.'),
        key: z
          .string()
          .min(1)
          .max(200)
          .optional()
          .describe('Tells a repeat of the row from a new one; its number if left out.'),
        dynamic_variables: Variables.optional(),
      }),
    )
    .min(1)
    .max(MAX_ROWS_A_REQUEST),
})

/** Rows of a request in the core's words. */
export const givenRows = ({ rows }: z.output<typeof RowsBody>) =>
  rows.map(({ dynamic_variables: variables, ...row }) => ({ ...row, variables }))

const CreateBody = CampaignSettings.extend({ rows: RowsBody.shape.rows.optional() })

const ListQuery = pageQuery.extend({
  status: z.enum(CAMPAIGN_STATUSES).optional(),
  agent: z.string().optional().describe("The agent's id."),
  keep_open: z.stringbool().optional(),
  search: z.string().max(200).optional().describe('Text in the name.'),
})

campaigns.post(
  '/',
  operation({
    tag,
    summary: 'Create a campaign',
    description:
      'As a draft: nobody is called before it is started. Rows that hold no number that can be called are kept as SKIPPED, with the reason.',
    scope: 'campaigns.control',
    body: CreateBody,
    maxBodyBytes: MAX_ROWS_BYTES,
    status: 201,
    answer: CampaignView,
    errors: ['AGENT_NOT_FOUND', 'AGENT_VERSION_NOT_FOUND'],
    examples: {
      body: {
        name: 'March appointments',
        agent: '+34910000001',
        rules: { windows: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '10:00', to: '19:00' }] },
        rows: [{ number: '+34600000001', dynamic_variables: { name: 'Ana' } }],
      },
    },
  }),
  async (c) => {
    const { rows, ...settings } = c.req.valid('json')
    const id = newId('camp')
    await makeCampaign(lookupOf(c), id, settings)
    if (rows) await addGivenRows(c.env, id, givenRows({ rows }))
    return c.json(await detailOf(c, id), 201)
  },
)

campaigns.get(
  '/',
  operation({
    tag,
    summary: 'List campaigns',
    description: 'Newest first, from an index that may lag by some seconds.',
    scope: 'campaigns.view',
    query: ListQuery,
    answer: pageOf(CampaignSummaryView),
    errors: ['CURSOR_INVALID'],
  }),
  async (c) => {
    const { status, agent: agentId, keep_open: keepOpen, search, ...request } = c.req.valid('query')
    const page = await listCampaigns(openDb(c.env.DB), { status, agentId, keepOpen, search }, request)
    return c.json({ ...page, data: page.data.map(viewSummary) })
  },
)

campaigns.get(
  '/:campaign_id',
  operation({
    tag,
    summary: 'Read a campaign',
    description: 'With its settings, and how far it is at this moment.',
    scope: 'campaigns.view',
    answer: CampaignView,
    errors: ['CAMPAIGN_NOT_FOUND'],
  }),
  async (c) => c.json(await detailOf(c, c.req.param('campaign_id'))),
)

campaigns.patch(
  '/:campaign_id',
  operation({
    tag,
    summary: 'Change a campaign',
    description:
      'Each setting that is sent replaces the former one as a whole, and counts from now on, also while the campaign runs.',
    scope: 'campaigns.control',
    body: SettingsChange,
    answer: CampaignView,
    errors: ['CAMPAIGN_NOT_FOUND', 'CAMPAIGN_ENDED', 'AGENT_NOT_FOUND', 'AGENT_VERSION_NOT_FOUND'],
    examples: { body: { calls_per_minute: 60, max_concurrent_calls: 10 } },
  }),
  async (c) => {
    const sent = c.req.valid('json')
    const id = c.req.param('campaign_id')
    const { settings } = await getCampaign(openDb(c.env.DB), id)
    const agent = sent.agent ?? settings.agent
    const named = sent.agent !== undefined || sent.agent_version !== undefined
    const change = named ? await withAgent(lookupOf(c), { ...sent, agent }) : sent
    return c.json(viewCampaign(await (await campaignNamed(c.env, id)).change(change)))
  },
)

const SUMMARIES: Readonly<Record<Command, { summary: string; description: string }>> = {
  start: { summary: 'Start a campaign', description: 'Calls begin as its windows, pace and caps allow.' },
  pause: { summary: 'Pause a campaign', description: 'Calls under way go on; none is begun.' },
  resume: { summary: 'Resume a campaign', description: 'Goes on with one that was paused.' },
  stop: {
    summary: 'Stop a campaign',
    description: 'For good. Rows that wait become STOPPED, calls under way go on to their end.',
  },
}

for (const command of COMMANDS) {
  campaigns.post(
    `/:campaign_id/${command}`,
    operation({
      tag,
      ...SUMMARIES[command],
      scope: 'campaigns.control',
      answer: CampaignView,
      errors: ['CAMPAIGN_NOT_FOUND', 'CAMPAIGN_ENDED', 'CAMPAIGN_EMPTY', 'CAMPAIGN_NOT_STARTED'],
    }),
    async (c) => {
      const campaign = await campaignNamed(c.env, c.req.param('campaign_id') ?? '')
      return c.json(viewCampaign(await campaign.control(command)))
    },
  )
}

campaigns.delete(
  '/:campaign_id',
  operation({
    tag,
    summary: 'Delete a campaign',
    description: 'With its rows, for good; while it runs, or calls are under way, it is refused.',
    scope: 'campaigns.control',
    status: 204,
    errors: ['CAMPAIGN_NOT_FOUND', 'CAMPAIGN_RUNNING'],
  }),
  async (c) => {
    await (await campaignNamed(c.env, c.req.param('campaign_id'))).remove()
    return c.body(null, 204)
  },
)

async function detailOf(c: Context<App>, id: string) {
  return viewCampaign(await (await campaignNamed(c.env, id)).read())
}
