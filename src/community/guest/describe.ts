/** Finds the piece in its package and tells its properties as data, as text because it runs inside the Dynamic Worker. */
export const DESCRIBE = `
const isPiece = (each) =>
  each !== null && typeof each === 'object' && typeof each.metadata === 'function' && typeof each.getAction === 'function'

// A package exports its piece under a name of its own, beside helpers.
export function pieceIn(exported) {
  const piece = [exported, ...Object.values(exported ?? {})].find(isPiece)
  if (piece) return piece
  throw new Error('The package exports no piece')
}

const plain = (value) => (typeof value === 'function' ? undefined : JSON.parse(JSON.stringify(value ?? null)) ?? undefined)

// Options of a dynamic dropdown are a function; a dropdown also repeats the piece's whole auth.
function propertyData({ auth: _, options, props, properties, ...property }) {
  return {
    ...plain(property),
    ...(options && typeof options !== 'function' ? { options: plain(options) } : {}),
    ...(properties ? { properties: propertiesData(properties) } : {}),
    ...(props && typeof props !== 'function' ? { props: propertiesData(props) } : {}),
  }
}
export function propertiesData(props) {
  const known = Object.entries(props ?? {}).filter(([, each]) => each && typeof each === 'object')
  return Object.fromEntries(known.map(([name, each]) => [name, propertyData(each)]))
}

export const authsOf = (piece) => [piece.auth ?? []].flat()

export const contextVersionOf = (piece) => piece.getContextInfo?.()?.version ?? null
`
