import type { CampaignProgress } from '../../client/api.d.ts'

/** A part of a campaign's rows, in the order a bar shows them. */
export interface Segment {
  kind: 'reached' | 'done' | 'live' | 'failed' | 'skipped' | 'queued' | 'stopped'
  count: number
}

type ByReason = Record<string, number>
type Counts = Partial<Record<string, ByReason>>

const total = (counts: ByReason = {}): number => Object.values(counts).reduce((sum, count) => sum + count, 0)

/** The parts of a campaign in a list, whose counts are by state and reason. */
export function segmentsOfCounts(counts: Counts): Segment[] {
  const answered = counts.DONE?.answered ?? 0
  return present([
    { kind: 'reached', count: answered },
    { kind: 'done', count: total(counts.DONE) - answered },
    { kind: 'live', count: total(counts.DIALLING) + total(counts.IN_CALL) },
    { kind: 'failed', count: total(counts.FAILED) },
    { kind: 'skipped', count: total(counts.SKIPPED) },
    { kind: 'queued', count: total(counts.QUEUED) },
    { kind: 'stopped', count: total(counts.STOPPED) },
  ])
}

/** The parts of a campaign from its progress. */
export function segmentsOfProgress(progress: CampaignProgress): Segment[] {
  const answered = progress.done.answered ?? 0
  return present([
    { kind: 'reached', count: answered },
    { kind: 'done', count: total(progress.done) - answered },
    { kind: 'live', count: progress.dialling + progress.in_call },
    { kind: 'failed', count: total(progress.failed) },
    { kind: 'skipped', count: total(progress.skipped) },
    { kind: 'queued', count: progress.queued },
    { kind: 'stopped', count: progress.stopped },
  ])
}

const present = (segments: Segment[]): Segment[] => segments.filter(({ count }) => count > 0)
