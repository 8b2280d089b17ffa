/**
 * A piece's own name. Steps name a piece `http` or, as Activepieces does, by its npm package
 * `@activepieces/piece-http`: both are the same piece to us, whatever the scope.
 */
export function shortPieceName(name: string): string {
  return name.replace(/^@[^/]+\/(?:piece-)?/, '')
}
