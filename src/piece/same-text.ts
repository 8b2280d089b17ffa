import { timingSafeEqual } from 'node:crypto'

/** Compares a text that a stranger sent with the right one, in time that tells nothing but the length. */
export function sameText(given: string | undefined, right: string): boolean {
  const a = Buffer.from(given ?? '')
  const b = Buffer.from(right)
  return a.length === b.length && timingSafeEqual(a, b)
}
