import type { Piece } from '../piece/piece.ts'
import type { FindInstalled } from '../piece/registry.ts'
import { pieceOf } from './adapt.ts'
import type { LoadCode } from './code.ts'

/** Pieces that are kept ready in an isolate's memory. */
const MAX_READY = 200

/**
 * Finds installed pieces for the registry: `lookAmong(finderOf(env, load))`, once, where the Worker begins.
 * @param load where they are kept
 */
export function finderOf(env: Cloudflare.Env, load: LoadCode): FindInstalled {
  const ready = new Map<string, Piece>()
  return async (name, version) => {
    const installed = await load({ name, version })
    if (!installed) return undefined
    const key = `${installed.name}@${installed.version}:${installed.hash}`
    const known = ready.get(key)
    if (known) return known
    const piece = pieceOf(env, installed)
    const [oldest] = ready.keys()
    if (ready.size >= MAX_READY && oldest !== undefined) ready.delete(oldest)
    ready.set(key, piece)
    return piece
  }
}
