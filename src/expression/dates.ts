/** A text that names its zone itself: `… GMT`, `… EST`, `…10:00Z`, `…10:00+02:00`. */
const NAMES_ZONE = /\b(?:utc?|gmt|[ecmp][sd]t)\b|\d\s*z$|:\d.*[+-]\d{1,2}(?::?\d{2})?\b/i
/** Read as UTC by every engine. */
const ISO_DATE = /^(?:\d{4}|[+-]\d{6})(?:-\d\d){0,2}$/

/**
 * Milliseconds since the epoch of a text as `Date.parse` reads it on a machine in UTC, on any machine; NaN where
 * it is no date.
 */
export function parseDate(text: string): number {
  if (NAMES_ZONE.test(text) || ISO_DATE.test(text)) return Date.parse(text)
  const utc = Date.parse(/\dT\d/.test(text) ? `${text}Z` : `${text} UTC`)
  return Number.isNaN(utc) ? Date.parse(text) : utc
}

/** What `String(date)` gives on a machine in UTC. */
export function dateText(date: Date): string {
  if (Number.isNaN(date.getTime())) return 'Invalid Date'
  const [weekday = '', day, month, year, time] = date.toUTCString().split(' ')
  return `${weekday.slice(0, 3)} ${month} ${day} ${year} ${time} GMT+0000 (Coordinated Universal Time)`
}
