import type { Part, PieceInfo, Pieces } from '../state/pieces.ts'

/** What the picker is asked for. */
export type Wanted = 'triggers' | 'actions'

export type Tab = 'explore' | 'calls' | 'apps' | 'logic' | 'ai' | 'approvals'

/** One action or trigger to choose. */
export interface Offer {
  piece: PieceInfo
  part: Part
}

const LOGIC = [
  'data-mapper',
  'delay',
  'store',
  'subflows',
  'text-helper',
  'date-helper',
  'math-helper',
  'http',
  'webhook',
  'schedule',
]
const CALLS = ['diga', 'twilio']
const APPROVALS = ['approval']
/** What workflows around calls use most, in Diga's templates and by downloads of Activepieces' pieces. */
const POPULAR = [
  'http',
  'google-sheets',
  'google-calendar',
  'hubspot',
  'slack',
  'gmail',
  'cal-com',
  'whatsapp',
  'notion',
  'openai',
]

/** The pieces of a tab that have what is wanted, in the order in which they are shown. */
export function piecesIn(tab: Tab, wanted: Wanted, pieces: Pieces): PieceInfo[] {
  const has = (piece: PieceInfo | undefined): piece is PieceInfo =>
    piece !== undefined && Object.keys(piece[wanted]).length > 0
  const named = (ids: readonly string[]) => ids.map((id) => pieces.get(id)).filter(has)
  const all = [...pieces.values()].filter(has).toSorted((a, b) => a.displayName.localeCompare(b.displayName))
  switch (tab) {
    case 'explore':
      return named(POPULAR)
    case 'calls':
      return named(CALLS)
    case 'logic':
      return named(LOGIC)
    case 'approvals':
      return named(APPROVALS)
    case 'ai':
      return all.filter(({ categories }) => categories.includes('AI'))
    case 'apps': {
      const builtIn = new Set([...LOGIC, 'diga', ...APPROVALS])
      return all.filter(({ id }) => !builtIn.has(id))
    }
  }
}

const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/**
 * The actions or triggers that have every word of a query in what is said of them, the best first: those whose names
 * begin with it, then those of pieces that do.
 */
export function searchOffers(query: string, wanted: Wanted, pieces: Pieces): Offer[] {
  const words = fold(query).split(/\s+/).filter(Boolean)
  const found: { offer: Offer; score: number }[] = []
  for (const piece of pieces.values()) {
    const pieceName = fold(`${piece.displayName} ${piece.id}`)
    for (const part of Object.values(piece[wanted])) {
      const partName = fold(part.displayName)
      const about = `${pieceName} ${partName} ${fold(part.description)}`
      if (!words.every((word) => about.includes(word))) continue
      const score = words.reduce((sum, word) => sum + scoreOf(word, pieceName, partName), 0)
      found.push({ offer: { piece, part }, score })
    }
  }
  return found.toSorted((a, b) => b.score - a.score).map(({ offer }) => offer)
}

function scoreOf(word: string, pieceName: string, partName: string): number {
  if (pieceName.startsWith(word)) return 4
  if (partName.startsWith(word)) return 3
  if (` ${partName}`.includes(` ${word}`) || ` ${pieceName}`.includes(` ${word}`)) return 2
  return partName.includes(word) || pieceName.includes(word) ? 1 : 0
}
