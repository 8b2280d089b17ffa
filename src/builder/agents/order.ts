/** A list with one of its items at another place. Places outside of the list stand for its ends. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const rest = list.toSpliced(from, 1)
  const item = list[from]
  if (item === undefined) return [...list]
  const place = Math.max(0, Math.min(to, rest.length))
  return rest.toSpliced(place, 0, item)
}
