import * as z from 'zod'
import type { JsonObject } from '../json.ts'
import type { CallInfo } from '../run/protocol.ts'

/** What may happen to a call on the simulated phone network, by the last two digits of the number that bring it about. */
const DIGITS = {
  no_answer: '90',
  busy: '91',
  voicemail: '92',
  hang_up_early: '93',
  failed: '94',
  platform_429_once: '95',
  platform_500: '96',
  platform_500_placed: '97',
  duplicate_callbacks: '98',
  late_callback: '99',
} as const

/** Any other number is answered. */
export type Scenario = 'answered' | keyof typeof DIGITS

const SCENARIOS = ['answered', ...(Object.keys(DIGITS) as (keyof typeof DIGITS)[])] as const

const seconds = z.coerce.number().min(0).max(20)

const Settings = z.object({
  scenario: z.enum(SCENARIOS).optional(),
  ring_seconds: seconds.optional(),
  talk_seconds: seconds.optional(),
  late_seconds: seconds.optional(),
})

/** The dynamic variable `simulate` of a call: a scenario, or one with its times. It goes before the number. */
export const Simulate = z.union([z.enum(SCENARIOS).transform((scenario) => ({ scenario })), Settings])

/** How a call is going to go. Times are milliseconds. */
export interface CallPlan {
  scenario: Scenario
  ringMs: number
  /** how long they talk, beyond what functions take */
  talkMs: number
  /** how long after its end the call is reported, where that is late */
  lateMs: number
}

/** How long a call is reported after its end where it is reported late and nothing else was said. Seconds. */
const LATE_SECONDS = 5

/** Why a call is over; where nothing is said, they talked until the user hung up. */
const END_REASONS: Partial<Record<Scenario, string>> = {
  no_answer: 'no_answer',
  busy: 'busy',
  voicemail: 'voicemail_left',
  failed: 'call_error',
}

/**
 * How a call to this number goes. A variable `simulate` that says nothing we know is somebody's own.
 * @param ringSeconds how long it rings where the call itself doesn't say
 */
export function planCall(number: string, variables: JsonObject, ringSeconds = 0): CallPlan {
  const settings: z.output<typeof Settings> = Simulate.safeParse(variables.simulate).data ?? {}
  const dialled = SCENARIOS.find((each) => each !== 'answered' && number.endsWith(DIGITS[each]))
  return {
    scenario: settings.scenario ?? dialled ?? 'answered',
    ringMs: (settings.ring_seconds ?? ringSeconds) * 1000,
    talkMs: (settings.talk_seconds ?? 0) * 1000,
    lateMs: (settings.late_seconds ?? LATE_SECONDS) * 1000,
  }
}

/** True where somebody picks up. */
export const isAnswered = ({ scenario }: CallPlan): boolean => END_REASONS[scenario] === undefined

/** The end of a call as its last event tells it. @param talkedMs since somebody or something picked up */
export function endOf(
  { scenario }: CallPlan,
  talkedMs: number,
): Required<Pick<CallInfo, 'status' | 'end_reason' | 'duration'>> {
  const isConnected = END_REASONS[scenario] === undefined || scenario === 'voicemail'
  const duration = isConnected ? Math.max(1, Math.ceil(talkedMs / 1000)) : 0
  return { status: 'completed', end_reason: END_REASONS[scenario] ?? 'user_hangup', duration }
}

/** What the platform says to a request to dial. */
export interface DialAnswer {
  status: 201 | 429 | 500
  /** whether a phone rings: it may, whatever the answer */
  isPlaced: boolean
}

/**
 * The platform's side of a network, with its memory of whom it turned away.
 * @param maxRemembered numbers; the oldest are forgotten
 */
export function createPlatform(maxRemembered = 10_000) {
  /** by number: 'refused', or the request that was taken after that */
  const turnedAway = new Map<string, string>()

  /** Turns away the first request for each call to a number; the same request again is the same call. */
  function turnsAway(number: string, requestId: string): boolean {
    const last = turnedAway.get(number)
    if (last === requestId) return false
    const [oldest] = turnedAway.keys()
    if (turnedAway.size >= maxRemembered && oldest !== undefined) turnedAway.delete(oldest)
    turnedAway.set(number, last === 'refused' ? requestId : 'refused')
    return last !== 'refused'
  }

  return {
    /** Answers a request to dial. */
    answer({ scenario }: CallPlan, number: string, requestId: string): DialAnswer {
      if (scenario === 'platform_429_once' && turnsAway(number, requestId)) {
        return { status: 429, isPlaced: false }
      }
      if (scenario === 'platform_500') return { status: 500, isPlaced: false }
      return { status: scenario === 'platform_500_placed' ? 500 : 201, isPlaced: true }
    },
  }
}
