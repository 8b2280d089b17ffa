import { isBlank } from '../blank.ts'
import type { Catalogue } from '../catalogue.ts'
import { connectionIdsOf } from '../connection-references.ts'
import type { Issue } from '../issue.ts'
import { functionName, isPieceStep, type PieceStep, pieceRules, stepRule } from '../piece-step.ts'
import type { Definition } from '../schema.ts'
import { validateDefinition } from '../validate.ts'
import { type Step, steps } from '../walk.ts'
import type { Imported } from './read.ts'
import type { Change } from './renewal.ts'
import { type Suggestion, suggestionFor } from './suggestions.ts'

/** What became of an imported workflow, and what is left to do before it runs. */
export interface ImportReport {
  /** steps that are there now, the trigger included */
  taken_over: number
  /** what was rewritten, dropped or could not be read */
  changes: Change[]
  /** what needs a connection; `exists` is false until it names one that is there */
  connections: NeededConnection[]
  /** steps whose piece is not there */
  unknown_pieces: UnknownPiece[]
  /** steps whose piece is there, but not its action or trigger */
  unknown_actions: UnknownAction[]
  /** everything that keeps it from being published, and warnings */
  issues: Issue[]
}

interface NeededConnection {
  step: string
  /** null where a step of no piece, such as code, names a connection */
  piece_name: string | null
  connection_id: string | null
  exists: boolean
}

interface UnknownPiece {
  step: string
  piece_name: string
  piece_version: string | null
  suggestion?: Suggestion
}

interface UnknownAction {
  step: string
  piece_name: string
  action_name: string | null
  suggestion?: Suggestion
}

/** Reports on an import. `connections` are the ids that exist of those the definition names. */
export function reportOn(
  { definition, changes }: Imported,
  catalogue: Catalogue,
  connections: ReadonlySet<string>,
): ImportReport {
  const all = Array.from(steps(definition), ({ step }) => step)
  return {
    taken_over: all.length,
    changes,
    connections: all.flatMap((step) => neededBy(step, catalogue, connections)),
    unknown_pieces: all.filter(isPieceStep).flatMap((step) => unknownPiece(step, catalogue)),
    unknown_actions: all.filter(isPieceStep).flatMap((step) => unknownAction(step, catalogue)),
    issues: validateDefinition(definition, catalogue),
  }
}

/** The ids of all connections a definition names, each once. */
export function connectionIdsIn(definition: Definition): string[] {
  const ids = Array.from(steps(definition)).flatMap(({ step }) => connectionIdsOf(step))
  return [...new Set(ids)]
}

function neededBy(step: Step, catalogue: Catalogue, existing: ReadonlySet<string>): NeededConnection[] {
  const piece_name = isPieceStep(step) ? step.settings.pieceName : null
  const named = connectionIdsOf(step).map((id) => {
    return { step: step.name, piece_name, connection_id: id, exists: existing.has(id) }
  })
  if (named.length > 0 || !isPieceStep(step)) return named
  const lacksOne = stepRule(step, catalogue)?.needsConnection && isBlank(step.settings.input?.auth)
  return lacksOne ? [{ step: step.name, piece_name, connection_id: null, exists: false }] : []
}

function unknownPiece(step: PieceStep, catalogue: Catalogue): UnknownPiece[] {
  const { pieceName, pieceVersion } = step.settings
  if (pieceRules(step, catalogue)) return []
  const suggestion = suggestionFor(pieceName, functionName(step))
  return [
    {
      step: step.name,
      piece_name: pieceName,
      piece_version: pieceVersion ?? null,
      ...(suggestion && { suggestion }),
    },
  ]
}

function unknownAction(step: PieceStep, catalogue: Catalogue): UnknownAction[] {
  if (!pieceRules(step, catalogue) || stepRule(step, catalogue)) return []
  const { pieceName } = step.settings
  const suggestion = suggestionFor(pieceName, functionName(step))
  return [
    {
      step: step.name,
      piece_name: pieceName,
      action_name: functionName(step) ?? null,
      ...(suggestion && { suggestion }),
    },
  ]
}
