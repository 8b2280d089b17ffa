import * as z from 'zod'
import { choice, number } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { campaign } from './inputs.ts'
import { mailchimp } from './service.ts'

/** Mailchimp's most in a page. */
const MAX_PAGE = 1000

/** Lists campaigns. */
export const listCampaigns = mailchimp.action({
  name: 'list_campaigns',
  displayName: 'List campaigns',
  description: 'Campaigns, the newest first.',
  input: z.object({
    status: choice({
      label: 'Status',
      required: false,
      choices: [
        { value: 'save', label: 'Draft' },
        { value: 'schedule', label: 'Scheduled' },
        { value: 'sending', label: 'Being sent' },
        { value: 'sent', label: 'Sent' },
      ],
    }),
    limit: number({ label: 'At most', defaultValue: 20, min: 1, max: MAX_PAGE }),
  }),
  idempotent: true,
  run: ({ input: { status, limit }, http }) =>
    http.get('/campaigns', { query: { status, count: limit, sort_field: 'create_time', sort_dir: 'DESC' } }),
})

/** Sends a campaign. */
export const sendCampaign = mailchimp.action({
  name: 'send_campaign',
  displayName: 'Send a campaign',
  description: 'Sends a campaign that is ready.',
  input: z.object({ campaign_id: campaign() }),
  idempotent: false,
  async run({ input, http }) {
    await http.post(at`/campaigns/${input.campaign_id}/actions/send`)
    return { success: true }
  },
})

/** Reads how a campaign went. */
export const getReport = mailchimp.action({
  name: 'get_campaign_report',
  displayName: 'Get the report of a campaign',
  description: 'How many a campaign reached, who opened it and who clicked.',
  input: z.object({ campaign_id: campaign() }),
  idempotent: true,
  run: ({ input, http }) => http.get(at`/reports/${input.campaign_id}`),
})
