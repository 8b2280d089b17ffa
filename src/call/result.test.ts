import { describe, expect, test } from 'vitest'
import { loadContract } from '../../test/support/contract.ts'
import { CALL_OUTCOMES, type CallOutcome, callResult } from './result.ts'

const call = { agent_id: 'agent_1', call_id: 'call_1' }

test('an ended call is told in our names, and what is not known is null', () => {
  expect(
    callResult({
      ...call,
      status: 'completed',
      end_reason: 'user_hangup',
      duration: 84.5,
      start_time: '2026-03-03T10:00:00Z',
      end_time: '2026-03-03T10:01:24Z',
      recording_url: 'https://example.com/call_1.mp3',
      dynamic_variables: { interested: true },
    }),
  ).toEqual({
    outcome: 'answered',
    call_id: 'call_1',
    status: 'completed',
    end_reason: 'user_hangup',
    duration_seconds: 84.5,
    started_at: '2026-03-03T10:00:00Z',
    ended_at: '2026-03-03T10:01:24Z',
    recording_url: 'https://example.com/call_1.mp3',
    dynamic_variables: { interested: true },
  })
  expect(callResult(call)).toEqual({
    outcome: 'answered',
    call_id: 'call_1',
    status: null,
    end_reason: null,
    duration_seconds: null,
    started_at: null,
    ended_at: null,
    recording_url: null,
    dynamic_variables: {},
  })
})

/** Reasons as platforms write them, by what they mean. */
const REASONS: Record<CallOutcome, string[]> = {
  answered: [
    // Diga
    ...['user_hangup', 'agent_hangup', 'hangup', 'Agent hang up', 'User hang up', 'Call transferred'],
    // Vapi
    ...['customer-ended-call', 'assistant-ended-call', 'assistant-said-end-call-phrase'],
    ...['silence-timed-out', 'exceeded-max-duration', 'assistant-forwarded-call'],
    // Retell
    ...['call_transfer', 'transfer_bridged', 'transfer_cancelled', 'inactivity', 'max_duration_reached'],
    // Ultravox
    ...['hangup', 'agent_hangup', 'timeout'],
  ],
  voicemail: [
    ...['voicemail_left', 'answering_machine_detected', 'voicemail', 'voicemail_reached', 'ivr_reached'],
    ...['machine_end_beep', 'VOICEMAIL'],
  ],
  no_answer: [
    ...['mailbox_unavailable', 'ivr_no_answer', 'ivr_unreachable', 'User did not answer', 'no_answer'],
    ...['customer-did-not-answer', 'dial_no_answer', 'no-answer', 'unjoined', 'error_user_not_joined'],
  ],
  busy: ['busy', 'customer-busy', 'dial_busy', 'user_declined', 'rejected', 'refused'],
  canceled: ['canceled', 'cancelled', 'manually-canceled', 'manual_stopped', 'pre_call_aborted'],
  failed: [
    ...['Call error', 'Concurrency limit reached', 'Queue timed out', 'failed', 'system_busy'],
    ...['call.start.error-get-assistant', 'pipeline-error-openai-llm-failed', 'vapifault-x'],
    ...['twilio-failed-to-connect-call', 'dial_failed', 'invalid_destination', 'no_valid_payment'],
    ...['concurrency_limit_reached', 'telephony_provider_permission_denied', 'sip_routing_error'],
    ...['telephony_provider_unavailable', 'marked_as_spam', 'registered_call_timeout', 'error_asr'],
    ...['connection_error', 'system_error'],
  ],
}

describe.each(CALL_OUTCOMES)('%s', (outcome) => {
  test.each(REASONS[outcome])('is what "%s" means, whatever the status says', (end_reason) => {
    expect(callResult({ ...call, status: 'completed', end_reason, duration: 4 })).toMatchObject({
      outcome,
      end_reason,
    })
  })
})

test.each([
  ['no_answer', 'no_answer'],
  ['no-answer', 'no_answer'],
  ['busy', 'busy'],
  ['failed', 'failed'],
  ['canceled', 'canceled'],
  ['transferred', 'answered'],
  ['finished', 'answered'],
  ['completed', 'answered'],
])('without a reason the status "%s" means %s', (status, outcome) => {
  expect(callResult({ ...call, status })).toMatchObject({ outcome })
})

test('a reason that says nothing leaves it to the status', () => {
  expect(callResult({ ...call, status: 'busy', end_reason: 'unknown' })).toMatchObject({ outcome: 'busy' })
})

test('a completed call of no length was not answered', () => {
  expect(callResult({ ...call, status: 'completed', duration: 0 })).toMatchObject({ outcome: 'no_answer' })
})

const retell = loadContract('retell')

test.skipIf(!retell)(
  'every reason that Retell declares is known to the list above, or means answered',
  () => {
    const declared = reasonsIn(retell)
    expect(declared.length).toBeGreaterThan(20)
    const listed = Object.values(REASONS).flat()
    // A fraud that Retell found while it listened: there was a conversation.
    expect(declared.filter((reason) => !listed.includes(reason))).toEqual([
      'scam_detected',
      ...declared.filter((reason) => /^error_(llm|no_audio|retell|unknown)/.test(reason)),
    ])
  },
)

function reasonsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  const found = 'disconnection_reason' in value ? value.disconnection_reason : undefined
  const declared = (found as { enum?: string[] } | undefined)?.enum ?? []
  return [...new Set([...declared, ...Object.values(value).flatMap(reasonsIn)])]
}
