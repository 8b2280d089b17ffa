import type { Json } from '../json.ts'
import type { CallInfo } from '../run/protocol.ts'

/** How calls end, in one vocabulary for all platforms. */
export const CALL_OUTCOMES = ['answered', 'voicemail', 'no_answer', 'busy', 'canceled', 'failed'] as const

/**
 * What a call came to. `answered`: somebody talked to the agent. `voicemail`: a machine took the call. `busy`: engaged,
 * or declined. `canceled`: ended before it was answered, by us or by hand. `failed`: it could not be made, or broke off.
 */
export type CallOutcome = (typeof CALL_OUTCOMES)[number]

/** An ended call, for whoever waited for its end. */
export interface CallResult {
  outcome: CallOutcome
  /** the call's id at the platform */
  call_id: string
  /** the platform's words */
  status: string | null
  end_reason: string | null
  duration_seconds: number | null
  /** as the platform writes times */
  started_at: string | null
  ended_at: string | null
  recording_url: string | null
  /** as they were at the end */
  dynamic_variables: Record<string, Json>
}

/**
 * Words of platforms by the outcome that they speak of, looked for in this order: Diga's, and those of Vapi, Retell,
 * ElevenLabs, Bland, Ultravox, Twilio. A mailbox that takes no message and a phone that is off are nobody's answer.
 */
const WORDS: readonly (readonly [outcome: CallOutcome, words: RegExp])[] = [
  // The conversation had begun: a transfer that is called off, or a call ended by its length.
  ['answered', /transfer|hang_?up|hung_up|inactivity|silence|max(imum)?_duration/],
  [
    'no_answer',
    /no_?answer|not_answer|not_picked|not_joined|unanswered|unjoined|mailbox_unavailable|ivr_unreachable|missed/,
  ],
  ['voicemail', /voice_?mail|machine|ivr_reached/],
  ['failed', /system_busy|limit_reached|timed_out|registered_call_timeout/],
  ['busy', /busy|declin|reject|refused/],
  ['canceled', /cancell?ed|abort|manual_stop/],
  ['failed', /error|fail|fault|invalid|unavailable|denied|no_valid_payment|spam|not_connected|not_found/],
]

/** What an ended call came to. `call` is what is known of it after its last event. */
export function callResult(call: CallInfo): CallResult {
  return {
    outcome: outcomeOf(call),
    call_id: call.call_id,
    status: call.status ?? null,
    end_reason: call.end_reason ?? null,
    duration_seconds: call.duration ?? null,
    started_at: call.start_time ?? null,
    ended_at: call.end_time ?? null,
    recording_url: call.recording_url ?? null,
    dynamic_variables: call.dynamic_variables ?? {},
  }
}

/** By the reason, else by the status; a platform that names neither says by the length whether anybody was there. */
function outcomeOf({ end_reason, status, duration }: CallInfo): CallOutcome {
  return spokenOf(end_reason) ?? spokenOf(status) ?? (duration === 0 ? 'no_answer' : 'answered')
}

function spokenOf(text = ''): CallOutcome | undefined {
  const words = text
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
  return WORDS.find(([, pattern]) => pattern.test(words))?.[0]
}
