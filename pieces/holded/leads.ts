import * as z from 'zod'
import { dateTime, longText, number, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { anyContact, anyStage, funnel, leadId, seconds, stage } from './inputs.ts'
import { holded } from './service.ts'

const createLead = holded.action({
  name: 'create_lead',
  displayName: 'Create a lead',
  description: 'Makes a lead in a funnel.',
  input: z.object({
    funnel_id: funnel(),
    stage_id: anyStage(),
    name: shortText({ label: 'Title' }),
    contact_id: anyContact(),
    contact_name: shortText({
      label: 'Name of a new contact',
      description: 'Where the contact is not known yet.',
      required: false,
    }),
    value: number({ label: 'Value', required: false }),
    potential: number({ label: 'Probability in percent', required: false, min: 0, max: 100 }),
    due_date: dateTime({ label: 'Due', required: false }),
  }),
  idempotent: false,
  run: ({ input, http }) =>
    http.post('/crm/v1/leads', {
      json: {
        funnelId: input.funnel_id,
        stageId: input.stage_id,
        name: input.name,
        contactId: input.contact_id,
        contactName: input.contact_name,
        value: input.value,
        potential: input.potential,
        dueDate: input.due_date && seconds('due_date', input.due_date),
      },
    }),
})

const updateLead = holded.action({
  name: 'update_lead',
  displayName: 'Change a lead',
  description: 'Changes a lead. What is left empty stays as it is.',
  input: z.object({
    lead_id: leadId(),
    name: shortText({ label: 'Title', required: false }),
    value: number({ label: 'Value', required: false }),
    due_date: dateTime({ label: 'Due', required: false }),
  }),
  idempotent: true,
  run: ({ input: { lead_id, name, value, due_date }, http }) =>
    http.put(at`/crm/v1/leads/${lead_id}`, {
      json: { name, value, dueDate: due_date && seconds('due_date', due_date) },
    }),
})

const moveLead = holded.action({
  name: 'move_lead',
  displayName: 'Move a lead',
  description: 'Moves a lead to another stage of its funnel.',
  input: z.object({ lead_id: leadId(), funnel_id: funnel(), stage_id: stage() }),
  idempotent: true,
  run: ({ input, http }) =>
    http.put(at`/crm/v1/leads/${input.lead_id}/stages`, { json: { stageId: input.stage_id } }),
})

const getLead = holded.action({
  name: 'get_lead',
  displayName: 'Get a lead',
  description: 'Reads a lead with its notes and tasks.',
  input: z.object({ lead_id: leadId() }),
  idempotent: true,
  run: ({ input, http }) => http.get(at`/crm/v1/leads/${input.lead_id}`),
})

const listLeads = holded.action({
  name: 'list_leads',
  displayName: 'List leads',
  description: 'All leads.',
  input: z.object({}),
  idempotent: true,
  run: ({ http }) => http.get('/crm/v1/leads'),
})

const addNote = holded.action({
  name: 'add_lead_note',
  displayName: 'Add a note to a lead',
  description: 'Writes a note, such as the summary of a call, to a lead.',
  input: z.object({
    lead_id: leadId(),
    title: shortText({ label: 'Title' }),
    desc: longText({ label: 'Text', required: false }),
  }),
  idempotent: false,
  run: ({ input: { lead_id, title, desc }, http }) =>
    http.post(at`/crm/v1/leads/${lead_id}/notes`, { json: { title, desc } }),
})

const addTask = holded.action({
  name: 'add_lead_task',
  displayName: 'Add a task to a lead',
  description: 'Adds something to do to a lead.',
  input: z.object({ lead_id: leadId(), name: shortText({ label: 'Task' }) }),
  idempotent: false,
  run: ({ input: { lead_id, name }, http }) =>
    http.post(at`/crm/v1/leads/${lead_id}/tasks`, { json: { name } }),
})

export const leads = [createLead, updateLead, moveLead, getLead, listLeads, addNote, addTask]
