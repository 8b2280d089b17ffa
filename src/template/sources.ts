import afterHoursRouting from './catalogue/after-hours-routing.ts'
import appointmentReminderCall from './catalogue/appointment-reminder-call.ts'
import bookingConfirmationCall from './catalogue/booking-confirmation-call.ts'
import callListFromSheet from './catalogue/call-list-from-sheet.ts'
import callLogNotification from './catalogue/call-log-notification.ts'
import callSummaryEmail from './catalogue/call-summary-email.ts'
import callerLookup from './catalogue/caller-lookup.ts'
import cancelAppointmentCalCom from './catalogue/cancel-appointment-cal-com.ts'
import checkAvailability from './catalogue/check-availability.ts'
import checkAvailabilityCalCom from './catalogue/check-availability-cal-com.ts'
import createAppointment from './catalogue/create-appointment.ts'
import createAppointmentCalCom from './catalogue/create-appointment-cal-com.ts'
import crmUpdateFollowUpTask from './catalogue/crm-update-follow-up-task.ts'
import escalateUnresolvedCalls from './catalogue/escalate-unresolved-calls.ts'
import findAppointmentCalCom from './catalogue/find-appointment-cal-com.ts'
import followUpCampaign from './catalogue/follow-up-campaign.ts'
import formToCall from './catalogue/form-to-call.ts'
import getEventTypesCalCom from './catalogue/get-event-types-cal-com.ts'
import leadCallOutcome from './catalogue/lead-call-outcome.ts'
import missedCallTextBack from './catalogue/missed-call-text-back.ts'
import orderStatus from './catalogue/order-status.ts'
import orderStatusShopify from './catalogue/order-status-shopify.ts'
import outboundCallFormTrigger from './catalogue/outbound-call-form-trigger.ts'
import postCallLeadManagementHubspot from './catalogue/post-call-lead-management-hubspot.ts'
import rescheduleAppointmentCalCom from './catalogue/reschedule-appointment-cal-com.ts'
import saveCallResult from './catalogue/save-call-result.ts'
import sendFollowUpWhatsapp from './catalogue/send-follow-up-whatsapp.ts'
import supportTicketTranscript from './catalogue/support-ticket-transcript.ts'
import type { TemplateSource } from './source.ts'

/** All templates, in the order they are shown: Diga's, then our own. */
export const SOURCES: readonly TemplateSource[] = [
  checkAvailability,
  createAppointment,
  outboundCallFormTrigger,
  postCallLeadManagementHubspot,
  getEventTypesCalCom,
  checkAvailabilityCalCom,
  createAppointmentCalCom,
  findAppointmentCalCom,
  rescheduleAppointmentCalCom,
  cancelAppointmentCalCom,
  saveCallResult,
  sendFollowUpWhatsapp,
  callSummaryEmail,
  crmUpdateFollowUpTask,
  supportTicketTranscript,
  callLogNotification,
  escalateUnresolvedCalls,
  missedCallTextBack,
  formToCall,
  appointmentReminderCall,
  bookingConfirmationCall,
  leadCallOutcome,
  followUpCampaign,
  callListFromSheet,
  callerLookup,
  afterHoursRouting,
  orderStatusShopify,
  orderStatus,
]
