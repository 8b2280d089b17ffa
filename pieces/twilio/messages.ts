import * as z from 'zod'
import { longText, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { anyNumber, limit, ownNumber } from './inputs.ts'
import { LOOKUPS, twilio } from './service.ts'

/** Writes a text message. */
export const sendSms = twilio.action({
  name: 'send_sms',
  displayName: 'Send SMS or MMS',
  description: 'Sends a text message, with an image if you like.',
  input: z.object({
    from: ownNumber('From'),
    to: anyNumber('To'),
    body: longText({ label: 'Message' }),
    media_url: shortText({
      label: 'Image',
      description: 'Its web address. Only where Twilio offers MMS.',
      required: false,
    }),
  }),
  idempotent: false,
  run: ({ input: { from, to, body, media_url }, http }) =>
    http.post('/Messages.json', {
      form: {
        // A messaging service chooses one of its numbers.
        ...(from.startsWith('MG') ? { MessagingServiceSid: from } : { From: from }),
        To: to,
        Body: body,
        MediaUrl: media_url,
      },
    }),
})

/** Reads one message. */
export const getMessage = twilio.action({
  name: 'get_message',
  displayName: 'Get a message',
  description: 'Reads one message with its state.',
  input: z.object({ message_sid: shortText({ label: 'Message', description: 'Its SID: SM… or MM…' }) }),
  idempotent: true,
  run: ({ input, http }) => http.get(at`/Messages/${input.message_sid}.json`),
})

const Messages = z.object({ messages: z.array(z.looseObject({})) })

/** Reads the latest messages. */
export const listMessages = twilio.action({
  name: 'list_messages',
  displayName: 'List messages',
  description: 'The latest messages sent and received, newest first.',
  input: z.object({
    from: shortText({ label: 'Only from', required: false }),
    to: shortText({ label: 'Only to', required: false }),
    limit: limit(),
  }),
  idempotent: true,
  async run({ input: { from, to, limit }, http }) {
    const query = { From: from, To: to, PageSize: limit }
    return (await http.get('/Messages.json', { query, answer: Messages })).messages
  },
})

/** Asks what a number is. */
export const lookUpNumber = twilio.action({
  name: 'phone_number_lookup',
  displayName: 'Look up a number',
  description: 'Says whether a number is valid, and whether it is a mobile one and whose.',
  input: z.object({ phone_number: anyNumber('Number') }),
  idempotent: true,
  run: ({ input: { phone_number }, http }) =>
    http.get(`${LOOKUPS}${at`/v2/PhoneNumbers/${phone_number}`}`, {
      query: { Fields: 'line_type_intelligence' },
    }),
})
