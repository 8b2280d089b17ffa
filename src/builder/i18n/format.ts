import { useMemo } from 'react'
import { usePreference } from '../preference.ts'
import { type Language, language } from './language.ts'

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** Times and numbers as a language writes them. Times are taken as the API gives them: ISO 8601. */
export function formats(inLanguage: string) {
  const day = new Intl.DateTimeFormat(inLanguage, { dateStyle: 'medium' })
  const full = new Intl.DateTimeFormat(inLanguage, { dateStyle: 'medium', timeStyle: 'medium' })
  const clock = new Intl.DateTimeFormat(inLanguage, { timeStyle: 'medium' })
  const relative = new Intl.RelativeTimeFormat(inLanguage, { numeric: 'auto', style: 'short' })
  return {
    date: (iso: string) => day.format(new Date(iso)),
    dateTime: (iso: string) => full.format(new Date(iso)),
    clock: (iso: string) => clock.format(new Date(iso)),
    number: (value: number) => value.toLocaleString(inLanguage),
    /** "3 min ago", and the date where it is longer ago than a week */
    ago(iso: string, now = Date.now()) {
      const age = new Date(iso).getTime() - now
      const size = Math.abs(age)
      if (size < MINUTE_MS) return relative.format(Math.round(age / SECOND_MS), 'second')
      if (size < HOUR_MS) return relative.format(Math.round(age / MINUTE_MS), 'minute')
      if (size < DAY_MS) return relative.format(Math.round(age / HOUR_MS), 'hour')
      if (size < 7 * DAY_MS) return relative.format(Math.round(age / DAY_MS), 'day')
      return day.format(new Date(iso))
    },
    /** "12 ms", "1.4 s", "2 min 5 s", "3 h 12 min" */
    duration(ms: number) {
      if (ms < SECOND_MS) return `${Math.round(ms)} ms`
      if (ms < MINUTE_MS) {
        const seconds = (ms / SECOND_MS).toLocaleString(inLanguage, { maximumFractionDigits: 1 })
        return `${seconds} s`
      }
      if (ms < HOUR_MS) return parts(ms, MINUTE_MS, 'min', SECOND_MS, 's')
      return parts(ms, HOUR_MS, 'h', MINUTE_MS, 'min')
    },
  }
}

function parts(ms: number, big: number, bigName: string, small: number, smallName: string): string {
  const rest = Math.floor((ms % big) / small)
  return `${Math.floor(ms / big)} ${bigName}${rest > 0 ? ` ${rest} ${smallName}` : ''}`
}

/** The language as it is written where the reader lives, if the browser says so: `en-GB` for `en`. */
const localeOf = (current: Language): string =>
  navigator.languages.find((each) => each === current || each.startsWith(`${current}-`)) ?? current

/** Times and numbers in the language of the page. */
export function useFormats() {
  const [current] = usePreference(language)
  return useMemo(() => formats(localeOf(current)), [current])
}
