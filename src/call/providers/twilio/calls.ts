import { at } from '../../../piece/service-http.ts'
import type { CallMoment } from '../../events.ts'
import type { Reach } from '../provider.ts'
import { finished, listOf, numberOf, objectOf, textOf, timeOf } from '../read.ts'

/** How long each question may take: the runs wait for it. Milliseconds. */
const TIMEOUT_MS = 4_000

/** Adds the exact times, who answered and the recording, which callbacks leave out. */
export async function enrichFromTwilio(event: CallMoment, reach: Reach): Promise<CallMoment> {
  const { call, payload } = event
  const { http } = await reach.api()
  const options = { timeoutMs: TIMEOUT_MS }
  const [details, recordings] = await Promise.all([
    http.get(at`/Calls/${call.call_id}.json`, options),
    http.get(at`/Calls/${call.call_id}/Recordings.json`, options),
  ])
  const { start_time, end_time, duration, answered_by } = objectOf(details)
  const [recording] = listOf(objectOf(recordings).recordings)
  const machine = textOf(answered_by)?.startsWith('machine') ? textOf(answered_by) : undefined
  const told = {
    start_time: timeOf(start_time),
    end_time: timeOf(end_time),
    duration: numberOf(duration),
    end_reason: machine,
    recording_url: textOf(recording?.media_url),
  }
  const known = Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined))
  return finished({ ...payload, ...known }, call.agent_id)
}
