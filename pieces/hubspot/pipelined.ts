import * as z from 'zod'
import { dropdown, number, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { asProperties, listPipelines, listStages, objectProperties, owner } from './inputs.ts'
import { DEAL, type Kind, TICKET } from './kinds.ts'
import { hubspot } from './service.ts'

const pipelineFields = (kind: Kind) => ({
  pipelineId: dropdown({ label: 'Pipeline', options: listPipelines(kind) }),
  pipelineStageId: dropdown({ label: 'Stage', dependsOn: ['pipelineId'], options: listStages(kind) }),
})

const optionalPipelineFields = (kind: Kind) => ({
  pipelineId: dropdown({ label: 'Pipeline', required: false, options: listPipelines(kind) }),
  pipelineStageId: dropdown({
    label: 'Stage',
    required: false,
    dependsOn: ['pipelineId'],
    options: listStages(kind),
  }),
})

const dealFields = {
  amount: number({ label: 'Amount', required: false }),
  hubspot_owner_id: owner(),
  objectProperties: objectProperties(DEAL, [
    'dealname',
    'amount',
    'pipeline',
    'dealstage',
    'hubspot_owner_id',
  ]),
}

interface DealInput {
  dealname?: string | undefined
  amount?: number | undefined
  pipelineId?: string | undefined
  pipelineStageId?: string | undefined
  hubspot_owner_id?: string | undefined
  objectProperties?: Record<string, unknown> | undefined
}

const dealProperties = (input: DealInput) =>
  asProperties({
    dealname: input.dealname,
    amount: input.amount,
    pipeline: input.pipelineId,
    dealstage: input.pipelineStageId,
    hubspot_owner_id: input.hubspot_owner_id,
    ...input.objectProperties,
  })

/** Makes a deal. */
export const createDeal = hubspot.action({
  name: 'create-deal',
  displayName: 'Create a deal',
  description: 'Makes a new deal in a stage of a pipeline.',
  input: z.object({ dealname: shortText({ label: 'Name' }), ...pipelineFields(DEAL), ...dealFields }),
  idempotent: false,
  run: ({ input, http }) =>
    http.post('/crm/v3/objects/deals', { json: { properties: dealProperties(input) } }),
})

/** Changes a deal, or moves it to another stage. */
export const updateDeal = hubspot.action({
  name: 'update-deal',
  displayName: 'Change a deal',
  description: 'Sets properties of a deal or moves it. What is left empty stays as it is.',
  input: z.object({
    dealId: shortText({ label: 'Id of the deal' }),
    dealname: shortText({ label: 'Name', required: false }),
    ...optionalPipelineFields(DEAL),
    ...dealFields,
  }),
  idempotent: true,
  run: ({ input, http }) =>
    http.patch(at`/crm/v3/objects/deals/${input.dealId}`, { json: { properties: dealProperties(input) } }),
})

const ticketFields = {
  objectProperties: objectProperties(TICKET, ['subject', 'hs_pipeline', 'hs_pipeline_stage']),
}

interface TicketInput {
  ticketName?: string | undefined
  pipelineId?: string | undefined
  pipelineStageId?: string | undefined
  objectProperties?: Record<string, unknown> | undefined
}

const ticketProperties = (input: TicketInput) =>
  asProperties({
    subject: input.ticketName,
    hs_pipeline: input.pipelineId,
    hs_pipeline_stage: input.pipelineStageId,
    ...input.objectProperties,
  })

/** Makes a ticket. */
export const createTicket = hubspot.action({
  name: 'create-ticket',
  displayName: 'Create a ticket',
  description: 'Makes a new ticket in a stage of a pipeline.',
  input: z.object({ ticketName: shortText({ label: 'Name' }), ...pipelineFields(TICKET), ...ticketFields }),
  idempotent: false,
  run: ({ input, http }) =>
    http.post('/crm/v3/objects/tickets', { json: { properties: ticketProperties(input) } }),
})

/** Changes a ticket, or moves it to another stage. */
export const updateTicket = hubspot.action({
  name: 'update-ticket',
  displayName: 'Change a ticket',
  description: 'Sets properties of a ticket or moves it. What is left empty stays as it is.',
  input: z.object({
    ticketId: shortText({ label: 'Id of the ticket' }),
    ticketName: shortText({ label: 'Name', required: false }),
    ...optionalPipelineFields(TICKET),
    ...ticketFields,
  }),
  idempotent: true,
  run: ({ input, http }) =>
    http.patch(at`/crm/v3/objects/tickets/${input.ticketId}`, {
      json: { properties: ticketProperties(input) },
    }),
})
