import * as z from 'zod'
import type { Json } from '../../src/json.ts'
import { json, list } from '../../src/piece/fields.ts'
import { model, readableFields } from './inputs.ts'
import { call, domainOf, type OdooContext } from './rpc.ts'
import { odoo } from './service.ts'

const MAX_FOUND = 200
/** A record is seen only once what made it is done, which may take a while; so a poll looks back. Milliseconds. */
const OVERLAP = 60_000

const Found = z.array(
  z.looseObject({ id: z.number(), create_date: z.string(), write_date: z.string().optional() }),
)

type TimeField = 'create_date' | 'write_date'

/** Odoo writes moments in UTC without saying so: 2026-03-05 15:00:00 */
const asOdoo = (epoch: number) => new Date(epoch).toISOString().slice(0, 19).replace('T', ' ')
const fromOdoo = (moment: string) => Date.parse(`${moment.replace(' ', 'T')}Z`)

interface Wanted {
  domain?: unknown
  fields?: readonly unknown[] | undefined
  since: number | undefined
}

/** Where nothing was seen yet, the newest records; else those since then, the oldest first. */
async function recordsOf(context: OdooContext, of: string, by: TimeField, { domain, fields, since }: Wanted) {
  const names = fields?.length ? fields : await readableFields(context, of)
  const later = since === undefined ? [] : [[by, '>=', asOdoo(since - OVERLAP)]]
  const order = since === undefined ? `${by} desc, id desc` : `${by} asc, id asc`
  const found = await call(context, of, 'search_read', [[...later, ...domainOf(domain)]], {
    fields: [...new Set([...names, 'create_date', by])],
    order,
    limit: MAX_FOUND,
  })
  return Found.parse(found).map((record) => {
    const at = fromOdoo(record[by] ?? record.create_date)
    const id = by === 'create_date' ? `${record.id}` : `${record.id}:${at}`
    return { id, at, data: record as Json }
  })
}

const sample = {
  id: 42,
  name: 'Ana Ruiz',
  email: 'ana@example.com',
  phone: '+34600000001',
  create_date: '2026-03-05 15:00:00',
  write_date: '2026-03-05 15:00:00',
}

const ofAnyModel = (name: string, displayName: string, description: string, by: TimeField) =>
  odoo.trigger({
    name,
    displayName,
    description,
    type: 'POLLING',
    input: z.object({
      model: model(),
      domain: json({
        label: 'Only where',
        description: 'A domain of Odoo’s: [["is_company", "=", true]]',
        required: false,
      }),
      fields: list({ label: 'Fields to read', description: 'Empty for all but files.', required: false }),
    }),
    sampleData: sample,
    poll: ({ input, since, ...context }) => recordsOf(context, input.model, by, { ...input, since }),
  })

const ofOneModel = (name: string, displayName: string, description: string, of: string, domain: unknown[]) =>
  odoo.trigger({
    name,
    displayName,
    description,
    type: 'POLLING',
    input: z.object({}),
    sampleData: sample,
    poll: ({ since, ...context }) => recordsOf(context, of, 'create_date', { domain, since }),
  })

export const triggers = [
  ofAnyModel('new_record', 'New record', 'Starts for every new record of a model.', 'create_date'),
  ofAnyModel(
    'new_or_updated_record',
    'New or changed record',
    'Starts whenever a record of a model is made or changed.',
    'write_date',
  ),
  ofOneModel('new_lead', 'New lead', 'Starts for every new lead or opportunity.', 'crm.lead', []),
  ofOneModel('new_contact', 'New contact', 'Starts for every new person.', 'res.partner', [
    ['is_company', '=', false],
  ]),
]
