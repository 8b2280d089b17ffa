import { expect, test } from 'vitest'
import { CallingRules } from '../../calling/rules.ts'
import { FIRST_WINDOW, MAX_WINDOWS, nextWindow, shownEnd, toggleDay, typedEnd } from './windows.ts'

test('one more window is for the days that have none, else for the whole week, and the API takes all of them', () => {
  const windows = [FIRST_WINDOW]
  while (windows.length < MAX_WINDOWS) windows.push(nextWindow(windows))
  expect(windows[1]?.days).toEqual(['sat', 'sun'])
  expect(windows[2]?.days).toHaveLength(7)
  expect(CallingRules.parse({ windows }).windows).toEqual(windows)
  expect(CallingRules.safeParse({ windows: [...windows, FIRST_WINDOW] }).success).toBe(false)
})

test('a day is put in its place in the week, and taken out again', () => {
  expect(toggleDay(['sat', 'mon'], 'wed')).toEqual(['mon', 'wed', 'sat'])
  expect(toggleDay(['mon', 'wed'], 'wed')).toEqual(['mon'])
})

test('the end of the day is midnight in a time field, so that a window can be the whole day', () => {
  expect([shownEnd('24:00'), shownEnd('20:00')]).toEqual(['00:00', '20:00'])
  expect([typedEnd('00:00'), typedEnd('20:00'), typedEnd('')]).toEqual(['24:00', '20:00', ''])
  const day = { days: ['mon'], from: '00:00', to: typedEnd('00:00') }
  expect(CallingRules.safeParse({ windows: [day] }).success).toBe(true)
})
