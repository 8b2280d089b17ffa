import type { CampaignSettings } from '../api/campaigns.ts'

/** When a campaign may call: on some days of the week, between two times. */
export type Window = CampaignSettings['rules']['windows'][number]
export type Day = Window['days'][number]

export const DAYS: readonly Day[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

/** What the API takes. */
export const MAX_WINDOWS = 50

const HOURS = { from: '09:00', to: '20:00' }

/** What a new campaign begins with. */
export const FIRST_WINDOW: Window = { days: DAYS.slice(0, 5), ...HOURS }

/** One more window: for the days that have none yet, else for all. */
export function nextWindow(windows: readonly Window[]): Window {
  const free = DAYS.filter((day) => windows.every(({ days }) => !days.includes(day)))
  return { days: free.length > 0 ? free : [...DAYS], ...HOURS }
}

/** The days with one more of them, or one less, in the order of the week. */
export const toggleDay = (days: readonly Day[], day: Day): Day[] =>
  DAYS.filter((each) => (each === day ? !days.includes(each) : days.includes(each)))

/** Whether a window names a day: the API takes none without. */
export const hasDay = ({ days }: Window): boolean => days.length > 0

/** The end of a day is `24:00` at the API, which no time field can show: there it is midnight. */
const DAY_END = '24:00'
const MIDNIGHT = '00:00'

/** An end as a time field shows it. */
export const shownEnd = (to: string): string => (to === DAY_END ? MIDNIGHT : to)

/** An end as the API takes it. */
export const typedEnd = (to: string): string => (to === MIDNIGHT ? DAY_END : to)
