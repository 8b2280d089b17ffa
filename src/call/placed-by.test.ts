import { expect, test } from 'vitest'
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

test.each([
  '',
  run,
  `${run}:`,
  `x${run}:step_1`,
  'call_0123',
  crypto.randomUUID(),
  `${run.slice(1)}é:step_1`,
])('"%s" names nobody', (id) => expect(watcherOf(id)).toBeUndefined())
