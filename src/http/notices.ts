import { Hono } from 'hono'
import * as z from 'zod'
import { openDb } from '../db/client.ts'
import { listNotices } from '../db/notices.ts'
import { isoTime } from '../run/run-view.ts'
import { operation } from './operation.ts'
import type { App } from './types.ts'

/** What an operator should look at. */
export const notices = new Hono<App>()

/** More than this nobody reads: what is mended leaves the list. */
const MAX_LISTED = 100

const NoticeView = z
  .object({
    type: z.literal('workflow.trigger_given_up'),
    flow_id: z.string(),
    flow_name: z.string(),
    error: z.object({ code: z.string(), message: z.string() }).nullable(),
    failures: z.number().int(),
    created: z.iso.datetime(),
    delivered: z.iso.datetime().nullable().meta({
      description: 'When `PATCHCORD_NOTICE_URL` took it; null where it did not yet, or there is none.',
    }),
  })
  .meta({ id: 'Notice' })

notices.get(
  '/notices',
  operation({
    tag: 'Workflows',
    summary: 'List what was given up',
    description:
      'Enabled workflows whose trigger failed too often: nothing starts them. Newest first, 100 at most. Mend what the ' +
      'error says and enable the workflow again; it then leaves the list.',
    scope: 'workflows.view',
    answer: z.object({ data: z.array(NoticeView) }),
  }),
  async (c) => {
    const found = await listNotices(openDb(c.env.DB), { limit: MAX_LISTED })
    const data = found.map(
      ({ workflowId, workflowName, error, failures, at, noticedAt }): z.input<typeof NoticeView> => ({
        type: 'workflow.trigger_given_up',
        flow_id: workflowId,
        flow_name: workflowName,
        error: error && { code: error.code, message: error.message },
        failures,
        created: isoTime(at),
        delivered: isoTime(noticedAt),
      }),
    )
    return c.json({ data })
  },
)
