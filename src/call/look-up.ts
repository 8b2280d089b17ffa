import { CodedError, toErrorData } from '../errors.ts'
import type { Agent } from './agent.ts'
import type { Provider, Reach } from './providers/provider.ts'

/** A request to dial whose answer was lost. */
export interface LostRequest {
  clientRequestId: string
  agent: Agent
  /** E.164 */
  to: string
  provider: Provider
  reach: Reach
}

/** Milliseconds before each look: a platform lists a call a moment after it took it. */
const LOOKS_MS = [1_000, 4_000]

/**
 * Asks the platform for the call that a request may have placed. Gives its id there.
 * @param unclear why nobody knows, thrown where the platform doesn't either
 * @throws CodedError CALL_NOT_PLACED (may be tried again) where the platform says that it dials nobody; `unclear`
 */
export async function lookUpCall(
  { clientRequestId, agent, to, provider, reach }: LostRequest,
  pause: (ms: number) => Promise<void>,
  unclear: CodedError,
): Promise<string> {
  if (!provider.findCall) throw unclear
  for (const ms of LOOKS_MS) {
    await pause(ms)
    const found = await provider.findCall(clientRequestId, agent, reach, to).catch((error: unknown) => {
      // A platform that is in trouble is asked once more.
      console.warn('outbound.not_looked_up', provider.name, toErrorData(error).code)
      return null
    })
    if (found === 'never_placed') throw notPlaced()
    if (found) return found.callId
  }
  throw unclear
}

function notPlaced(): CodedError {
  const message =
    'The platform gave no clear answer, and says now that it does not dial. The call may be tried again.'
  return new CodedError('CALL_NOT_PLACED', message, { retryable: true })
}
