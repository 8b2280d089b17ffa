import { type Choice, type FieldMeta, mapFields } from './fields.ts'
import type { Action, Piece, Trigger, TriggerType } from './piece.ts'

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

/** A field in the form of Activepieces' properties. `suggestions` and `variants` are ours: its pieces compute them. */
export interface Property {
  type: string
  displayName: string
  description?: string
  required: boolean
  defaultValue?: unknown
  options?: { disabled: false; options: readonly Choice[] }
  suggestions?: readonly Choice[]
  /** the fields of a row */
  properties?: Properties
  /** the fields this one hangs on */
  refreshers?: string[]
  /** the fields for each value of the one in `refreshers` */
  variants?: Record<string, Properties>
}

type Properties = Record<string, Property>

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
  CALL: 'APP_WEBHOOK',
  WEBHOOK: 'WEBHOOK',
  SUBFLOW: 'WEBHOOK',
  SCHEDULE: 'POLLING',
  MANUAL: 'WEBHOOK',
}

/** Fields of Diga's answer that a piece of this code base has nothing to say about. */
const NOT_KEPT = {
  logoUrl: null,
  projectUsage: null,
  platformId: null,
  archiveId: null,
  minimumSupportedRelease: null,
  maximumSupportedRelease: null,
  created: null,
  updated: null,
}

/** The pieces that fit the filter, in Diga's form of a list entry (`PieceSummaryResponse`). */
export function listPieces(pieces: readonly Piece[], filter: CatalogueFilter) {
  return pieces.flatMap((piece) => summaryOf(piece, filter) ?? [])
}

/** A piece with every action, trigger and field, in Diga's form (`PieceDetailResponse`). */
export function pieceDetail(piece: Piece) {
  return {
    ...pieceHead(piece),
    actions: mapValues(piece.actions, actionView),
    triggers: mapValues(piece.triggers, triggerView),
  }
}

/** A field as Activepieces' pieces describe theirs. */
export function propertyOf(field: FieldMeta): Property {
  const { kind, label, description, required, defaultValue, choices, suggestions } = field
  return {
    type: kind,
    displayName: label,
    required,
    ...(description !== undefined && { description }),
    ...(defaultValue !== undefined && { defaultValue }),
    ...(choices && { options: { disabled: false, options: choices } }),
    ...(suggestions && { suggestions }),
    ...(field.row && { properties: mapFields(field.row, propertyOf) }),
    ...(field.dependsOn !== undefined && { refreshers: [field.dependsOn] }),
    ...(field.variants && { variants: mapValues(field.variants, (row) => mapFields(row, propertyOf)) }),
  }
}

/** The piece's entry, or undefined where the filter leaves it out. */
function summaryOf(piece: Piece, { search, suggestionType, categories }: CatalogueFilter) {
  const head = pieceHead(piece)
  if (categories && !head.categories.some((each) => categories.includes(each))) return undefined
  const words = fold(search ?? '')
    .split(/\s+/)
    .filter(Boolean)
  const isFound = hasWords(words, piece)
  const offered = <P extends Action | Trigger>(parts: Readonly<Record<string, P>>, other: SuggestionType) =>
    suggestionType === other
      ? []
      : Object.values(parts).filter((part) => isFound || hasWords(words, part, piece))
  const actions = offered(piece.actions, 'TRIGGER')
  const triggers = offered(piece.triggers, 'ACTION')
  if (actions.length + triggers.length === 0) return undefined
  return {
    ...head,
    actions: Object.keys(piece.actions).length,
    triggers: Object.keys(piece.triggers).length,
    suggestedActions: suggestionType ? actions.map(actionView) : null,
    suggestedTriggers: suggestionType ? triggers.map(triggerView) : null,
  }
}

/** What list and detail say alike. */
function pieceHead({ name, displayName, description, version, categories }: Piece) {
  return {
    ...NOT_KEPT,
    id: name,
    name: `@activepieces/piece-${name}`,
    displayName,
    description,
    version,
    authors: [],
    categories: [...new Set(categories.flatMap((each) => GROUP[each] ?? []))],
    auth: null,
    pieceType: 'OFFICIAL' as const,
    packageType: 'REGISTRY' as const,
    tags: [],
  }
}

function actionView({ name, displayName, description, input }: Action) {
  return {
    name,
    displayName,
    description,
    requireAuth: false,
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
    testStrategy: type === 'SCHEDULE' ? 'TEST_FUNCTION' : 'SIMULATION',
    props: mapFields(input, propertyOf),
    sampleData,
    handshakeConfiguration: null,
    renewConfiguration: null,
  }
}

type Described = Pick<Piece, 'name' | 'displayName' | 'description'>

/** True where every word occurs in what is said about one of these. */
function hasWords(words: readonly string[], ...described: readonly Described[]): boolean {
  const said = fold(described.map((each) => `${each.name} ${each.displayName} ${each.description}`).join(' '))
  return words.every((word) => said.includes(word))
}

/** Text without case and accents. */
function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}

function mapValues<V, T>(record: Readonly<Record<string, V>>, view: (value: V) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, view(value)]))
}
