import { nameOf } from '../engine/path.ts'
import { isTerminal, type RunStatus, type StepRecord, type StepStatus } from '../engine/records.ts'
import type { Mocked } from '../engine/replay.ts'
import type { ErrorData } from '../errors.ts'
import type { Json } from '../json.ts'
import { type FieldChange, fieldChanges } from '../workflow/diff-fields.ts'
import type { Definition } from '../workflow/schema.ts'
import { steps as stepsOf } from '../workflow/walk.ts'
import type { RunDetail } from './protocol.ts'
import { isoTime } from './run-view.ts'

/** How a value differs at one place. `path` is '' for the whole value. */
export interface ValueChange {
  kind: 'added' | 'removed' | 'changed'
  path: string
  before?: Json
  after?: Json
}

/** Something in the past run and in its replay. */
interface Pair<T> {
  before: T
  after: T
}

/** A step that did not do the same. */
export interface StepComparison {
  path: string
  name: string
  display_name: string
  status: Pair<StepStatus | null>
  mocked: Mocked | null
  input: ValueChange[]
  output: ValueChange[]
  error: Pair<string | null>
}

/** What differs between a past run and its replay. Durations are in milliseconds. */
export interface RunComparison {
  /** when the past run began, as an ISO time */
  happened_at: string
  status: Pair<RunStatus>
  duration: Pair<number | null>
  answer: Pair<Json> & { changes: ValueChange[] }
  steps: StepComparison[]
  /** steps that differ and are not among `steps`, because there are too many */
  more_steps: number
}

export type Verdict = 'same' | 'different' | 'failed'

/** Steps told of at most, and changes of each of their values. */
const MAX_STEPS = 50
const MAX_CHANGES = 50
/** Characters of JSON of one value that is shown, and of a whole comparison: it is one column of a row. */
const MAX_VALUE = 2_000
const MAX_COMPARISON = 64_000

/**
 * Holds a replay against the run it repeats.
 * @param definitions what each of the two ran, the replay's last: for the names of steps
 */
export function compareRuns(
  past: RunDetail,
  replay: RunDetail,
  definitions: readonly Definition[],
): RunComparison {
  const names = new Map(
    definitions.flatMap((each) =>
      Array.from(stepsOf(each), ({ step }) => [step.name, step.displayName] as const),
    ),
  )
  const before = new Map(past.steps.map((step) => [step.path, step]))
  const after = new Map(replay.steps.map((step) => [step.path, step]))
  const differing = [...new Set([...after.keys(), ...before.keys()])]
    .map((path) => compareStep(path, before.get(path), after.get(path), names.get(nameOf(path)) ?? ''))
    .filter((step) => step !== undefined)
  return withinBounds({
    happened_at: isoTime(past.run.createdAt),
    status: { before: past.run.status, after: replay.run.status },
    duration: { before: durationOf(past), after: durationOf(replay) },
    answer: {
      before: past.run.answer as Json,
      after: replay.run.answer as Json,
      changes: changesOf(past.run.answer, replay.run.answer),
    },
    steps: differing.slice(0, MAX_STEPS),
    more_steps: Math.max(0, differing.length - MAX_STEPS),
  })
}

/** What a comparison comes to. A replay has failed where it did not succeed and its run did. */
export function verdictOf({ status, answer, steps }: RunComparison): Verdict {
  if (status.after !== status.before && status.after !== 'SUCCEEDED') return 'failed'
  const isSame = status.before === status.after && answer.changes.length === 0 && steps.length === 0
  return isSame ? 'same' : 'different'
}

/** How a step did not do the same; undefined where it did. */
function compareStep(
  path: string,
  before: StepRecord | undefined,
  after: StepRecord | undefined,
  displayName: string,
): StepComparison | undefined {
  const mocked = after?.meta?.mocked ?? null
  const compared = {
    path,
    name: nameOf(path),
    display_name: displayName,
    status: { before: before?.status ?? null, after: after?.status ?? null },
    mocked,
    // What a step that ran was given shows in what it gave; of one that did not, its input is all there is.
    input: mocked?.from === 'other_input' ? inputChanges(before, after) : [],
    output: before && after ? changesOf(parsed(before.output), parsed(after.output)) : [],
    error: { before: codeOf(before?.error), after: codeOf(after?.error) },
  }
  const { status, error, input, output } = compared
  const isSame = status.before === status.after && error.before === error.after
  return isSame && input.length === 0 && output.length === 0 && mocked?.from !== 'nothing'
    ? undefined
    : compared
}

const inputChanges = (before: StepRecord | undefined, after: StepRecord | undefined) =>
  changesOf(parsed(before?.input ?? null), parsed(after?.input ?? null))

const codeOf = (error: ErrorData | null | undefined): string | null => error?.code ?? null

const parsed = (text: string | null): Json => (text === null ? null : (JSON.parse(text) as Json))

const durationOf = ({ run }: RunDetail): number | null =>
  run.finishedAt === null || !isTerminal(run.status)
    ? null
    : run.finishedAt - (run.startedAt ?? run.createdAt)

function changesOf(before: unknown, after: unknown): ValueChange[] {
  return fieldChanges([], before, after).slice(0, MAX_CHANGES).map(viewChange)
}

function viewChange({ path, ...sides }: FieldChange): ValueChange {
  const kind = !('before' in sides) ? 'added' : !('after' in sides) ? 'removed' : 'changed'
  const shown = Object.entries(sides).map(([side, value]) => [side, shortened(value as Json)])
  return { kind, path, ...Object.fromEntries(shown) }
}

function shortened(value: Json): Json {
  const text = JSON.stringify(value)
  return text.length <= MAX_VALUE ? value : { truncated: true, characters: text.length }
}

/** Leaves values out of a comparison that would be too long: what differs is told, and the runs show how. */
function withinBounds(comparison: RunComparison): RunComparison {
  const { answer, steps } = comparison
  const short = { ...answer, before: shortened(answer.before), after: shortened(answer.after) }
  const whole = { ...comparison, answer: short }
  if (JSON.stringify(whole).length <= MAX_COMPARISON) return whole
  const bare = (changes: ValueChange[]) => changes.map(({ kind, path }) => ({ kind, path }))
  return {
    ...whole,
    answer: { ...short, changes: bare(answer.changes) },
    steps: steps.map((step) => ({ ...step, input: bare(step.input), output: bare(step.output) })),
  }
}
