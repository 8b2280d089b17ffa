import { expect, test } from 'vitest'
import type { CampaignProgress } from '../../client/api.d.ts'
import { segmentsOfCounts, segmentsOfProgress } from './segments.ts'

test('a bar shows who answered first, and leaves out what nobody is in', () => {
  const counts = {
    DONE: { answered: 5, voicemail: 2 },
    IN_CALL: { '': 1 },
    DIALLING: { '': 1 },
    QUEUED: { '': 9 },
  }
  expect(segmentsOfCounts(counts)).toEqual([
    { kind: 'reached', count: 5 },
    { kind: 'done', count: 2 },
    { kind: 'live', count: 2 },
    { kind: 'queued', count: 9 },
  ])
  expect(segmentsOfCounts({})).toEqual([])
})

test('the same campaign has the same parts in the list and on its own page', () => {
  const progress = {
    queued: 9,
    dialling: 1,
    in_call: 1,
    done: { answered: 5, voicemail: 2 },
    failed: { busy: 3 },
    skipped: { number_invalid: 1 },
    stopped: 0,
  } as unknown as CampaignProgress
  const counts = {
    QUEUED: { '': 9 },
    DIALLING: { '': 1 },
    IN_CALL: { '': 1 },
    DONE: progress.done,
    FAILED: progress.failed,
    SKIPPED: progress.skipped,
  }
  expect(segmentsOfProgress(progress)).toEqual(segmentsOfCounts(counts))
})
