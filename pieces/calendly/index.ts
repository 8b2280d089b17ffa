import { createSchedulingLink, listAvailableTimes, listEventTypes } from './event-types.ts'
import {
  cancelScheduledEvent,
  createEventInvitee,
  getScheduledEvent,
  listEventInvitees,
  listScheduledEvents,
} from './meetings.ts'
import { calendly } from './service.ts'
import { triggers } from './triggers.ts'

export default calendly.piece({
  actions: [
    listEventTypes,
    listAvailableTimes,
    createSchedulingLink,
    listScheduledEvents,
    getScheduledEvent,
    listEventInvitees,
    createEventInvitee,
    cancelScheduledEvent,
  ],
  triggers,
})
