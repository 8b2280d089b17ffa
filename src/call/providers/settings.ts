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
