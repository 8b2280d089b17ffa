import * as z from 'zod'
import { choice, dateTime, list, longText, number, object, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { anyEventType, bookingUid, eventType, utc } from './inputs.ts'
import { calCom, VERSION } from './service.ts'

const headers = VERSION.bookings

/** Books a time. */
export const createBooking = calCom.action({
  name: 'calcom_create_booking',
  displayName: 'Book',
  description: 'Books a free time of an event type for somebody.',
  input: z.object({
    event_type_id: eventType(),
    start: dateTime({ label: 'Start', description: 'In UTC, or with an offset: 2026-03-05T15:00:00Z' }),
    attendee_name: shortText({ label: 'Name' }),
    attendee_time_zone: shortText({ label: 'Time zone', description: 'Such as Europe/Madrid.' }),
    attendee_email: shortText({ label: 'E-mail', required: false }),
    attendee_phone_number: shortText({
      label: 'Phone number',
      description: 'In international format: +34600000001',
      required: false,
    }),
    attendee_language: shortText({ label: 'Language', description: 'Such as es.', required: false }),
    guests: list({ label: 'E-mails of guests', required: false }),
    length_in_minutes: number({
      label: 'Minutes',
      description: 'For event types of several lengths.',
      required: false,
    }),
    booking_fields_responses: object({
      label: 'Answers to the booking questions',
      description: 'By the slug of the question.',
      required: false,
    }),
    metadata: object({
      label: 'Metadata',
      description: 'Texts by name that stay with the booking, such as the id of a call.',
      required: false,
    }),
  }),
  // A time can be booked once; but where several may sit in a slot, a repeat would take a second seat.
  idempotent: false,
  run: ({ input, http }) =>
    http.post('/bookings', {
      headers,
      json: {
        eventTypeId: Number(input.event_type_id),
        start: utc(input.start),
        attendee: {
          name: input.attendee_name,
          timeZone: input.attendee_time_zone,
          email: input.attendee_email,
          phoneNumber: input.attendee_phone_number,
          language: input.attendee_language,
        },
        guests: input.guests,
        lengthInMinutes: input.length_in_minutes,
        bookingFieldsResponses: input.booking_fields_responses,
        metadata: input.metadata,
      },
    }),
})

/** Reads bookings. */
export const listBookings = calCom.action({
  name: 'calcom_list_bookings',
  displayName: 'Find bookings',
  description: 'The bookings that fit, the next ones first.',
  input: z.object({
    status: choice({
      label: 'Status',
      required: false,
      choices: [
        { value: 'upcoming', label: 'Upcoming' },
        { value: 'unconfirmed', label: 'To be confirmed' },
        { value: 'recurring', label: 'Recurring' },
        { value: 'past', label: 'Past' },
        { value: 'cancelled', label: 'Cancelled' },
      ],
    }),
    attendee_email: shortText({ label: 'E-mail of an attendee', required: false }),
    attendee_name: shortText({ label: 'Name of an attendee', required: false }),
    event_type_id: anyEventType(),
    after_start: dateTime({ label: 'Starts after', required: false }),
    before_end: dateTime({ label: 'Ends before', required: false }),
    limit: number({ label: 'At most', defaultValue: 50, min: 1, max: 100 }),
    skip: number({ label: 'Skip', required: false, min: 0 }),
  }),
  idempotent: true,
  run: ({ input, http }) =>
    http.get('/bookings', {
      headers,
      query: {
        status: input.status,
        attendeeEmail: input.attendee_email,
        attendeeName: input.attendee_name,
        eventTypeId: input.event_type_id,
        afterStart: input.after_start && utc(input.after_start),
        beforeEnd: input.before_end && utc(input.before_end),
        sortStart: 'asc',
        take: input.limit,
        skip: input.skip,
      },
    }),
})

/** Reads one booking. */
export const getBooking = calCom.action({
  name: 'calcom_get_booking',
  displayName: 'Get a booking',
  description: 'Reads a booking with its attendees.',
  input: z.object({ booking_uid: bookingUid() }),
  idempotent: true,
  run: ({ input, http }) => http.get(at`/bookings/${input.booking_uid}`, { headers }),
})

/** Moves a booking. */
export const rescheduleBooking = calCom.action({
  name: 'calcom_reschedule_booking',
  displayName: 'Reschedule a booking',
  description: 'Moves a booking to another time. The moved booking has a new uid.',
  input: z.object({
    booking_uid: bookingUid(),
    start: dateTime({ label: 'New start', description: 'In UTC, or with an offset.' }),
    rescheduling_reason: longText({ label: 'Reason', required: false }),
    rescheduled_by: shortText({ label: 'E-mail of who moves it', required: false }),
  }),
  idempotent: false,
  run: ({ input, http }) =>
    http.post(at`/bookings/${input.booking_uid}/reschedule`, {
      headers,
      json: {
        start: utc(input.start),
        reschedulingReason: input.rescheduling_reason,
        rescheduledBy: input.rescheduled_by,
      },
    }),
})

/** Calls a booking off. */
export const cancelBooking = calCom.action({
  name: 'calcom_cancel_booking',
  displayName: 'Cancel a booking',
  description: 'Calls a booking off and tells the attendees.',
  input: z.object({
    booking_uid: bookingUid(),
    cancellation_reason: longText({ label: 'Reason', required: false }),
  }),
  idempotent: false,
  run: ({ input, http }) =>
    http.post(at`/bookings/${input.booking_uid}/cancel`, {
      headers,
      json: { cancellationReason: input.cancellation_reason },
    }),
})

/** Says yes. */
export const confirmBooking = calCom.action({
  name: 'calcom_confirm_booking',
  displayName: 'Confirm a booking',
  description: 'Accepts a booking that waits for confirmation.',
  input: z.object({ booking_uid: bookingUid() }),
  idempotent: false,
  run: ({ input, http }) => http.post(at`/bookings/${input.booking_uid}/confirm`, { headers }),
})

/** Says no. */
export const declineBooking = calCom.action({
  name: 'calcom_decline_booking',
  displayName: 'Decline a booking',
  description: 'Refuses a booking that waits for confirmation.',
  input: z.object({ booking_uid: bookingUid(), reason: longText({ label: 'Reason', required: false }) }),
  idempotent: false,
  run: ({ input, http }) =>
    http.post(at`/bookings/${input.booking_uid}/decline`, { headers, json: { reason: input.reason } }),
})
