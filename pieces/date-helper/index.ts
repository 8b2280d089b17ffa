import { piece } from '../../src/piece/piece.ts'
import {
  addSubtractDate,
  dateDifference,
  extractDateParts,
  formatDateAction,
  parseDateAction,
} from './given.ts'
import {
  firstDayOfPreviousMonth,
  getCurrentDate,
  lastDayOfPreviousMonth,
  nextDayOfWeek,
  nextDayOfYear,
} from './now.ts'

export default piece({
  name: 'date-helper',
  displayName: 'Date Helper',
  description: 'Formats, compares and understands dates, in any time zone.',
  version: '0.1.0',
  categories: ['CORE'],
  actions: [
    getCurrentDate,
    formatDateAction,
    extractDateParts,
    dateDifference,
    addSubtractDate,
    nextDayOfWeek,
    nextDayOfYear,
    firstDayOfPreviousMonth,
    lastDayOfPreviousMonth,
    parseDateAction,
  ],
})
