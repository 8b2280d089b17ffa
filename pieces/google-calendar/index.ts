import { findBusy, findFree } from './availability.ts'
import { addAttendees, createEvent, createQuickEvent, deleteEvent, updateEvent } from './events.ts'
import { eventEnds, eventStartsIn } from './moments.ts'
import { getEvent, getEvents } from './reading.ts'
import { calendar } from './service.ts'
import { changedEvent, eventCancelled, newEvent } from './triggers.ts'

export default calendar.piece({
  actions: [
    createEvent,
    createQuickEvent,
    getEvent,
    getEvents,
    updateEvent,
    addAttendees,
    deleteEvent,
    findBusy,
    findFree,
  ],
  triggers: [newEvent, changedEvent, eventCancelled, eventStartsIn, eventEnds],
})
