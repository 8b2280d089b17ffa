import type { Catalogue, PieceRules, StepRule } from './catalogue.ts'
import { shortPieceName } from './piece-name.ts'
import type { PieceAction, PieceTrigger } from './schema.ts'
import type { Step } from './walk.ts'

/** A step that a piece runs. */
export type PieceStep = PieceAction | PieceTrigger

/** True for actions and triggers of pieces; false for code, loops, routers and a trigger not chosen yet. */
export function isPieceStep(step: Step): step is PieceStep {
  return step.type === 'PIECE' || step.type === 'PIECE_TRIGGER'
}

/** The action or trigger the step names. */
export function functionName(step: PieceStep): string | undefined {
  return step.type === 'PIECE' ? step.settings.actionName : step.settings.triggerName
}

/** What is known about the step's piece. */
export function pieceRules({ settings }: PieceStep, catalogue: Catalogue): PieceRules | undefined {
  return catalogue.piece(shortPieceName(settings.pieceName), settings.pieceVersion)
}

/** What is known about the action or trigger the step names. */
export function stepRule(step: PieceStep, catalogue: Catalogue): StepRule | undefined {
  const rules = pieceRules(step, catalogue)
  const known = step.type === 'PIECE' ? rules?.actions : rules?.triggers
  const name = functionName(step)
  // Never something an object inherits.
  return known && name !== undefined && Object.hasOwn(known, name) ? known[name] : undefined
}
