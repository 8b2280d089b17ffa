import * as z from 'zod'
import { choice, dateTime, list, longText, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { asProperties, owner } from './inputs.ts'
import { hubspot } from './service.ts'

/**
 * Type ids of the associations HubSpot has from the start, by what is attached and to what. Source: its page "Associations v4",
 * "Association type ID values".
 */
const TYPE_IDS = {
  note: { contact: 202, company: 190, deal: 214, ticket: 228 },
  task: { contact: 204, company: 192, deal: 216, ticket: 230 },
}

const recordTypes = [
  { value: 'contact', label: 'Contact' },
  { value: 'company', label: 'Company' },
  { value: 'deal', label: 'Deal' },
  { value: 'ticket', label: 'Ticket' },
] as const

const attachedTo = {
  associatedObjectType: choice({ label: 'Attach to a', defaultValue: 'contact', choices: recordTypes }),
  associatedObjectId: shortText({ label: 'Id of that record' }),
}

const association = (id: string, associationTypeId: number) => ({
  to: { id },
  types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId }],
})

/** Writes a note on a record's timeline. */
export const createNote = hubspot.action({
  name: 'create_note',
  displayName: 'Create a note',
  description: 'Writes a note, such as the summary of a call, on the timeline of a record.',
  input: z.object({
    noteBody: longText({ label: 'Note', description: 'Simple HTML is kept.' }),
    ...attachedTo,
    timestamp: dateTime({ label: 'Time', description: 'Empty for now.', required: false }),
  }),
  idempotent: false,
  run: ({ input, http }) =>
    http.post('/crm/v3/objects/notes', {
      json: {
        properties: {
          hs_timestamp: input.timestamp ?? new Date().toISOString(),
          hs_note_body: input.noteBody,
        },
        associations: [association(input.associatedObjectId, TYPE_IDS.note[input.associatedObjectType])],
      },
    }),
})

/** Gives somebody something to do. */
export const createTask = hubspot.action({
  name: 'create_task',
  displayName: 'Create a task',
  description: 'Makes a task that belongs to a record, such as a call to return.',
  input: z.object({
    subject: shortText({ label: 'Title' }),
    ...attachedTo,
    dueDate: dateTime({ label: 'Due', description: 'Empty for now.', required: false }),
    body: longText({ label: 'Text', required: false }),
    status: choice({
      label: 'Status',
      defaultValue: 'NOT_STARTED',
      choices: [
        { value: 'NOT_STARTED', label: 'Not started' },
        { value: 'IN_PROGRESS', label: 'In progress' },
        { value: 'WAITING', label: 'Waiting' },
        { value: 'COMPLETED', label: 'Completed' },
        { value: 'DEFERRED', label: 'Deferred' },
      ],
    }),
    priority: choice({
      label: 'Priority',
      defaultValue: 'MEDIUM',
      choices: [
        { value: 'LOW', label: 'Low' },
        { value: 'MEDIUM', label: 'Medium' },
        { value: 'HIGH', label: 'High' },
      ],
    }),
    ownerId: owner(),
  }),
  idempotent: false,
  run: ({ input, http }) =>
    http.post('/crm/v3/objects/tasks', {
      json: {
        properties: asProperties({
          hs_timestamp: input.dueDate ?? new Date().toISOString(),
          hs_task_subject: input.subject,
          hs_task_body: input.body,
          hs_task_status: input.status,
          hs_task_priority: input.priority,
          hubspot_owner_id: input.ownerId,
        }),
        associations: [association(input.associatedObjectId, TYPE_IDS.task[input.associatedObjectType])],
      },
    }),
})

/** Ties records together. */
export const createAssociations = hubspot.action({
  name: 'create-associations',
  displayName: 'Associate records',
  description: 'Ties a record to others. Without a type, HubSpot’s usual association is made.',
  input: z.object({
    fromObjectType: shortText({ label: 'Kind of the record', description: 'Such as contacts.' }),
    fromObjectId: shortText({ label: 'Id of the record' }),
    toObjectType: shortText({ label: 'Kind of the others', description: 'Such as deals.' }),
    toObjectIds: list({ label: 'Ids of the others' }),
    associationType: shortText({ label: 'Type', description: 'The id of a type.', required: false }),
    associationCategory: choice({
      label: 'Who made the type',
      defaultValue: 'HUBSPOT_DEFINED',
      choices: [
        { value: 'HUBSPOT_DEFINED', label: 'HubSpot' },
        { value: 'USER_DEFINED', label: 'Your account' },
        { value: 'INTEGRATOR_DEFINED', label: 'An integration' },
      ],
    }),
  }),
  idempotent: true,
  run({ input, http }) {
    const path = at`/crm/v4/associations/${input.fromObjectType}/${input.toObjectType}/batch`
    const pairs = input.toObjectIds.map((id) => ({
      from: { id: input.fromObjectId },
      to: { id: String(id) },
    }))
    if (!input.associationType) return http.post(`${path}/associate/default`, { json: { inputs: pairs } })
    const { associationCategory } = input
    const types = [{ associationCategory, associationTypeId: Number(input.associationType) }]
    return http.post(`${path}/create`, { json: { inputs: pairs.map((pair) => ({ ...pair, types })) } })
  },
})
