import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { fromBase64 } from '../../src/piece/base64.ts'
import { checkbox, choice, longText, number, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { anyNumber, limit, ownNumber } from './inputs.ts'
import { twilio } from './service.ts'

/** Dials, and says something. */
export const makeCall = twilio.action({
  name: 'make_call',
  displayName: 'Make a call',
  description: 'Calls a number and says a text, or does what TwiML tells it to.',
  input: z.object({
    from: ownNumber('From'),
    to: anyNumber('To'),
    message: longText({ label: 'Text to say', required: false }),
    voice: shortText({ label: 'Voice', description: 'Such as alice or Polly.Lucia.', required: false }),
    language: shortText({ label: 'Language', description: 'Such as es-ES.', required: false }),
    twiml: longText({
      label: 'TwiML',
      description: 'What the call does, instead of a text.',
      required: false,
    }),
    url: shortText({ label: 'Address of TwiML', description: 'Instead of both.', required: false }),
    sendDigits: shortText({
      label: 'Keys to press',
      description: 'Once it is answered; w waits half a second.',
      required: false,
    }),
    timeout: number({ label: 'Rings for', description: 'Seconds.', required: false, min: 1, max: 600 }),
    record: checkbox({ label: 'Record it', defaultValue: false }),
  }),
  idempotent: false,
  run: ({ input, http }) =>
    http.post('/Calls.json', {
      form: {
        From: input.from,
        To: input.to,
        ...whatToDo(input),
        SendDigits: input.sendDigits,
        Timeout: input.timeout,
        Record: input.record || undefined,
      },
    }),
})

interface Script {
  message?: string | undefined
  voice?: string | undefined
  language?: string | undefined
  twiml?: string | undefined
  url?: string | undefined
}

function whatToDo({ message, voice, language, twiml, url }: Script): { Url: string } | { Twiml: string } {
  if (url) return { Url: url }
  if (twiml) return { Twiml: twiml }
  if (!message) {
    throw new CodedError(
      'INPUT_INVALID',
      'Give a text in the field "message", TwiML in "twiml", or its "url".',
    )
  }
  const attributes = Object.entries({ voice, language })
    .map(([name, value]) => (value ? ` ${name}="${escaped(value)}"` : ''))
    .join('')
  return { Twiml: `<Response><Say${attributes}>${escaped(message)}</Say></Response>` }
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign)

/** Reads one call. */
export const getCall = twilio.action({
  name: 'get_call',
  displayName: 'Get a call',
  description: 'Reads one call with its state, length and price.',
  input: z.object({ call_sid: shortText({ label: 'Call', description: 'Its SID: CA…' }) }),
  idempotent: true,
  run: ({ input, http }) => http.get(at`/Calls/${input.call_sid}.json`),
})

const Calls = z.object({ calls: z.array(z.looseObject({})) })

/** Reads the latest calls. */
export const listCalls = twilio.action({
  name: 'list_calls',
  displayName: 'List calls',
  description: 'The latest calls in and out, newest first.',
  input: z.object({
    from: shortText({ label: 'Only from', required: false }),
    to: shortText({ label: 'Only to', required: false }),
    limit: limit(),
  }),
  idempotent: true,
  async run({ input: { from, to, limit }, http }) {
    const query = { From: from, To: to, PageSize: limit }
    return (await http.get('/Calls.json', { query, answer: Calls })).calls
  },
})

/** Fetches a recording. */
export const downloadRecording = twilio.action({
  name: 'download_recording_media',
  displayName: 'Download a recording',
  description: 'Gives a link to the sound of a recording.',
  input: z.object({
    recording_sid: shortText({ label: 'Recording', description: 'Its SID: RE…' }),
    format: choice({
      label: 'Format',
      defaultValue: 'mp3',
      choices: [
        { value: 'mp3', label: 'MP3: small' },
        { value: 'wav', label: 'WAV: as it was recorded' },
      ],
    }),
    channels: choice({
      label: 'Channels',
      required: false,
      choices: [
        { value: 1, label: 'Both sides in one' },
        { value: 2, label: 'Each side on its own' },
      ],
    }),
  }),
  idempotent: true,
  async run({ input: { recording_sid, format, channels }, http, services }) {
    const sound = await http.get(at`/Recordings/${recording_sid}.${format}`, {
      query: { RequestedChannels: channels },
      as: 'base64',
      answer: z.string(),
    })
    return services.files.write({
      name: `${recording_sid}.${format}`,
      contentType: format === 'mp3' ? 'audio/mpeg' : 'audio/wav',
      bytes: fromBase64(sound),
    })
  },
})
