import { expect, test } from 'vitest'
import { addDraft, addWorkflow, api, call } from '../../test/support/api.ts'
import { definition, piece, pieceTrigger } from '../../test/support/definitions.ts'

const HOUR = 3_600_000
const step = piece('step_1', 'data-mapper', 'advanced_mapping', { mapping: {} })
const workflow = (pieceName: string, name: string, input: Record<string, unknown>) => ({
  ...definition(pieceTrigger(pieceName, name, input), step),
  displayName: 'Scheduled',
})
const preview = (body: unknown) => api('POST', '/v1/workflow/schedule/preview', body)

test('a published schedule shows its next five times, whatever the draft says', async () => {
  const id = await addWorkflow(workflow('schedule', 'every_hour', { run_on_weekends: true }))
  await api('POST', `/v1/workflow/${id}/import`, workflow('schedule', 'every_x_minutes', { minutes: 1 }))
  const { status, body } = await api('GET', `/v1/workflow/${id}/schedule`)
  expect(status).toBe(200)
  const times = body.next_times.map((text: string) => Date.parse(text))
  expect(times[0]).toBeGreaterThan(Date.now() - HOUR)
  expect(times.map((at: number) => at - times[0])).toEqual([0, 1, 2, 3, 4].map((hours) => hours * HOUR))
})

test('what is not published, not there or not fired by time says so', async () => {
  const draft = await addDraft(workflow('schedule', 'every_hour', {}))
  const webhook = await addWorkflow(workflow('webhook', 'catch_webhook', { authType: 'none' }))
  const codes = await Promise.all(
    [draft, webhook, 'nothing'].map(
      async (id) => (await api('GET', `/v1/workflow/${id}/schedule`)).body.error_code,
    ),
  )
  expect(codes).toEqual(['WORKFLOW_NOT_PUBLISHED', 'TRIGGER_HAS_NO_SCHEDULE', 'WORKFLOW_NOT_FOUND'])
})

test('a trigger that is being filled in shows when it would fire', async () => {
  const { status, body } = await preview({
    trigger_name: 'cron_expression',
    input: { cronExpression: '0 9 29 2 *', timezone: 'Europe/Madrid' },
  })
  expect(status).toBe(200)
  expect(body.next_times).toHaveLength(5)
  for (const time of body.next_times) expect(time).toMatch(/^\d{4}-02-29T08:00:00.000Z$/)
})

test('one without a time to come shows none', async () => {
  const { body } = await preview({ trigger_name: 'once', input: { at: '2020-01-01T00:00' } })
  expect(body).toEqual({ next_times: [] })
})

test.each([
  [
    { trigger_name: 'cron_expression', input: { cronExpression: '99 * * * *' } },
    'INPUT_INVALID',
    'cronExpression',
  ],
  [{ trigger_name: 'every_week', input: {} }, 'INPUT_INVALID', 'day_of_the_week'],
  [
    { trigger_name: 'every_day', input: { hour_of_the_day: '{{step_1}}' } },
    'INPUT_INVALID',
    'hour_of_the_day',
  ],
  [{ trigger_name: 'every_day', input: { timezone: "{{connections['x']}}" } }, 'INPUT_INVALID', 'timezone'],
  [{ trigger_name: 'never' }, 'TRIGGER_UNKNOWN', 'never'],
  [{ piece_name: 'nothing', trigger_name: 'x' }, 'PIECE_UNKNOWN', 'nothing'],
  [{ piece_name: 'webhook', trigger_name: 'catch_webhook' }, 'TRIGGER_HAS_NO_SCHEDULE', 'time'],
  [{}, 'VALIDATION_FAILED', 'trigger_name'],
])('a preview of %o answers %s, naming "%s"', async (body, code, named) => {
  const answer = await preview(body)
  expect(answer.body.error_code).toBe(code)
  expect(JSON.stringify(answer.body)).toContain(named)
})

test('strangers see nothing', async () => {
  expect((await call('POST', '/v1/workflow/schedule/preview', { trigger_name: 'every_hour' })).status).toBe(
    401,
  )
})
