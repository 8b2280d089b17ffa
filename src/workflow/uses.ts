import { compileTemplate, connectionIds } from '../expression/template.ts'
import { shortPieceName } from './piece-name.ts'
import type { Definition } from './schema.ts'
import { templateTexts } from './templates.ts'
import { steps } from './walk.ts'

/** The short names of the pieces a definition uses, each once, in reading order. */
export function piecesUsed(definition: Definition): string[] {
  const names = new Set<string>()
  for (const { step } of steps(definition)) {
    if (step.type === 'PIECE' || step.type === 'PIECE_TRIGGER')
      names.add(shortPieceName(step.settings.pieceName))
  }
  return [...names]
}

/** The connections a definition names as `{{connections['id']}}`, each once, in reading order. */
export function connectionsUsed(definition: Definition): string[] {
  const ids = new Set<string>()
  for (const { step } of steps(definition)) {
    for (const { text } of templateTexts(step))
      for (const id of connectionIds(compileTemplate(text))) ids.add(id)
  }
  return [...ids]
}
