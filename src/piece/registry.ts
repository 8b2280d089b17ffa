import { CodedError } from '../errors.ts'
import { shortPieceName } from '../workflow/piece-name.ts'
import type { Piece } from './piece.ts'

/** Every piece, loaded when first used: start-up does not pay for pieces nobody calls. */
const loaders: Readonly<Record<string, () => Promise<{ default: Piece }>>> = {
  approval: () => import('../../pieces/approval/index.ts'),
  'data-mapper': () => import('../../pieces/data-mapper/index.ts'),
  'date-helper': () => import('../../pieces/date-helper/index.ts'),
  delay: () => import('../../pieces/delay/index.ts'),
  diga: () => import('../../pieces/diga/index.ts'),
  http: () => import('../../pieces/http/index.ts'),
  'math-helper': () => import('../../pieces/math-helper/index.ts'),
  slack: () => import('../../pieces/slack/index.ts'),
  store: () => import('../../pieces/store/index.ts'),
  subflows: () => import('../../pieces/subflows/index.ts'),
  'text-helper': () => import('../../pieces/text-helper/index.ts'),
  webhook: () => import('../../pieces/webhook/index.ts'),
}

const loaded = new Map<string, Piece>()

/** Names of all pieces. */
export const pieceNames: readonly string[] = Object.keys(loaders)

/**
 * The piece a step names, short (`http`) or as Activepieces' package (`@activepieces/piece-http`).
 * Answers without a promise once loaded.
 * @throws CodedError PIECE_UNKNOWN
 */
export function loadPiece(name: string): Piece | Promise<Piece> {
  const short = shortPieceName(name)
  const known = loaded.get(short)
  if (known) return known
  const load = Object.hasOwn(loaders, short) ? loaders[short] : undefined
  if (!load)
    throw new CodedError('PIECE_UNKNOWN', `There is no piece "${name}". Choose one of the catalogue.`)
  return load().then((module) => {
    loaded.set(short, module.default)
    return module.default
  })
}
