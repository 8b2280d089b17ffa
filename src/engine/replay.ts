import type { ErrorData } from '../errors.ts'
import type { Json } from '../json.ts'
import { fieldChanges } from '../workflow/diff-fields.ts'
import type { Answer } from './ports.ts'

/** What came of a step in a past run, or a sample of it: a replay, which reaches nothing outside, answers with it. */
export interface Recording {
  /** where the step stood; its name alone for a sample */
  path: string
  isSample: boolean
  /** when the step began, in epoch milliseconds; null for a sample */
  startedAt: number | null
  /** as JSON text, without secrets; null where unknown */
  input: string | null
  output: Json
  error: ErrorData | null
  /** what it told the caller */
  answer?: Answer
}

/**
 * What a step of a replay was answered from: a record with the same input or another one, a sample, or nothing.
 * `path` is that of the record where it is not the step's own.
 */
export interface Mocked {
  from: 'same_input' | 'other_input' | 'sample' | 'nothing'
  path?: string
}

/**
 * Chooses what answers the step at `path`: the same input comes before the same place, and a record before a sample.
 * @param recordings of the step of that name
 * @param input as JSON text, without secrets
 */
export function answerFor(
  recordings: readonly Recording[],
  path: string,
  input: string | null,
): { mocked: Mocked; recording: Recording | undefined } {
  const here = recordings.filter((each) => each.path === path)
  const isSame = (each: Recording) => !each.isSample && sameJson(each.input, input)
  const same = here.find(isSame) ?? recordings.find(isSame)
  const recording = same ?? here.find(isRecord) ?? recordings.find(isRecord) ?? recordings[0]
  if (!recording) return { mocked: { from: 'nothing' }, recording }
  if (recording.isSample) return { mocked: { from: 'sample' }, recording }
  const from = same ? 'same_input' : 'other_input'
  return { mocked: recording.path === path ? { from } : { from, path: recording.path }, recording }
}

/** What the step at `path` gave when it was given the same; undefined where it was not, or failed. */
export function sameAsThen(
  recordings: readonly Recording[],
  path: string,
  input: string | null,
): Recording | undefined {
  const found = recordings.find((each) => each.path === path && isRecord(each) && !each.error)
  return found && sameJson(found.input, input) ? found : undefined
}

const isRecord = (each: Recording): boolean => !each.isSample

/** True where two JSON texts say the same, whatever the order of their properties. */
function sameJson(one: string | null, other: string | null): boolean {
  if (one === other) return true
  if (one === null || other === null) return false
  return fieldChanges([], JSON.parse(one), JSON.parse(other)).length === 0
}
