import { wallOf } from '../../pieces/date-helper/zone.ts'

/** Whether the clocks of a zone are known here. */
export function isZone(name: string): boolean {
  try {
    wallOf(0, name)
    return true
  } catch {
    return false
  }
}

/** By how many milliseconds the clocks of a zone are ahead of UTC, at a moment in epoch milliseconds. */
export const offsetAt = (zone: string, moment: number): number => wallOf(moment, zone) - moment

/** The first moment with another offset, between one moment and a later one that has another. */
export function clockChange(zone: string, from: number, to: number): number {
  const offset = offsetAt(zone, from)
  let before = from
  let after = to
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (offsetAt(zone, middle) === offset) before = middle
    else after = middle
  }
  return after
}
