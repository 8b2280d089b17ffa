import { expect, test } from 'vitest'
import { dialId } from '../calling/dials.ts'
import { runId } from '../run/ids.ts'
import { watcherOf } from './placed-by.ts'

const run = runId('o'.repeat(22), 'wf_1', 'event_1')

test('the id that Make Call gives a call names the run, and the step that may wait for the end', () => {
  expect(watcherOf(`${run}:step_3[5].step_4`)).toEqual({
    kind: 'run',
    run_id: run,
    key: 'call_end:step_3[5].step_4',
  })
})

test('the id of a dial names the campaign, and the dial', () => {
  const id = dialId({ campaignId: 'camp_0123456789ab', n: 17, attempt: 2 })
  expect(watcherOf(id)).toEqual({ kind: 'campaign', campaign_id: 'camp_0123456789ab', dial_id: id })
})

test.each([
  '',
  'dial_camp_xyz_1_1',
  'dial_camp_01_1',
  run,
  `${run}:`,
  `x${run}:step_1`,
  'call_0123',
  crypto.randomUUID(),
  `${run.slice(1)}é:step_1`,
])('"%s" names nobody', (id) => expect(watcherOf(id)).toBeUndefined())
