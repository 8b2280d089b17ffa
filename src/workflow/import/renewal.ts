import { isObject } from '../../json.ts'

/** What an import did to a step, in a code that stays the same and a sentence for people. */
export interface Change {
  /** null where it is the workflow itself */
  step: string | null
  code:
    | 'BRANCH_TO_ROUTER'
    | 'CODE_NOT_TAKEN_OVER'
    | 'INPUT_INFO_MOVED'
    | 'LOOP_FIELDS_RENAMED'
    | 'REFERENCES_FLATTENED'
    | 'RESPONSE_MOVED'
    | 'SAMPLE_DATA_DROPPED'
    | 'STEP_DROPPED'
    | 'TRIGGER_RENEWED'
    | 'VERSION_PINNED'
  message: string
}

/** A step as it came: nothing is known about its fields. */
export type RawStep = Record<string, unknown>

/** Notes a change of the step at hand. */
export type Tell = (code: Change['code'], message: string) => void

/** Turns one old form of a step into today's; a step that has not that form is handed back as it is. */
export type Renewal = (step: RawStep, tell: Tell) => RawStep

/** The settings of a raw step; none where they are no object. */
export function settingsOf(step: RawStep): Record<string, unknown> {
  return isObject(step.settings) ? step.settings : {}
}

/** True where the step belongs to a piece: these have a version and fields of their own. */
export function isPieceStep({ type }: RawStep): boolean {
  return type === 'PIECE' || type === 'PIECE_TRIGGER'
}
