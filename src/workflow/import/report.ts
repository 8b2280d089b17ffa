import { isBlank } from '../blank.ts'
import type { Catalogue } from '../catalogue.ts'
import { connectionIdsOf } from '../connection-references.ts'
import type { Issue } from '../issue.ts'
import { communityPin, pinOf, shortPieceName } from '../piece-name.ts'
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
  /** steps that a community piece runs, and what of ours could */
  community_pieces: CommunityStep[]
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
  install?: Install
  suggestion?: Suggestion
}

/** How to have the community's piece, and the version by which a step then names it. Left out where none is exact. */
interface Install {
  command: string
  piece_version: string
}

interface CommunityStep {
  step: string
  piece_name: string
  /** as the step is to pin it */
  piece_version: string
  /** a piece of ours that has an action or trigger of this name: give the step its `pieceVersion` to switch */
  native?: { piece_name: string; piece_version: string }
}

interface UnknownAction {
  step: string
  piece_name: string
  action_name: string | null
  /** unless it is the community's already */
  install?: Install
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
    community_pieces: all.filter(isPieceStep).flatMap((step) => communityStep(step, catalogue)),
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
      ...installOf(pieceName, pieceVersion),
      ...(suggestion && { suggestion }),
    },
  ]
}

/** How the community's piece is added: only an exact version of a package can be. */
function installOf(pieceName: string, pieceVersion: string | undefined): { install?: Install } {
  const { version } = pinOf(pieceVersion)
  if (!version || !/^\d+\.\d+\.\d+(?:-[\w.-]+)?$/.test(version) || !/^@[\w.-]+\/[\w.-]+$/.test(pieceName))
    return {}
  const command = `npm run pieces:add ${pieceName}@${version}`
  return { install: { command, piece_version: communityPin(version) } }
}

function communityStep(step: PieceStep, catalogue: Catalogue): CommunityStep[] {
  const { pieceName, pieceVersion } = step.settings
  const { version, isCommunity } = pinOf(pieceRules(step, catalogue)?.version)
  if (!isCommunity || !version) return []
  const ours = catalogue.piece(shortPieceName(pieceName))
  const parts = step.type === 'PIECE' ? ours?.actions : ours?.triggers
  const isCovered = Object.hasOwn(parts ?? {}, functionName(step) ?? '') && !pinOf(ours?.version).isCommunity
  return [
    {
      step: step.name,
      piece_name: pieceName,
      piece_version: pieceVersion ?? communityPin(version),
      ...(isCovered && { native: { piece_name: pieceName, piece_version: ours?.version ?? '' } }),
    },
  ]
}

function unknownAction(step: PieceStep, catalogue: Catalogue): UnknownAction[] {
  if (!pieceRules(step, catalogue) || stepRule(step, catalogue)) return []
  const { pieceName, pieceVersion } = step.settings
  const suggestion = suggestionFor(pieceName, functionName(step))
  return [
    {
      step: step.name,
      piece_name: pieceName,
      action_name: functionName(step) ?? null,
      ...(!pinOf(pieceRules(step, catalogue)?.version).isCommunity && installOf(pieceName, pieceVersion)),
      ...(suggestion && { suggestion }),
    },
  ]
}
