import { CodedError } from '../errors.ts'
import { shortPieceName } from '../workflow/piece-name.ts'
import { loaders } from './generated/loaders.ts'
import type { Piece } from './piece.ts'

/**
 * Finds a piece that was installed beside our own. Undefined where there is none of that name and version.
 * @param version exactly; the newest where left out
 */
export type FindInstalled = (name: string, version?: string) => Promise<Piece | undefined>

const loaded = new Map<string, Piece>()

/** What was found under a name and version, ours or installed. What is installed later is seen once this runs out. */
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
 * version behind it (`slack@0.17.9`). Ours comes first, unless an installed one has the very version that is asked for.
 * Answers without a promise once loaded.
 * @throws CodedError PIECE_UNKNOWN
 */
export function loadPiece(name: string, version?: string): Piece | Promise<Piece> {
  const [short = '', inName] = shortPieceName(name).split('@')
  const wanted = inName ?? version
  const own = loaded.get(short)
  if (own && (!findInstalled || !wanted || own.version === wanted)) return own
  const key = `${short}@${wanted ?? ''}`
  const known = found.get(key)
  if (known && known.until > Date.now()) return known.piece
  if (!findInstalled && !Object.hasOwn(loaders, short)) throw unknown(short, wanted)
  return load(short, wanted).then((piece) => {
    if (findInstalled) found.set(key, { piece, until: Date.now() + FOUND_MS })
    return piece
  })
}

async function load(name: string, version: string | undefined): Promise<Piece> {
  const own = await loadOwn(name)
  if (own && (!version || own.version === version)) return own
  const installed = (await findInstalled?.(name, version)) ?? own
  if (installed) return installed
  throw unknown(name, version)
}

function unknown(name: string, version: string | undefined): CodedError {
  const which = version ? `"${name}" in version ${version}` : `"${name}"`
  return new CodedError('PIECE_UNKNOWN', `There is no piece ${which}. Choose one of the catalogue.`)
}

async function loadOwn(name: string): Promise<Piece | undefined> {
  const known = loaded.get(name)
  if (known || !Object.hasOwn(loaders, name)) return known
  const module = await loaders[name]?.()
  if (module) loaded.set(name, module.default)
  return module?.default
}
