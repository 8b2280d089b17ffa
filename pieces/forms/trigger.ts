import * as z from 'zod'
import { checkForm, type FieldType, type Form, fieldKey } from '../../src/form/form.ts'
import type { Json } from '../../src/json.ts'
import { checkbox, choice, list, longText, markdown, rows, shortText } from '../../src/piece/fields.ts'
import { trigger } from '../../src/piece/trigger.ts'

const row = z.object({
  displayName: shortText({
    label: 'Field name',
    description: 'Shown beside the field. "First name" is firstName in the steps that follow.',
  }),
  type: choice({
    label: 'Field type',
    choices: [
      { value: 'text', label: 'Text' },
      { value: 'text_area', label: 'Long text' },
      { value: 'email', label: 'E-mail' },
      { value: 'phone', label: 'Phone number' },
      { value: 'number', label: 'Number' },
      { value: 'date', label: 'Date' },
      { value: 'dropdown', label: 'Dropdown' },
      { value: 'toggle', label: 'Toggle' },
      { value: 'file', label: 'File' },
      { value: 'consent', label: 'Consent' },
      { value: 'hidden', label: 'Hidden, filled from the address' },
    ],
  }),
  description: shortText({
    label: 'Description',
    description: 'Shown under the field. Of a consent: what is agreed to.',
    required: false,
  }),
  required: checkbox({
    label: 'Required',
    description: 'A consent always is; a toggle and a hidden field never are.',
    required: false,
    defaultValue: false,
  }),
  choices: list({ label: 'Choices', showWhen: { field: 'type', is: ['dropdown'] } }),
  country: shortText({
    label: 'Country',
    description: 'Of numbers without a calling code, by its two letters: ES.',
    showWhen: { field: 'type', is: ['phone'] },
  }),
  key: shortText({
    label: 'Name in steps',
    description: 'Keeps the steps that follow as they are when the field is called something else.',
    required: false,
  }),
  link: shortText({
    label: 'Link',
    description: 'Where the terms can be read.',
    showWhen: { field: 'type', is: ['consent'] },
  }),
})

const input = z.object({
  about: markdown(
    'The form is at `/forms/<id of the workflow>`, and its draft at the same address with `?use_draft=true`.',
  ),
  inputs: rows({ label: 'Fields', row }),
  title: shortText({ label: 'Title', description: "The workflow's name where empty.", required: false }),
  intro: longText({ label: 'Introduction', description: 'Above the fields, in Markdown.', required: false }),
  buttonText: shortText({ label: 'Button', required: false }),
  waitForResponse: checkbox({
    label: 'Wait for the response',
    description: 'Shows what "Respond on the page" answers.',
    required: false,
    defaultValue: false,
  }),
  thankYou: longText({
    label: 'Thank you',
    description: 'Shown once it was sent, in Markdown.',
    required: false,
  }),
  redirectUrl: shortText({
    label: 'Redirect to',
    description: 'Where the sender goes on to once it was sent.',
    required: false,
  }),
  allowedSites: list({
    label: 'Sites that may embed it',
    description: 'Such as https://example.com. None may where this is empty.',
    required: false,
    defaultValue: [],
  }),
})

/** A page of ours on which people fill in fields. */
export const formSubmission = trigger({
  name: 'form_submission',
  displayName: 'Web form',
  description: 'Starts each time somebody sends the form, which is a page of its own.',
  type: 'FORM',
  input,
  sampleData: {},
  sampleFor: (given) =>
    Object.fromEntries(formOf(given).fields.map(({ key, type, ...field }) => [key, sampleOf(type, field)])),
  form: formOf,
})

function formOf(given: z.output<typeof input>): Form {
  const { title, intro, buttonText, thankYou, redirectUrl, waitForResponse, inputs, allowedSites } = given
  return checkForm({
    title,
    intro,
    button: buttonText,
    thanks: thankYou,
    redirectUrl: redirectUrl?.trim(),
    waitsForAnswer: waitForResponse,
    sites: allowedSites.map((site) => String(site).trim().replace(/\/$/, '')),
    fields: inputs.map(({ key, displayName, type, description, required, choices = [], country, link }) => ({
      key: key?.trim() || fieldKey(displayName),
      label: displayName,
      type,
      description,
      required: type === 'consent' || (required && type !== 'toggle' && type !== 'hidden'),
      choices: choices.map(String),
      country: country?.trim().toUpperCase(),
      link: link?.trim(),
    })),
  })
}

const SAMPLES: Readonly<Record<Exclude<FieldType, 'dropdown' | 'consent'>, Json>> = {
  text: 'Ana',
  text_area: 'Please call me.',
  email: 'ana@example.com',
  phone: '+34600000001',
  number: 3,
  date: '2026-03-05',
  toggle: true,
  file: 'https://example.com/files/example.pdf',
  hidden: 'campaign',
}

function sampleOf(
  type: FieldType,
  { choices, description, label }: { choices: string[]; description: string | undefined; label: string },
): Json {
  if (type === 'dropdown') return choices[0] ?? ''
  if (type === 'consent')
    return { accepted: true, text: description ?? label, at: '2026-03-03T10:00:00.000Z' }
  return SAMPLES[type]
}
