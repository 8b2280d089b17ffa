import * as z from 'zod'
import type { RunFilter } from '../db/runs.ts'
import { ENVIRONMENTS } from '../db/schema.ts'
import { EVENT_KINDS, RUN_STATUSES } from './execution-view.ts'
import { many, time } from './input.ts'

/** What narrows a list of runs, in a query or in a body. */
export const runFilterFields = {
  status: many(z.enum(RUN_STATUSES))
    .refine((list) => list.length > 0, 'name at least one')
    .optional(),
  agent_id: z.string().optional(),
  /** our id of the call, not the provider's */
  call_id: z.string().optional(),
  created_after: time.optional(),
  created_before: time.optional(),
  /** name of the step */
  failed_step: z.string().optional(),
  event_kind: z.enum(EVENT_KINDS).optional(),
  /** runs of tests are only shown where they are asked for */
  environment: z.enum([...ENVIRONMENTS, 'ALL']).default('PRODUCTION'),
  error_code: z.string().optional(),
}

const Fields = z.object(runFilterFields)

/** The filter that these fields, and a workflow, ask for. */
export function runFilter(fields: z.output<typeof Fields>, workflowId: string | undefined): RunFilter {
  return {
    workflowId,
    agentId: fields.agent_id,
    callId: fields.call_id,
    statuses: fields.status && [...new Set(fields.status)],
    environments: fields.environment === 'ALL' ? ENVIRONMENTS : [fields.environment],
    eventKind: fields.event_kind,
    failedStep: fields.failed_step,
    errorCode: fields.error_code,
    createdAfter: fields.created_after,
    createdBefore: fields.created_before,
  }
}
