import { authView } from './auth-view.ts'
import { mapFields } from './fields.ts'
import type { Action, Piece } from './piece.ts'
import { mapValues, propertyOf } from './property.ts'
import type { Trigger, TriggerType } from './trigger.ts'

/** Diga's groups of pieces, from its published API description. */
export const pieceCategories = [
  'AI',
  'COMMUNICATION',
  'SALES_AND_CRM',
  'MARKETING',
  'PRODUCTIVITY',
  'COMMERCE',
  'DEVELOPMENT',
] as const
export type PieceCategory = (typeof pieceCategories)[number]

/** What a caller is after: pieces to act with, pieces to start with, or both. */
export const suggestionTypes = ['ACTION', 'TRIGGER', 'ACTION_AND_TRIGGER'] as const
export type SuggestionType = (typeof suggestionTypes)[number]

/** A filter of the catalogue. What is left out filters nothing. */
export interface CatalogueFilter {
  /** words that must all occur */
  search?: string | undefined
  suggestionType?: SuggestionType | undefined
  categories?: readonly PieceCategory[] | undefined
}

/** The groups of Activepieces' categories. Its building blocks (CORE, FLOW_CONTROL) are in none of Diga's. */
const GROUP: Readonly<Record<string, PieceCategory>> = {
  ARTIFICIAL_INTELLIGENCE: 'AI',
  UNIVERSAL_AI: 'AI',
  COMMUNICATION: 'COMMUNICATION',
  CUSTOMER_SUPPORT: 'COMMUNICATION',
  SALES_AND_CRM: 'SALES_AND_CRM',
  MARKETING: 'MARKETING',
  FORMS_AND_SURVEYS: 'MARKETING',
  ACCOUNTING: 'PRODUCTIVITY',
  BUSINESS_INTELLIGENCE: 'PRODUCTIVITY',
  CONTENT_AND_FILES: 'PRODUCTIVITY',
  HUMAN_RESOURCES: 'PRODUCTIVITY',
  PRODUCTIVITY: 'PRODUCTIVITY',
  COMMERCE: 'COMMERCE',
  PAYMENT_PROCESSING: 'COMMERCE',
  DEVELOPER_TOOLS: 'DEVELOPMENT',
}

/** Activepieces' trigger strategies. A call's events come to one address for all workflows, as APP_WEBHOOK says. */
const STRATEGY: Readonly<Record<TriggerType, string>> = {
  APP_WEBHOOK: 'APP_WEBHOOK',
  CALL: 'APP_WEBHOOK',
  POLLING: 'POLLING',
  WEBHOOK: 'WEBHOOK',
  SUBFLOW: 'WEBHOOK',
  SCHEDULE: 'POLLING',
  FORM: 'WEBHOOK',
  MANUAL: 'WEBHOOK',
}

/** Fields of Diga's answer that a piece of this code base has nothing to say about. */
export const NOT_KEPT = {
  projectUsage: null,
  platformId: null,
  archiveId: null,
  minimumSupportedRelease: null,
  maximumSupportedRelease: null,
  created: null,
  updated: null,
}

/** A piece with every action, trigger and field, in Diga's form (`PieceDetailResponse`). */
export type PieceDetail = ReturnType<typeof pieceDetail> & {
  /** ours: not written for this product, and run in a Worker of its own */
  community?: true
}

/** The pieces that fit the filter, in Diga's form of a list entry (`PieceSummaryResponse`). */
export function listPieces(pieces: readonly PieceDetail[], filter: CatalogueFilter) {
  return pieces.flatMap((piece) => summaryOf(piece, filter) ?? [])
}

/** What is told of a piece. The catalogue is made of it; see scripts/pieces/generate.ts. */
export function pieceDetail(piece: Piece) {
  return {
    ...pieceHead(piece),
    actions: mapValues(piece.actions, (action) => actionView(action, piece)),
    triggers: mapValues(piece.triggers, (trigger) => triggerView(trigger)),
  }
}

/** The piece's entry, or undefined where the filter leaves it out. */
function summaryOf(piece: PieceDetail, { search, suggestionType, categories }: CatalogueFilter) {
  if (categories && !piece.categories.some((each) => categories.includes(each))) return undefined
  const words = fold(search ?? '')
    .split(/\s+/)
    .filter(Boolean)
  const isFound = hasWords(words, piece)
  const offered = <P extends Described>(parts: Readonly<Record<string, P>>, other: SuggestionType) =>
    suggestionType === other
      ? []
      : Object.values(parts).filter((part) => isFound || hasWords(words, part, piece))
  const { actions, triggers, ...head } = piece
  const suggestedActions = offered(actions, 'TRIGGER')
  const suggestedTriggers = offered(triggers, 'ACTION')
  if (suggestedActions.length + suggestedTriggers.length === 0) return undefined
  return {
    ...head,
    actions: Object.keys(actions).length,
    triggers: Object.keys(triggers).length,
    suggestedActions: suggestionType ? suggestedActions : null,
    suggestedTriggers: suggestionType ? suggestedTriggers : null,
  }
}

/** Diga's groups of Activepieces' categories, each once. */
export function groupsOf(categories: readonly string[]): PieceCategory[] {
  return [...new Set(categories.flatMap((each) => GROUP[each] ?? []))]
}

/** What list and detail say alike. */
function pieceHead({ name, displayName, description, version, categories, auth }: Piece) {
  const kinds = auth.map(authView)
  return {
    ...NOT_KEPT,
    id: name,
    name: `@activepieces/piece-${name}`,
    displayName,
    description,
    version,
    authors: [] as string[],
    categories: groupsOf(categories),
    logoUrl: `/pieces/${name}.svg`,
    auth: kinds.length > 1 ? kinds : (kinds[0] ?? null),
    pieceType: 'OFFICIAL' as 'OFFICIAL' | 'CUSTOM',
    packageType: 'REGISTRY' as 'REGISTRY' | 'ARCHIVE',
    tags: [],
  }
}

function actionView(
  { name, displayName, description, input, needsConnection = true }: Action,
  { auth }: Piece,
) {
  return {
    name,
    displayName,
    description,
    requireAuth: needsConnection && auth.length > 0,
    props: mapFields(input, propertyOf),
    errorHandlingOptions: {
      continueOnFailure: { defaultValue: false },
      retryOnFailure: { defaultValue: false },
    },
  }
}

function triggerView({ name, displayName, description, type, input, sampleData }: Trigger) {
  return {
    name,
    displayName,
    description,
    type: STRATEGY[type],
    testStrategy: type === 'SCHEDULE' || type === 'POLLING' ? 'TEST_FUNCTION' : 'SIMULATION',
    props: mapFields(input, propertyOf),
    sampleData,
    handshakeConfiguration: null,
    renewConfiguration: null,
  }
}

interface Described {
  name: string
  displayName: string
  description: string
}

/** True where every word occurs in what is said about one of these. */
function hasWords(words: readonly string[], ...described: readonly Described[]): boolean {
  const said = fold(described.map((each) => `${each.name} ${each.displayName} ${each.description}`).join(' '))
  return words.every((word) => said.includes(word))
}

/** Text without case and accents. */
function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}
