import {
  cancelBooking,
  confirmBooking,
  createBooking,
  declineBooking,
  getBooking,
  listBookings,
  rescheduleBooking,
} from './bookings.ts'
import { calCom } from './service.ts'
import { getAvailableSlots, listEventTypes } from './times.ts'
import { triggers } from './triggers.ts'

export default calCom.piece({
  actions: [
    listEventTypes,
    getAvailableSlots,
    createBooking,
    listBookings,
    getBooking,
    rescheduleBooking,
    cancelBooking,
    confirmBooking,
    declineBooking,
  ],
  triggers,
})
