import type { Catalogue } from './catalogue.ts'
import { type Issue, stepIssue, stepWarning } from './issue.ts'
import { shortPieceName } from './piece-name.ts'
import { connectionsOf } from './uses.ts'
import type { Step } from './walk.ts'

/** Where a step names the connection that its piece logs in with. */
const AUTH = 'settings.input.auth'

/** What is wrong with the connections a step names. */
export function connectionIssues(step: Step, catalogue: Catalogue): Issue[] {
  const { connection } = catalogue
  if (!connection) return []
  return Array.from(connectionsOf(step)).flatMap(({ path, id }) => {
    const found = connection(id)
    if (!found) {
      return [
        stepIssue(step.name, path, 'CONNECTION_UNKNOWN', `there is no connection ${id}: choose another.`),
      ]
    }
    const piece = path === AUTH ? pieceOf(step) : undefined
    if (piece !== undefined && piece !== found.pieceName) {
      const complaint = `connection ${id} is one of ${found.pieceName}, not of ${piece}: choose another.`
      return [stepIssue(step.name, path, 'CONNECTION_MISMATCH', complaint)]
    }
    if (found.status === 'ACTIVE') return []
    return [
      stepWarning(step.name, path, 'CONNECTION_INACTIVE', `connection ${id} is inactive: reconnect it.`),
    ]
  })
}

const pieceOf = (step: Step): string | undefined =>
  step.type === 'PIECE' || step.type === 'PIECE_TRIGGER' ? shortPieceName(step.settings.pieceName) : undefined
