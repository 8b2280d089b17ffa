import type { CommunityPiece } from './piece.ts'

/** An installed piece with a way to its code, which is large: it is read only where no isolate holds it yet. */
export interface InstalledPiece extends CommunityPiece {
  /** one CommonJS file without dependencies */
  code(): Promise<string>
}

/**
 * Finds an installed piece. Asked often, so keep what is found in memory.
 * @param wanted.name short, as in the catalogue
 * @param wanted.version exactly as installed; the newest where left out
 * @returns undefined where that is not installed
 */
export type LoadCode = (wanted: {
  name: string
  version?: string | undefined
}) => Promise<InstalledPiece | undefined>
