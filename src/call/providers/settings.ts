import { CodedError } from '../../errors.ts'
import type { Agent } from '../agent.ts'

/** What an agent must say of itself before its platform can be asked for anything. */

const NAMES = { platformAgentId: 'platform_agent_id', platformNumberId: 'platform_number_id' } as const

/** A setting of the agent that its platform needs. @throws CodedError OUTBOUND_NOT_CONFIGURED, naming it */
export function settingOf(agent: Agent, setting: keyof typeof NAMES): string {
  const value = agent[setting]
  if (value) return value
  throw new CodedError(
    'OUTBOUND_NOT_CONFIGURED',
    `Agent "${agent.id}" lacks its "${NAMES[setting]}": set it.`,
  )
}

/**
 * The number an agent calls from, in E.164, for platforms that know numbers by themselves.
 * @throws CodedError OUTBOUND_NOT_CONFIGURED
 */
export function callerNumber({ id, platformNumberId }: Agent, { from }: { from: string }): string {
  const number = [platformNumberId, from].find((each) => each?.startsWith('+'))
  if (number) return number
  throw new CodedError('OUTBOUND_NOT_CONFIGURED', `Agent "${id}" lacks its "phone_number": set it.`)
}

/** What has to come back with a call's events, so that they are known to be of this request. */
export const metadataOf = ({
  clientRequestId,
  agentVersion,
}: {
  clientRequestId: string
  agentVersion?: string
}): Record<string, string> => ({
  client_request_id: clientRequestId,
  ...(agentVersion && { agent_version_id: agentVersion }),
})
