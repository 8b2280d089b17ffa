import { secretText } from '../../src/piece/auth.ts'
import { service } from '../../src/piece/service.ts'

/** Versions of the parts of Cal.com's API; each part keeps its own date. */
export const VERSION = {
  bookings: { 'cal-api-version': '2024-08-13' },
  eventTypes: { 'cal-api-version': '2024-06-14' },
  slots: { 'cal-api-version': '2024-09-04' },
}

/** Cal.com's API, version 2. */
export const calCom = service({
  name: 'cal-com',
  displayName: 'Cal.com',
  description: 'Free times and bookings of a Cal.com calendar.',
  categories: ['PRODUCTIVITY'],
  auth: [secretText({ label: 'API key', description: 'Starts with cal_. Settings › Developer › API keys.' })],
  baseUrl: 'https://api.cal.com/v2',
  authorize: ({ secret }) => ({ headers: { authorization: `Bearer ${secret}` } }),
  validate: ({ http }) => http.get('/me'),
})
