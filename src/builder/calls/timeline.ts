import type { CallDetail, RunDetail } from '../../client/api.d.ts'

type Entry = CallDetail['timeline'][number]
type EventEntry = Extract<Entry, { type: 'event' }>
export type RunEntry = Extract<Entry, { type: 'run' }>

/** Something that happened in a call, with what it started. */
export interface Moment extends Omit<EventEntry, 'type'> {
  runs: RunEntry[]
}

/** A call's timeline as moments, in their order. */
export function momentsOf(timeline: readonly Entry[]): Moment[] {
  const runs = timeline.filter((entry) => entry.type === 'run')
  return timeline
    .filter((entry) => entry.type === 'event')
    .map(({ type, ...event }) => ({ ...event, runs: runs.filter(({ event_id }) => event_id === event.id) }))
}

/** One thing that somebody said. */
export interface Line {
  role: string
  content: string
  at: string | null
}

/** What was said in a call, from a run that its end started. Empty where the platform sent no messages. */
export function transcriptOf(run: Pick<RunDetail, 'steps'> | undefined): Line[] {
  const output = triggerOutput(run)
  const messages = isRecord(output) && Array.isArray(output.messages) ? output.messages : []
  return messages
    .filter(isRecord)
    .flatMap(({ role, content, created_date }) =>
      typeof content === 'string' && content !== ''
        ? [{ role: String(role), content, at: typeof created_date === 'string' ? created_date : null }]
        : [],
    )
}

/** What a run was started with. Its first step is its trigger. */
export function triggerOutput(run: Pick<RunDetail, 'steps'> | undefined): unknown {
  return Object.values(run?.steps ?? {})[0]?.output
}

/** The run that knows the transcript: any that the end of the call started. */
export const runWithTranscript = (moments: readonly Moment[]): string | undefined =>
  moments.find(({ kind, runs }) => kind === 'call_finished' && runs.length > 0)?.runs[0]?.id

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
