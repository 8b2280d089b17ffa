/**
 * A piece's own name. Steps name a piece `http` or, as Activepieces does, by its npm package
 * `@activepieces/piece-http`: both are the same piece to us, whatever the scope.
 */
export function shortPieceName(name: string): string {
  return name.replace(/^@[^/]+\/(?:piece-)?/, '')
}

/**
 * A version with this behind it is meant to be the community's, also where a piece of ours has the name. It is Semantic
 * Versioning's build metadata, which makes `0.17.9+community` no other version than 0.17.9.
 */
const COMMUNITY = '+community'

/** The version under which a definition names a community piece, and nothing else. */
export const communityPin = (version: string): string => `${version}${COMMUNITY}`

/** What a definition's `pieceVersion` asks for: which version, and whether a piece of ours will do. */
export function pinOf(pieceVersion: string | undefined): { version?: string; isCommunity: boolean } {
  if (!pieceVersion) return { isCommunity: false }
  const isCommunity = pieceVersion.endsWith(COMMUNITY)
  return { version: isCommunity ? pieceVersion.slice(0, -COMMUNITY.length) : pieceVersion, isCommunity }
}
