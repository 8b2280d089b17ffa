import { CodedError } from '../../src/errors.ts'
import type { JsonObject } from '../../src/json.ts'
import type { ActionContext } from '../../src/piece/piece.ts'

/** A call as "Make call" is asked for it. */
interface WantedCall {
  to: string
  dynamicVariables: Record<string, unknown>
  wait_for_end: boolean
}

/**
 * Leaves a call to a standing campaign, once. Gives it in the fields of a call, with the id it is asked for by.
 * @throws CodedError PHONE_NUMBER_INVALID, INPUT_INVALID, CAMPAIGN_NOT_FOUND, CAMPAIGN_ENDED
 */
export async function queueCall(
  { run, services }: Pick<ActionContext<never>, 'run' | 'services'>,
  campaign: string,
  { to, dynamicVariables, wait_for_end }: WantedCall,
): Promise<JsonObject> {
  if (wait_for_end) {
    const message = 'Leave out "wait_for_end" or "campaign": a campaign may call in days, and more than once.'
    throw new CodedError('INPUT_INVALID', message)
  }
  const variables = dynamicVariables as JsonObject
  const rows = [{ number: to, variables }]
  const listed = await services.campaigns.call({ once: run.idempotencyKey, campaign, rows })
  if (listed.skipped > 0) {
    const message = `"to" is "${to}", which is no number that can be called. Write it in international format: +34600000001.`
    throw new CodedError('PHONE_NUMBER_INVALID', message)
  }
  return {
    id: run.idempotencyKey,
    agent_id: listed.agent,
    agent_version_id: listed.agent_version,
    status: 'queued',
    type: 'outbound',
    contact: { identifier: to, contact_type: 'call' },
    dynamic_variables: variables,
    campaign_id: campaign,
    created_date: new Date().toISOString(),
  }
}
