import type { Catalogue } from '../catalogue.ts'
import { copy } from '../copy.ts'
import { FLAT_SCHEMA_VERSION } from '../dialect.ts'
import { isPieceStep, pieceRules, stepRule } from '../piece-step.ts'
import type { Definition } from '../schema.ts'
import { type Step, steps } from '../walk.ts'
import { type ExportedConnection, placeholders } from './connections.ts'
import { blankSecrets } from './secrets.ts'

/**
 * A workflow as a file. It is Activepieces' shared template, so that its users, and Diga's, can import it; the last
 * four fields are ours, and others ignore them.
 */
export interface ExportFile {
  name: string
  type: 'SHARED'
  summary: string
  description: string
  tags: never[]
  author: string
  categories: never[]
  status: 'PUBLISHED'
  /** packages of the pieces it uses */
  pieces: string[]
  flows: [Record<string, unknown>]
  schemaVersion: string
  /** the connections to make, by the keys its steps name them with */
  connections: ExportedConnection[]
  /** inputs that held a secret: fill them in again */
  blanked: { step: string; path: string }[]
}

/**
 * The file of a definition. Left out are sample data, secrets and the names of connections; what others insist on and
 * we don't is filled in.
 * @param changedAt ISO time of the version's last change
 */
export function exportFile(definition: Definition, catalogue: Catalogue, changedAt: string): ExportFile {
  const flow = copy(definition)
  const connections = placeholders(flow)
  const all = Array.from(steps(flow), ({ step }) => step)
  const blanked = all.flatMap((step) => {
    fillIn(step, catalogue, changedAt)
    leaveOut(step)
    return blankedIn(step, catalogue).map((path) => ({ step: step.name, path }))
  })
  const packages = all.filter(isPieceStep).map(({ settings }) => settings.pieceName)
  return {
    name: flow.displayName,
    type: 'SHARED',
    summary: '',
    description: typeof flow.description === 'string' ? flow.description : '',
    tags: [],
    author: '',
    categories: [],
    status: 'PUBLISHED',
    pieces: [...new Set(packages)],
    flows: [
      { ...flow, schemaVersion: FLAT_SCHEMA_VERSION, valid: all.every(({ valid }) => valid !== false) },
    ],
    schemaVersion: FLAT_SCHEMA_VERSION,
    connections,
    blanked,
  }
}

/** What must not get out, in place: tests' data, and steps that do not run here and so are not looked through. */
function leaveOut(step: Step): void {
  if (step.type === 'EMPTY') return
  delete step.settings.sampleData
  delete step.continueOnFailureBranches
}

/** What Activepieces requires of a step, in place. It knows pieces by their package only. */
function fillIn(step: Step, catalogue: Catalogue, changedAt: string): void {
  step.valid ??= step.type !== 'EMPTY'
  step.lastUpdatedDate ??= changedAt
  if (step.type === 'CODE') {
    step.settings.sourceCode.packageJson ??= '{}'
    step.settings.input ??= {}
  }
  if (!isPieceStep(step)) return
  const { settings } = step
  settings.pieceVersion ??= pieceRules(step, catalogue)?.version ?? UNKNOWN_VERSION
  if (!settings.pieceName.startsWith('@')) settings.pieceName = `@activepieces/piece-${settings.pieceName}`
  settings.input ??= {}
  settings.propertySettings ??= {}
}

/** For a piece that is not there, in a step that names no version: it must name one. */
const UNKNOWN_VERSION = '0.0.1'

function blankedIn(step: Step, catalogue: Catalogue): string[] {
  const rules = isPieceStep(step) ? stepRule(step, catalogue)?.input : undefined
  const input = isPieceStep(step) || step.type === 'CODE' ? step.settings.input : undefined
  return input ? blankSecrets(input, rules ?? {}) : []
}
