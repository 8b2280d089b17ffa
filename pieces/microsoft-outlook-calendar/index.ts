import { createEvent, deleteEvent, updateEvent } from './events.ts'
import { getEvent, getFreeBusy, listEvents } from './reading.ts'
import { outlookCalendar } from './service.ts'
import { eventStartingSoon, newEvent } from './triggers.ts'

export default outlookCalendar.piece({
  actions: [createEvent, updateEvent, deleteEvent, getEvent, listEvents, getFreeBusy],
  triggers: [newEvent, eventStartingSoon],
})
