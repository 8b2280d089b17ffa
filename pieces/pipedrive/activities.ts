import * as z from 'zod'
import { checkbox, dateTime, dropdowns, longText, number, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import {
  activityType,
  anyDeal,
  anyOrganization,
  anyPerson,
  asCustomFields,
  customFields,
  day,
  id,
  owner,
} from './inputs.ts'
import { pipedrive } from './service.ts'

const anyLead = () => shortText({ label: 'Lead', description: 'Its id.', required: false })

const LeadLabels = z.object({ data: z.array(z.object({ id: z.string(), name: z.string() })) })

const leadFields = {
  leadValue: number({ label: 'Value', required: false }),
  leadValueCurrency: shortText({ label: 'Currency', description: 'Such as EUR.', required: false }),
  personId: anyPerson(),
  organizationId: anyOrganization(),
  ownerId: owner(),
  labelIds: dropdowns({
    label: 'Labels',
    required: false,
    options: async ({ http }) =>
      (await http.get('/v1/leadLabels', { answer: LeadLabels })).data.map(({ id, name }) => ({
        value: id,
        label: name,
      })),
  }),
  expectedCloseDate: dateTime({ label: 'Expected to close', required: false }),
  customfields: customFields('dealFields'),
}
const LeadInput = z.object({ title: shortText({ label: 'Title', required: false }), ...leadFields })

const leadJson = (input: z.output<typeof LeadInput>) => ({
  title: input.title,
  value:
    input.leadValue === undefined
      ? undefined
      : { amount: input.leadValue, currency: input.leadValueCurrency },
  person_id: id(input.personId),
  organization_id: id(input.organizationId),
  owner_id: id(input.ownerId),
  label_ids: input.labelIds,
  expected_close_date: day(input.expectedCloseDate),
  ...asCustomFields(input.customfields),
})

const createLead = pipedrive.action({
  name: 'create-lead',
  displayName: 'Create a lead',
  description: 'Makes a new lead of a person or an organization.',
  input: z.object({ title: shortText({ label: 'Title' }), ...leadFields }),
  idempotent: false,
  run: ({ input, http }) => http.post('/v1/leads', { json: leadJson(input) }),
})

const updateLead = pipedrive.action({
  name: 'update-lead',
  displayName: 'Change a lead',
  description: 'Changes a lead. What is left empty stays as it is.',
  input: z.object({ leadId: shortText({ label: 'Lead', description: 'Its id.' }), ...LeadInput.shape }),
  idempotent: true,
  run: ({ input, http }) => http.patch(at`/v1/leads/${input.leadId}`, { json: leadJson(input) }),
})

const activityFields = {
  type: activityType(),
  dueDate: dateTime({ label: 'Day', required: false }),
  dueTime: shortText({ label: 'Time in UTC', description: 'Such as 15:30.', required: false }),
  duration: shortText({ label: 'Duration', description: 'Such as 00:30.', required: false }),
  isDone: checkbox({ label: 'Done', required: false }),
  busy: checkbox({ label: 'Blocks the calendar', required: false }),
  personId: anyPerson(),
  organizationId: anyOrganization(),
  dealId: anyDeal(),
  leadId: anyLead(),
  assignTo: owner('Assigned to'),
  note: longText({ label: 'Note', required: false }),
  publicDescription: longText({ label: 'Text for guests', required: false }),
}
const ActivityInput = z.object({
  subject: shortText({ label: 'Subject', required: false }),
  ...activityFields,
})

const activityJson = (input: z.output<typeof ActivityInput>) => ({
  subject: input.subject,
  type: input.type,
  due_date: day(input.dueDate),
  due_time: input.dueTime,
  duration: input.duration,
  done: input.isDone,
  busy: input.busy,
  // The person of an activity is its first participant: `person_id` itself can only be read.
  participants:
    input.personId === undefined ? undefined : [{ person_id: Number(input.personId), primary: true }],
  org_id: id(input.organizationId),
  deal_id: id(input.dealId),
  lead_id: input.leadId,
  owner_id: id(input.assignTo),
  note: input.note,
  public_description: input.publicDescription,
})

const createActivity = pipedrive.action({
  name: 'create-activity',
  displayName: 'Create an activity',
  description: 'Makes an activity, such as a call to return or one that took place.',
  input: z.object({ subject: shortText({ label: 'Subject' }), ...activityFields }),
  idempotent: false,
  run: ({ input, http }) => http.post('/api/v2/activities', { json: activityJson(input) }),
})

const updateActivity = pipedrive.action({
  name: 'update-activity',
  displayName: 'Change an activity',
  description: 'Changes an activity. What is left empty stays as it is.',
  input: z.object({
    activityId: shortText({ label: 'Activity', description: 'Its id.' }),
    ...ActivityInput.shape,
  }),
  idempotent: true,
  run: ({ input, http }) =>
    http.patch(at`/api/v2/activities/${input.activityId}`, { json: activityJson(input) }),
})

const pin = (label: string) => checkbox({ label, defaultValue: false })

const createNote = pipedrive.action({
  name: 'create-note',
  displayName: 'Create a note',
  description: 'Writes a note to a deal, person, organization or lead.',
  input: z.object({
    content: longText({ label: 'Note', description: 'Simple HTML is kept.' }),
    dealId: anyDeal(),
    pinnedToDeal: pin('Pin it to the deal'),
    personId: anyPerson(),
    pinnedToPerson: pin('Pin it to the person'),
    organizationId: anyOrganization(),
    pinnedToOrganization: pin('Pin it to the organization'),
    leadId: anyLead(),
    pinnedToLead: pin('Pin it to the lead'),
  }),
  idempotent: false,
  run: ({ input, http }) =>
    http.post('/v1/notes', {
      json: {
        content: input.content,
        deal_id: id(input.dealId),
        person_id: id(input.personId),
        org_id: id(input.organizationId),
        lead_id: input.leadId,
        pinned_to_deal_flag: Number(input.pinnedToDeal),
        pinned_to_person_flag: Number(input.pinnedToPerson),
        pinned_to_organization_flag: Number(input.pinnedToOrganization),
        pinned_to_lead_flag: Number(input.pinnedToLead),
      },
    }),
})

/** What can be done with leads, activities and notes. */
export const activities = [createLead, updateLead, createActivity, updateActivity, createNote]
