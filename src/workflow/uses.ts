import { compileTemplate, connectionIds } from '../expression/template.ts'
import { shortPieceName } from './piece-name.ts'
import type { Definition } from './schema.ts'
import { templateTexts } from './templates.ts'
import { type Step, steps } from './walk.ts'

/** The short names of the pieces a definition uses, each once, in reading order. */
export function piecesUsed(definition: Definition): string[] {
  const names = new Set<string>()
  for (const { step } of steps(definition)) {
    if (step.type === 'PIECE' || step.type === 'PIECE_TRIGGER')
      names.add(shortPieceName(step.settings.pieceName))
  }
  return [...names]
}

/** The connections a step names as `{{connections['id']}}`, each with the path of the text that names it. */
export function* connectionsOf(step: Step): Generator<{ path: string; id: string }> {
  for (const { path, text } of templateTexts(step)) {
    for (const id of connectionIds(compileTemplate(text))) yield { path, id }
  }
}

/** The connections a definition names, each once, in reading order. */
export function connectionsUsed(definition: Definition): string[] {
  const ids = new Set<string>()
  for (const { step } of steps(definition)) for (const { id } of connectionsOf(step)) ids.add(id)
  return [...ids]
}
