import * as z from 'zod'
import { choice, json, longText, number, shortText } from '../../src/piece/fields.ts'
import { account, asFields, contact, owner, picklist } from './inputs.ts'
import { API, salesforce } from './service.ts'

const optionalText = (label: string) => shortText({ label, required: false })

const otherFields = json({
  label: 'Other fields',
  description: 'By API name: {"Title": "Manager"}',
  required: false,
})

const withOthers = ({ other_fields, ...fields }: Record<string, unknown>) =>
  asFields({ ...fields, ...(other_fields as Record<string, unknown> | undefined) })

/** Makes a lead. */
export const createLead = salesforce.action({
  name: 'create_lead',
  displayName: 'Create a lead',
  description: 'Makes a new lead.',
  input: z.object({
    LastName: shortText({ label: 'Last name' }),
    Company: shortText({ label: 'Company' }),
    FirstName: optionalText('First name'),
    Email: optionalText('E-mail'),
    Phone: optionalText('Phone'),
    LeadSource: picklist('Source', 'Lead', 'LeadSource'),
    other_fields: otherFields,
  }),
  idempotent: false,
  run: ({ input, http }) => http.post(`${API}/sobjects/Lead`, { json: withOthers(input) }),
})

/** Makes a contact. */
export const createContact = salesforce.action({
  name: 'create_contact',
  displayName: 'Create a contact',
  description: 'Makes a new contact.',
  input: z.object({
    LastName: shortText({ label: 'Last name' }),
    FirstName: optionalText('First name'),
    AccountId: account(),
    Email: optionalText('E-mail'),
    Phone: optionalText('Phone'),
    Title: optionalText('Job title'),
    other_fields: otherFields,
  }),
  idempotent: false,
  run: ({ input, http }) => http.post(`${API}/sobjects/Contact`, { json: withOthers(input) }),
})

/** Opens a case. */
export const createCase = salesforce.action({
  name: 'create_case',
  displayName: 'Create a case',
  description: 'Opens a case for what a customer wants.',
  input: z.object({
    Subject: shortText({ label: 'Subject' }),
    Description: longText({ label: 'Description', required: false }),
    Status: picklist('Status', 'Case', 'Status'),
    Priority: picklist('Priority', 'Case', 'Priority'),
    Origin: picklist('Origin', 'Case', 'Origin'),
    AccountId: account(),
    ContactId: contact(),
    other_fields: otherFields,
  }),
  idempotent: false,
  run: ({ input, http }) => http.post(`${API}/sobjects/Case`, { json: withOthers(input) }),
})

const relations = {
  WhoId: shortText({ label: 'Contact or lead', description: 'Its id.', required: false }),
  WhatId: shortText({ label: 'Account, case or other', description: 'Its id.', required: false }),
}

/** Gives somebody something to do. */
export const createTask = salesforce.action({
  name: 'create_task',
  displayName: 'Create a task',
  description: 'Makes a task, such as a call to return.',
  input: z.object({
    Subject: shortText({ label: 'Subject' }),
    OwnerId: owner(),
    Status: picklist('Status', 'Task', 'Status'),
    Priority: picklist('Priority', 'Task', 'Priority'),
    ActivityDate: shortText({ label: 'Due', description: 'A day: 2026-03-05', required: false }),
    Description: longText({ label: 'Description', required: false }),
    ...relations,
  }),
  idempotent: false,
  run: ({ input, http }) => http.post(`${API}/sobjects/Task`, { json: asFields(input) }),
})

const today = () => new Date().toISOString().slice(0, 'YYYY-MM-DD'.length)

/** Writes down that a call took place. */
export const logCall = salesforce.action({
  name: 'log_call',
  displayName: 'Log a call',
  description: 'Writes a call that took place into the activities of a contact, lead or other record.',
  input: z.object({
    subject: shortText({ label: 'Subject' }),
    who_id: relations.WhoId,
    what_id: relations.WhatId,
    call_type: choice({
      label: 'Direction',
      required: false,
      choices: [
        { value: 'Inbound', label: 'Inbound' },
        { value: 'Outbound', label: 'Outbound' },
        { value: 'Internal', label: 'Internal' },
      ],
    }),
    duration_seconds: number({ label: 'Seconds', required: false, min: 0 }),
    call_disposition: optionalText('Result'),
    description: longText({ label: 'Notes', required: false }),
    activity_date: shortText({ label: 'Day', description: '2026-03-05; empty for today.', required: false }),
    owner_id: owner(),
  }),
  idempotent: false,
  run: ({ input, http }) =>
    http.post(`${API}/sobjects/Task`, {
      json: asFields({
        TaskSubtype: 'Call',
        Status: 'Completed',
        Subject: input.subject,
        WhoId: input.who_id,
        WhatId: input.what_id,
        CallType: input.call_type,
        CallDurationInSeconds: input.duration_seconds,
        CallDisposition: input.call_disposition,
        Description: input.description,
        ActivityDate: input.activity_date ?? today(),
        OwnerId: input.owner_id,
      }),
    }),
})
