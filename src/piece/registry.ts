import { CodedError } from '../errors.ts'
import { pinOf, shortPieceName } from '../workflow/piece-name.ts'
import { loaders } from './generated/loaders.ts'
import type { Piece } from './piece.ts'

/**
 * Finds a piece that was installed beside our own. Undefined where there is none of that name and version.
 * @param version exactly; the newest where left out
 */
export type FindInstalled = (name: string, version?: string) => Promise<Piece | undefined>

const loaded = new Map<string, Piece>()

/** What was found under a name and version. What is installed anew is seen once this runs out. */
const found = new Map<string, { piece: Piece; until: number }>()
const FOUND_MS = 10_000

let findInstalled: FindInstalled | undefined

/** Names of our own pieces. */
export const pieceNames: readonly string[] = Object.keys(loaders)

/** Has `loadPiece` look among installed pieces too: called once, where the Worker begins. */
export function lookAmong(find: FindInstalled): void {
  findInstalled = find
  found.clear()
}

/**
 * The piece a step names, short (`http`) or as Activepieces' package (`@activepieces/piece-http`), and perhaps with a
 * version behind it (`slack@0.17.9+community`). Ours comes first, unless the version asks for the community's.
 * Answers without a promise once loaded.
 * @throws CodedError PIECE_UNKNOWN
 */
export function loadPiece(name: string, version?: string): Piece | Promise<Piece> {
  const [short = '', inName] = shortPieceName(name).split('@')
  const pin = pinOf(inName ?? version)
  const own = pin.isCommunity ? undefined : loaded.get(short)
  if (own) return own
  if (!pin.isCommunity && Object.hasOwn(loaders, short)) return loadOwn(short)
  if (!findInstalled) throw unknown(short, pin.version)
  const key = `${short}@${pin.version ?? ''}`
  const known = found.get(key)
  return known && known.until > Date.now() ? known.piece : loadInstalled(short, pin.version, key)
}

async function loadOwn(name: string): Promise<Piece> {
  const module = await loaders[name]?.()
  if (!module) throw unknown(name, undefined)
  loaded.set(name, module.default)
  return module.default
}

async function loadInstalled(name: string, version: string | undefined, key: string): Promise<Piece> {
  const piece = await findInstalled?.(name, version)
  if (!piece) throw unknown(name, version)
  found.set(key, { piece, until: Date.now() + FOUND_MS })
  return piece
}

function unknown(name: string, version: string | undefined): CodedError {
  const which = version ? `"${name}" in version ${version}` : `"${name}"`
  return new CodedError('PIECE_UNKNOWN', `There is no piece ${which}. Choose one of the catalogue.`)
}
