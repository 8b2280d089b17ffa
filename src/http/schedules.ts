import { Hono } from 'hono'
import * as z from 'zod'
import { openDb } from '../db/client.ts'
import { loadPublished, type TriggerSettings } from '../db/directory.ts'
import { timetableOf, upcoming } from '../trigger/timetable.ts'
import { operation } from './operation.ts'
import type { App } from './types.ts'

/** When scheduled workflows fire next. */
export const schedules = new Hono<App>()

/** How many times are shown. */
const SHOWN = 5

const tag = 'Workflows'

const PreviewBody = z.object({
  piece_name: z.string().default('schedule'),
  trigger_name: z.string(),
  input: z.record(z.string(), z.unknown()).default({}),
})

const ScheduleView = z
  .object({
    next_times: z
      .array(z.iso.datetime())
      .meta({ description: 'The next five, fewer where there are no more.' }),
  })
  .meta({ id: 'Schedule' })

schedules.post(
  '/schedule/preview',
  operation({
    tag,
    summary: 'See when a schedule would fire',
    description: 'For a trigger as it is being filled in. `INPUT_INVALID` names the field that does not fit.',
    scope: 'workflows.view',
    body: PreviewBody,
    answer: ScheduleView,
    errors: ['PIECE_UNKNOWN', 'TRIGGER_UNKNOWN', 'TRIGGER_HAS_NO_SCHEDULE', 'INPUT_INVALID'],
    examples: {
      body: {
        trigger_name: 'every_day',
        input: { hour_of_the_day: 9, timezone: 'Europe/Madrid', run_on_weekends: false },
      },
      answer: { next_times: ['2026-03-02T08:00:00.000Z', '2026-03-03T08:00:00.000Z'] },
    },
  }),
  async (c) => {
    const { piece_name, trigger_name, input } = c.req.valid('json')
    return c.json(await viewSchedule({ pieceName: piece_name, triggerName: trigger_name, input }))
  },
)

schedules.get(
  '/:flow_id/schedule',
  operation({
    tag,
    summary: 'See when a workflow fires next',
    description: 'By its published trigger. While the workflow is disabled nothing comes of it.',
    scope: 'workflows.view',
    answer: ScheduleView,
    errors: [
      'WORKFLOW_NOT_FOUND',
      'WORKFLOW_NOT_PUBLISHED',
      'PIECE_UNKNOWN',
      'TRIGGER_UNKNOWN',
      'TRIGGER_HAS_NO_SCHEDULE',
      'INPUT_INVALID',
    ],
  }),
  async (c) => {
    const { trigger } = await loadPublished(openDb(c.env.DB), c.req.param('flow_id'))
    return c.json(await viewSchedule(trigger))
  },
)

async function viewSchedule(settings: TriggerSettings): Promise<z.input<typeof ScheduleView>> {
  const times = upcoming(await timetableOf(settings), Date.now(), SHOWN)
  return { next_times: times.map((at) => new Date(at).toISOString()) }
}
