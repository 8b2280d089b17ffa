import { expect, test } from 'vitest'
import type { RunDetail } from '../../client/api.d.ts'
import { momentsOf, type RunEntry, runWithTranscript, transcriptOf } from './timeline.ts'

const at = '2026-11-23T12:00:00.000Z'
const event = (id: string, kind: 'pre_call' | 'call_finished') => ({ type: 'event' as const, id, kind, at })
const run = (id: string, event_id: string): RunEntry => ({
  type: 'run',
  id,
  event_id,
  flow_id: 'wf',
  name: 'A',
  status: 'SUCCEEDED',
  duration: 1,
  steps_count: 1,
  failed_step: null,
  at,
})

test('each event of a call holds the runs that it started', () => {
  const moments = momentsOf([
    event('before', 'pre_call'),
    run('r1', 'before'),
    run('r2', 'before'),
    event('end', 'call_finished'),
    run('r3', 'end'),
  ])
  expect(moments.map(({ id, runs }) => [id, runs.map((each) => each.id)])).toEqual([
    ['before', ['r1', 'r2']],
    ['end', ['r3']],
  ])
  expect(runWithTranscript(moments)).toBe('r3')
})

test('a call that nothing ran after has no transcript to show', () => {
  expect(runWithTranscript(momentsOf([event('end', 'call_finished')]))).toBeUndefined()
})

const ranWith = (output: unknown) => ({ steps: { trigger: { output } } }) as unknown as RunDetail

test('a transcript leaves out what nobody said', () => {
  const messages = [
    { role: 'user', content: 'Hello', created_date: at },
    { role: 'tool', content: '' },
    { role: 'assistant', content: null },
    'noise',
    { role: 'assistant', content: 'Hi' },
  ]
  expect(transcriptOf(ranWith({ messages }))).toEqual([
    { role: 'user', content: 'Hello', at },
    { role: 'assistant', content: 'Hi', at: null },
  ])
})

test.each([undefined, null, 'text', {}, { messages: 'none' }])('%j holds no transcript', (output) => {
  expect(transcriptOf(ranWith(output))).toEqual([])
})
