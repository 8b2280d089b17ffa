import { downloadRecording, getCall, listCalls, makeCall } from './calls.ts'
import { getMessage, listMessages, lookUpNumber, sendSms } from './messages.ts'
import { twilio } from './service.ts'
import { newCall, newIncomingSms, newRecording } from './triggers.ts'

export default twilio.piece({
  actions: [sendSms, makeCall, getMessage, listMessages, getCall, listCalls, downloadRecording, lookUpNumber],
  triggers: [newIncomingSms, newRecording, newCall],
})
