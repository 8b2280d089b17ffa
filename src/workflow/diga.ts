import { shortPieceName } from './piece-name.ts'
import type { PieceAction, PieceTrigger } from './schema.ts'
import type { Step } from './walk.ts'

/** True for a trigger of the piece `diga`, which knows about calls. */
export function isDigaTrigger(step: Step, triggerName: string): step is PieceTrigger {
  return (
    step.type === 'PIECE_TRIGGER' &&
    isDiga(step.settings.pieceName) &&
    step.settings.triggerName === triggerName
  )
}

/** True for an action of the piece `diga`. */
export function isDigaAction(step: Step, actionName: string): step is PieceAction {
  return step.type === 'PIECE' && isDiga(step.settings.pieceName) && step.settings.actionName === actionName
}

function isDiga(pieceName: string): boolean {
  return shortPieceName(pieceName) === 'diga'
}
