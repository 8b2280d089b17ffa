import { googleService } from '../_google/service.ts'

/** Google's Calendar API, v3. */
export const calendar = googleService({
  name: 'google-calendar',
  displayName: 'Google Calendar',
  description: 'Events, guests and free time in the calendars of a Google account.',
  categories: ['PRODUCTIVITY'],
  scopes: ['calendar.events', 'calendar.readonly'],
  baseUrl: 'https://www.googleapis.com/calendar/v3',
  validate: ({ http }) => http.get('/users/me/calendarList', { query: { maxResults: 1 } }),
})
