import type { Template } from '../../client/api.d.ts'
import { isPieceStep } from '../../workflow/piece-step.ts'
import type { Definition } from '../../workflow/schema.ts'
import { steps, type Visit } from '../../workflow/walk.ts'

/** One line of what a workflow does. */
export interface OutlineLine {
  name: string
  text: string
  /** the piece that does it; null for code, loops and conditions */
  piece: string | null
  type: string
  /** how far it is set in */
  level: number
  /** what leads to it, where that is not simply the step before it */
  way: { kind: 'branch'; name: string } | { kind: 'loop' } | { kind: 'onFailure' } | null
}

/** The steps of a template in reading order. */
export const outlineOf = ({ template }: Pick<Template, 'template'>): OutlineLine[] =>
  [...steps(template as unknown as Definition)].map((visit) => {
    const { step, level } = visit
    const piece = isPieceStep(step) ? step.settings.pieceName : null
    return { name: step.name, text: step.displayName, piece, type: step.type, level, way: wayTo(visit) }
  })

function wayTo({ location, parent }: Visit): OutlineLine['way'] {
  if (location?.type === 'INSIDE_LOOP') return { kind: 'loop' }
  if (location?.type === 'INSIDE_ON_FAILURE') return { kind: 'onFailure' }
  if (location?.type !== 'INSIDE_BRANCH' || parent?.type !== 'ROUTER') return null
  const branch = parent.settings.branches[location.branchIndex]
  return { kind: 'branch', name: branch?.branchName ?? '' }
}
