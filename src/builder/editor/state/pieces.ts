import type { Connection } from '../../../client/api.d.ts'
import type { Properties, Property } from '../../../piece/property.ts'
import type { Catalogue, FieldRule, PieceRules, StepRule } from '../../../workflow/catalogue.ts'
import { communityPin, pinOf, shortPieceName } from '../../../workflow/piece-name.ts'
import type { Step } from '../../../workflow/walk.ts'

/** An action or trigger of a piece, as the catalogue tells of it. */
export interface Part {
  name: string
  displayName: string
  description: string
  props: Properties
  /** of an action: false where it does without a connection */
  requireAuth?: boolean
  /** of a trigger: how it is started, and an event as it may look */
  type?: string
  sampleData?: unknown
}

/** A way to authenticate, as the catalogue tells of it. */
interface AuthKind {
  type: string
  displayName: string
  description?: string
}

/** A piece with all that a form needs to know. */
export interface PieceInfo {
  /** short: `slack`; of a community piece, with its version: `slack@0.17.9+community` */
  id: string
  /** short; what connections are made for */
  short: string
  /** what steps name it: `@activepieces/piece-slack` */
  name: string
  /** set where it was not written for this product */
  community?: true
  displayName: string
  description: string
  version: string
  categories: readonly string[]
  auth: readonly AuthKind[]
  actions: Readonly<Record<string, Part>>
  triggers: Readonly<Record<string, Part>>
}

/** The pieces by their ids. */
export type Pieces = ReadonlyMap<string, PieceInfo>

/** What the catalogue's API answers for a piece, where it was asked for actions and triggers. */
export interface CatalogueEntry {
  name: string
  displayName: string
  description: string
  version: string
  community?: true | undefined
  categories: readonly string[]
  auth?: unknown
  suggestedActions?: unknown
  suggestedTriggers?: unknown
}

/** The pieces in an answer of the catalogue. */
export function piecesOf(entries: readonly CatalogueEntry[]): Pieces {
  const infos = entries.map((entry): PieceInfo => {
    const { name, displayName, description, version, community, categories, auth } = entry
    const short = shortPieceName(name)
    return {
      id: community ? `${short}@${version}` : short,
      short,
      name,
      ...(community && { community }),
      displayName,
      description,
      version,
      categories,
      auth: [auth ?? []].flat() as AuthKind[],
      actions: byName(entry.suggestedActions),
      triggers: byName(entry.suggestedTriggers),
    }
  })
  return new Map(infos.map((piece) => [piece.id, piece]))
}

const byName = (parts: unknown): Record<string, Part> =>
  Object.fromEntries(((parts ?? []) as Part[]).map((part) => [part.name, part]))

/** The piece a step is of. */
export function pieceOf(step: Step, pieces: Pieces): PieceInfo | undefined {
  if (step.type !== 'PIECE' && step.type !== 'PIECE_TRIGGER') return undefined
  return pieceNamed(step.settings.pieceName, step.settings.pieceVersion, pieces)
}

/** What a step's piece and version lead to: ours, unless the version asks for the community's. */
function pieceNamed(name: string, version: string | undefined, pieces: Pieces): PieceInfo | undefined {
  const short = shortPieceName(name)
  const pin = pinOf(version)
  const ours = pin.isCommunity ? undefined : pieces.get(short)
  return ours ?? (pin.version === undefined ? undefined : pieces.get(`${short}@${communityPin(pin.version)}`))
}

/** The action or trigger that a step names. */
export function partOf(step: Step, pieces: Pieces): Part | undefined {
  const piece = pieceOf(step, pieces)
  if (step.type === 'PIECE') return piece?.actions[step.settings.actionName ?? '']
  if (step.type === 'PIECE_TRIGGER') return piece?.triggers[step.settings.triggerName ?? '']
  return undefined
}

/** What the validator asks about pieces and connections, so that it finds here what it would find on the server. */
export function rulesFrom(pieces: Pieces, connections: readonly Connection[] | undefined): Catalogue {
  const rules = new Map<PieceInfo, PieceRules>()
  const facts = new Map(
    connections?.map(({ id, piece_name, status }) => [id, { pieceName: piece_name, status }]),
  )
  return {
    piece(name, version) {
      const piece = pieceNamed(name, version, pieces)
      if (!piece) return undefined
      const known = rules.get(piece)
      if (known) return known
      const made = {
        version: piece.version,
        actions: rulesOf(piece.actions, piece),
        triggers: rulesOf(piece.triggers, piece),
      }
      rules.set(piece, made)
      return made
    },
    ...(connections && { connection: (id: string) => facts.get(id) }),
  }
}

function rulesOf(parts: Readonly<Record<string, Part>>, { auth }: PieceInfo): Record<string, StepRule> {
  return mapValues(parts, ({ props, requireAuth = true }) => ({
    input: mapValues(props, ruleOf),
    needsConnection: requireAuth && auth.length > 0,
  }))
}

function ruleOf({ type, required, defaultValue, showWhen, options }: Property): FieldRule {
  return {
    required: required && defaultValue === undefined,
    ...(showWhen && { when: showWhen }),
    ...(type === 'STATIC_DROPDOWN' && options && { choices: options.options.map(({ value }) => value) }),
  }
}

function mapValues<V, T>(record: Readonly<Record<string, V>>, view: (value: V) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, view(value)]))
}
