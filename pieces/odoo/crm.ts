import * as z from 'zod'
import { checkbox, choice, dateTime, longText, number, shortText } from '../../src/piece/fields.ts'
import { day, given, id, oneOf } from './inputs.ts'
import { call } from './rpc.ts'
import { odoo } from './service.ts'

const optionalText = (label: string, description?: string) =>
  shortText({ label, ...(description && { description }), required: false })

const createLead = odoo.action({
  name: 'create_lead',
  displayName: 'Create a lead',
  description: 'Makes a lead or an opportunity in the CRM.',
  input: z.object({
    name: shortText({ label: 'Title' }),
    lead_type: choice({
      label: 'Type',
      defaultValue: 'opportunity',
      choices: [
        { value: 'opportunity', label: 'Opportunity' },
        { value: 'lead', label: 'Lead' },
      ],
    }),
    partner_id: oneOf('Customer', 'res.partner'),
    contact_name: optionalText('Name of the person'),
    partner_name: optionalText('Name of the company'),
    email_from: optionalText('E-mail'),
    phone: optionalText('Phone'),
    expected_revenue: number({ label: 'Expected revenue', required: false }),
    stage_id: oneOf('Stage', 'crm.stage'),
    user_id: oneOf('Salesperson', 'res.users'),
    team_id: oneOf('Team', 'crm.team'),
    date_deadline: dateTime({ label: 'Expected to close', required: false }),
    description: longText({ label: 'Notes', required: false }),
  }),
  idempotent: false,
  async run({ input: { lead_type, ...input }, ...context }) {
    const values = given({
      ...input,
      type: lead_type,
      partner_id: id(input.partner_id),
      stage_id: id(input.stage_id),
      user_id: id(input.user_id),
      team_id: id(input.team_id),
      date_deadline: day(input.date_deadline),
    })
    return { id: await call(context, 'crm.lead', 'create', [values]) }
  },
})

/** Conditions of which one is enough, in Odoo's Polish notation. */
const anyOf = (conditions: unknown[]) => [...Array(conditions.length - 1).fill('|'), ...conditions]

const LEAD_FIELDS = [
  'name',
  'type',
  'active',
  'partner_id',
  'contact_name',
  'partner_name',
  'email_from',
  'phone',
  'expected_revenue',
  'probability',
  'stage_id',
  'user_id',
  'team_id',
  'date_deadline',
  'create_date',
]

const PARTNER_FIELDS = [
  'name',
  'is_company',
  'parent_id',
  'email',
  'phone',
  'function',
  'street',
  'city',
  'zip',
  'country_id',
  'vat',
  'create_date',
]

const MAX_FOUND = 500

const page = {
  limit: number({ label: 'At most', defaultValue: 50, min: 1, max: MAX_FOUND }),
  offset: number({ label: 'Skip', required: false, min: 0 }),
}

const findLeads = odoo.action({
  name: 'odoo_find_leads',
  displayName: 'Find leads',
  description: 'Leads and opportunities in which a text stands, the newest first.',
  input: z.object({
    query: optionalText('Text', 'In the title, the names, the e-mail or the phone number.'),
    type: choice({
      label: 'Type',
      required: false,
      choices: [
        { value: 'opportunity', label: 'Opportunities' },
        { value: 'lead', label: 'Leads' },
      ],
    }),
    stage_id: oneOf('Stage', 'crm.stage'),
    user_id: oneOf('Salesperson', 'res.users'),
    partner_id: oneOf('Customer', 'res.partner'),
    include_lost: checkbox({ label: 'Lost ones too', defaultValue: false }),
    ...page,
  }),
  idempotent: true,
  run({ input, ...context }) {
    const fields = ['name', 'contact_name', 'partner_name', 'email_from', 'phone']
    const equal = given({
      type: input.type,
      stage_id: id(input.stage_id),
      user_id: id(input.user_id),
      partner_id: id(input.partner_id),
    })
    const domain = [
      ...Object.entries(equal).map(([name, value]) => [name, '=', value]),
      ...(input.include_lost ? [['active', 'in', [true, false]]] : []),
      ...(input.query ? anyOf(fields.map((name) => [name, 'ilike', input.query])) : []),
    ]
    const { limit, offset } = input
    const order = 'create_date desc, id desc'
    return call(
      context,
      'crm.lead',
      'search_read',
      [domain],
      given({ fields: LEAD_FIELDS, limit, offset, order }),
    )
  },
})

const createContact = odoo.action({
  name: 'create_contact',
  displayName: 'Create a contact',
  description: 'Makes a person, below their company where one is given.',
  input: z.object({
    name: shortText({ label: 'Name' }),
    phone: optionalText('Phone'),
    email: optionalText('E-mail'),
    company: optionalText('Company', 'Its name; it is made where there is none.'),
    title: optionalText('Job title'),
  }),
  idempotent: false,
  async run({ input, ...context }) {
    const parent_id = input.company && (await companyOf(context, input.company))
    const { name, phone, email, title } = input
    const values = given({ name, phone, email, function: title, parent_id, is_company: false })
    return { id: await call(context, 'res.partner', 'create', [values]) }
  },
})

/** The number of the company of that name; a new one where there is none. */
async function companyOf(context: Parameters<typeof call>[0], name: string) {
  const domain = [
    ['name', '=', name],
    ['is_company', '=', true],
  ]
  const [known] = z
    .array(z.number())
    .parse(await call(context, 'res.partner', 'search', [domain], { limit: 1 }))
  return known ?? call(context, 'res.partner', 'create', [{ name, is_company: true }])
}

const findContacts = odoo.action({
  name: 'odoo_find_partners',
  displayName: 'Find contacts',
  description: 'People and companies in which a text stands.',
  input: z.object({
    query: shortText({ label: 'Text', description: 'In the name, the e-mail or the phone number.' }),
    kind: choice({
      label: 'Which',
      required: false,
      choices: [
        { value: 'person', label: 'People' },
        { value: 'company', label: 'Companies' },
      ],
    }),
    ...page,
  }),
  idempotent: true,
  run({ input, ...context }) {
    const domain = [
      ...(input.kind ? [['is_company', '=', input.kind === 'company']] : []),
      ...anyOf(['name', 'email', 'phone'].map((name) => [name, 'ilike', input.query])),
    ]
    const { limit, offset } = input
    const kwargs = given({ fields: PARTNER_FIELDS, limit, offset, order: 'name' })
    return call(context, 'res.partner', 'search_read', [domain], kwargs)
  },
})

/** What is done most: leads and contacts. */
export const crm = [createLead, findLeads, createContact, findContacts]
