import { graphService } from '../_microsoft/graph.ts'

/** Calendars of Microsoft 365 and Outlook.com. */
export const outlookCalendar = graphService({
  name: 'microsoft-outlook-calendar',
  displayName: 'Microsoft Outlook Calendar',
  description: 'Events and free times of Outlook calendars.',
  categories: ['PRODUCTIVITY'],
  scopes: ['Calendars.ReadWrite'],
})
