import { CodedError } from '../errors.ts'
import { shortPieceName } from '../workflow/piece-name.ts'
import { loaders } from './generated/loaders.ts'
import type { Piece } from './piece.ts'

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
