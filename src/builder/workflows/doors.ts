import type { Workflow } from '../../client/api.d.ts'
import type { newWorkflowTexts } from './new-texts.ts'

/** Where in a call a new workflow is to run. */
export type Door = Exclude<NonNullable<Workflow['flow_category']>, 'empty'>

/** The doors, in the order of a call. */
export const DOORS: readonly Door[] = ['pre_call', 'during_call', 'post_call', 'call_launcher']

const TEXT_KEYS = {
  pre_call: { text: 'pre_callText', name: 'pre_callName' },
  during_call: { text: 'during_callText', name: 'during_callName' },
  post_call: { text: 'post_callText', name: 'post_callName' },
  call_launcher: { text: 'call_launcherText', name: 'call_launcherName' },
} as const satisfies Record<Door, Record<'text' | 'name', keyof typeof newWorkflowTexts>>

/** The texts about a door: what it is for, and what a workflow behind it is called at first. */
export const doorTexts = (door: Door) => TEXT_KEYS[door]

const trigger = (displayName: string, pieceName: string, triggerName: string, input = {}) => ({
  name: 'trigger',
  type: 'PIECE_TRIGGER',
  displayName,
  settings: { pieceName, triggerName, input },
})

const call = (displayName: string, actionName: string) => ({
  name: 'step_1',
  type: 'PIECE',
  displayName,
  settings: { pieceName: 'diga', actionName, input: {} },
})

/** What stands behind a door: its trigger, and the step that every such workflow needs. */
const STARTS: Record<Door, object> = {
  pre_call: {
    ...trigger('Pre-call', 'diga', 'preCall'),
    nextAction: call('Return call data', 'returnCallData'),
  },
  during_call: {
    ...trigger('Function call', 'diga', 'functionCall', { parameters: [] }),
    nextAction: call('Return response', 'returnResponse'),
  },
  post_call: trigger('Call finished', 'diga', 'callFinished'),
  call_launcher: {
    ...trigger('Catch webhook', 'webhook', 'catch_webhook', { authType: 'none' }),
    nextAction: call('Make call', 'makeCall'),
  },
}

/** A workflow that begins behind a door, as a file that the import takes. */
export const startingFile = (displayName: string, door: Door) => ({ displayName, trigger: STARTS[door] })
