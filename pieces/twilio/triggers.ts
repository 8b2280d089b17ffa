import * as z from 'zod'
import { toJson } from '../../src/json.ts'
import type { ServiceHttp } from '../../src/piece/service-http.ts'
import type { PollItem } from '../../src/piece/trigger.ts'
import { ownNumber, PAGE } from './inputs.ts'
import { twilio } from './service.ts'

/** Twilio compares days, and a call may have begun on the day before it ended. Milliseconds. */
const DAY = 86_400_000

const dayBefore = (since: number | undefined) =>
  since === undefined ? undefined : new Date(since - DAY).toISOString().slice(0, 10)

const Found = z.looseObject({
  sid: z.string(),
  date_created: z.string(),
  date_sent: z.string().nullish(),
  end_time: z.string().nullish(),
  direction: z.string().nullish(),
  status: z.string().nullish(),
})

type Found = z.output<typeof Found>

/** What there is of a kind, newest first. */
async function listed<K extends string>(
  http: ServiceHttp,
  path: string,
  kind: K,
  query: object,
): Promise<Found[]> {
  const answer = z.looseObject({ [kind]: z.array(Found) })
  const body = await http.get(path, { query: { ...query, PageSize: PAGE }, answer })
  return body[kind] as Found[]
}

/** Dates are RFC 2822: "Fri, 14 Oct 2016 21:56:34 +0000". */
const item = (found: Found, when: string | null | undefined): PollItem => ({
  id: found.sid,
  at: Date.parse(when ?? found.date_created),
  data: toJson(found),
})

/** Somebody wrote. */
export const newIncomingSms = twilio.trigger({
  name: 'new_incoming_sms',
  displayName: 'New incoming SMS',
  description: 'Starts for every text message to one of your numbers.',
  type: 'POLLING',
  input: z.object({ phone_number: ownNumber('Number') }),
  sampleData: {
    sid: 'SM00000000000000000000000000000001',
    direction: 'inbound',
    from: '+34600000000',
    to: '+34900000000',
    body: 'Can somebody call me back?',
    num_media: '0',
    date_created: 'Wed, 01 May 2024 09:46:40 +0000',
  },
  async poll({ http, input, since }) {
    const query = { To: input.phone_number, 'DateSent>': dayBefore(since) }
    const messages = await listed(http, '/Messages.json', 'messages', query)
    return messages
      .filter(({ direction }) => direction === 'inbound')
      .map((each) => item(each, each.date_sent))
  },
})

/** A recording is ready. */
export const newRecording = twilio.trigger({
  name: 'new_recording',
  displayName: 'New recording',
  description: 'Starts for every recording that is ready to be downloaded.',
  type: 'POLLING',
  input: z.object({}),
  sampleData: {
    sid: 'RE00000000000000000000000000000001',
    call_sid: 'CA00000000000000000000000000000001',
    status: 'completed',
    duration: '42',
    date_created: 'Wed, 01 May 2024 09:46:40 +0000',
  },
  async poll({ http, since }) {
    const query = { 'DateCreated>': dayBefore(since) }
    const recordings = await listed(http, '/Recordings.json', 'recordings', query)
    return recordings
      .filter(({ status }) => status === 'completed')
      .map((each) => item(each, each.date_created))
  },
})

/** A call is over. */
export const newCall = twilio.trigger({
  name: 'new_call',
  displayName: 'Call completed',
  description: 'Starts for every call that was answered and is over, in or out.',
  type: 'POLLING',
  input: z.object({}),
  sampleData: {
    sid: 'CA00000000000000000000000000000001',
    status: 'completed',
    direction: 'inbound',
    from: '+34600000000',
    to: '+34900000000',
    duration: '42',
    end_time: 'Wed, 01 May 2024 09:46:40 +0000',
    date_created: 'Wed, 01 May 2024 09:45:58 +0000',
  },
  async poll({ http, since }) {
    const query = { Status: 'completed', 'StartTime>': dayBefore(since) }
    const calls = await listed(http, '/Calls.json', 'calls', query)
    return calls.filter(({ status }) => status === 'completed').map((each) => item(each, each.end_time))
  },
})
