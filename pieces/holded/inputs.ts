import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { choice, dropdown, type OptionsContext, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'

const Named = z.array(z.object({ id: z.string(), name: z.string() }))
const Funnel = z.object({ stages: z.array(z.object({ stageId: z.string(), name: z.string() })).optional() })

const listed =
  (path: string) =>
  async ({ http }: OptionsContext) =>
    (await http.get(path, { answer: Named })).map(({ id, name }) => ({ value: id, label: name }))

/** A customer or supplier. */
export const contact = () => dropdown({ label: 'Contact', options: listed('/invoicing/v1/contacts') })

/** A customer or supplier, or none. */
export const anyContact = () =>
  dropdown({ label: 'Contact', required: false, options: listed('/invoicing/v1/contacts') })

/** Where leads are. */
export const funnel = () => dropdown({ label: 'Funnel', options: listed('/crm/v1/funnels') })

const stagesOf = async ({ http, input }: OptionsContext) => {
  const { stages = [] } = await http.get(at`/crm/v1/funnels/${String(input.funnel_id)}`, { answer: Funnel })
  return stages.map(({ stageId, name }) => ({ value: stageId, label: name }))
}

/** Where in the chosen funnel a lead is. */
export const stage = () => dropdown({ label: 'Stage', dependsOn: ['funnel_id'], options: stagesOf })

/** Where in the chosen funnel a lead starts. */
export const anyStage = () =>
  dropdown({ label: 'Stage', required: false, dependsOn: ['funnel_id'], options: stagesOf })

/** Where money is. */
export const treasury = () =>
  dropdown({ label: 'Account', required: false, options: listed('/invoicing/v1/treasury') })

/** Where can be booked. */
export const location = () => dropdown({ label: 'Place', options: listed('/crm/v1/bookings/locations') })

/** A lead by its id. */
export const leadId = () => shortText({ label: 'Lead', description: 'Its id.' })

/** A document by its id. */
export const documentId = () => shortText({ label: 'Document', description: 'Its id.' })

/** What kind of document. */
export const docType = () =>
  choice({
    label: 'Kind of document',
    defaultValue: 'invoice',
    choices: [
      { value: 'invoice', label: 'Invoice' },
      { value: 'salesreceipt', label: 'Sales receipt' },
      { value: 'creditnote', label: 'Credit note' },
      { value: 'estimate', label: 'Estimate' },
      { value: 'proform', label: 'Proforma' },
      { value: 'salesorder', label: 'Sales order' },
      { value: 'waybill', label: 'Waybill' },
      { value: 'purchase', label: 'Purchase' },
      { value: 'purchaserefund', label: 'Purchase refund' },
      { value: 'purchaseorder', label: 'Purchase order' },
    ],
  })

/**
 * A moment as Holded takes it: seconds since 1970. Digits are taken for that already.
 * @throws CodedError INPUT_INVALID
 */
export function seconds(field: string, moment: string): number {
  if (/^\d+$/.test(moment)) return Number(moment)
  const epoch = Date.parse(moment)
  if (!Number.isNaN(epoch)) return Math.floor(epoch / 1000)
  throw new CodedError('INPUT_INVALID', `"${field}" is "${moment}". Write it as 2026-03-05T15:00:00Z.`)
}
