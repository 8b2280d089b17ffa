import { type Run, spend } from '../run.ts'
import { isRecord, text } from '../values.ts'

/** Arguments of a `toLocale…` method as plain text and primitives; English where no locale is named. */
export function plainOptions(run: Run, locale: unknown, options: unknown): [string, Record<string, never>] {
  spend(run, 100) // formatters are slow to build
  const plain: Record<string, unknown> = {}
  if (isRecord(options)) {
    for (const [key, value] of Object.entries(options)) {
      if (value === null || typeof value !== 'object') plain[key] = value
    }
  }
  const first = Array.isArray(locale) ? locale[0] : locale
  return [first === undefined ? 'en-US' : text(run, first), plain as Record<string, never>]
}
