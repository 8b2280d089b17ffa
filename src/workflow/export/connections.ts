import { connectionIdsOf, renameConnections } from '../connection-references.ts'
import { shortPieceName } from '../piece-name.ts'
import type { Definition } from '../schema.ts'
import { steps } from '../walk.ts'

/** A connection that whoever imports the file has to make, by the key its steps name it with. */
export interface ExportedConnection {
  key: string
  /** null where no step of a piece uses it */
  piece_name: string | null
}

/**
 * Gives connections the names of their pieces, in place, so that a file says what it needs and not what somebody's
 * connections are called: `{{connections['slack']}}`, and `slack_2` for the second one.
 */
export function placeholders(definition: Definition): ExportedConnection[] {
  const pieces = new Map<string, string | null>()
  for (const { step } of steps(definition)) {
    const isPiece = step.type === 'PIECE' || step.type === 'PIECE_TRIGGER'
    for (const id of connectionIdsOf(step)) {
      const known = pieces.get(id) ?? null
      pieces.set(id, known ?? (isPiece ? shortPieceName(step.settings.pieceName) : null))
    }
  }
  const keys = new Map<string, string>()
  const taken = new Set<string>()
  for (const [id, piece] of pieces) {
    const key = freeKey(piece ?? 'connection', taken)
    taken.add(key)
    keys.set(id, key)
  }
  for (const { step } of steps(definition)) renameConnections(step, keys)
  return Array.from(pieces, ([id, piece_name]) => ({ key: keys.get(id) ?? id, piece_name }))
}

function freeKey(name: string, taken: ReadonlySet<string>): string {
  let key = name
  for (let number = 2; taken.has(key); number++) key = `${name}_${number}`
  return key
}
