import * as z from 'zod'
import {
  checkbox,
  choice,
  dateTime,
  dropdown,
  list,
  longText,
  number,
  type OptionsContext,
  shortText,
} from '../../src/piece/fields.ts'
import { at, type ServiceHttp } from '../../src/piece/service-http.ts'

/** The most Webflow gives at once. */
const PAGE = 100

const Sites = z.object({ sites: z.array(z.object({ id: z.string(), displayName: z.string() })) })
const Collections = z.object({ collections: z.array(z.object({ id: z.string(), displayName: z.string() })) })
const Items = z.object({
  items: z.array(z.object({ id: z.string(), fieldData: z.looseObject({ name: z.string().optional() }) })),
})
const Orders = z.object({ orders: z.array(z.object({ orderId: z.string(), status: z.string() })) })
const Field = z.object({
  slug: z.string(),
  displayName: z.string(),
  type: z.string(),
  isRequired: z.boolean(),
  isEditable: z.boolean().nullish(),
  validations: z
    .object({ options: z.array(z.object({ id: z.string(), name: z.string() })).optional() })
    .nullish()
    .catch(undefined),
})
type Field = z.output<typeof Field>
const Collection = z.object({ fields: z.array(Field) })

async function listSites({ http }: OptionsContext) {
  const { sites } = await http.get('/sites', { answer: Sites })
  return sites.map(({ id, displayName }) => ({ value: id, label: displayName }))
}

async function listCollections({ http, input }: OptionsContext) {
  const { collections } = await http.get(at`/sites/${String(input.site_id)}/collections`, {
    answer: Collections,
  })
  return collections.map(({ id, displayName }) => ({ value: id, label: displayName }))
}

async function listItems({ http, input }: OptionsContext) {
  const path = at`/collections/${String(input.collection_id)}/items`
  const { items } = await http.get(path, { query: { limit: PAGE }, answer: Items })
  return items.map(({ id, fieldData }) => ({ value: id, label: fieldData.name ?? id }))
}

async function listOrders({ http, input }: OptionsContext) {
  const path = at`/sites/${String(input.site_id)}/orders`
  const { orders } = await http.get(path, { query: { limit: PAGE }, answer: Orders })
  return orders.map(({ orderId, status }) => ({ value: orderId, label: `${orderId}: ${status}` }))
}

/** A site. */
export const site = () => dropdown({ label: 'Site', options: listSites })

/** A collection of the site. */
export const collection = () =>
  dropdown({ label: 'Collection', dependsOn: ['site_id'], options: listCollections })

/** An item of the collection. */
export const item = () => dropdown({ label: 'Item', dependsOn: ['collection_id'], options: listItems })

/** An order of the site. */
export const order = () => dropdown({ label: 'Order', dependsOn: ['site_id'], options: listOrders })

/** The fields of a collection. */
export async function fieldsOfCollection(http: ServiceHttp, id: string): Promise<Field[]> {
  return (await http.get(at`/collections/${id}`, { answer: Collection })).fields
}

/** The fields of a collection as a form; `isNew` where what is required must be there. */
export const formOfCollection =
  (isNew: boolean) =>
  async ({ http, input }: OptionsContext): Promise<z.ZodObject> => {
    const fields = await fieldsOfCollection(http, String(input.collection_id))
    const shown = fields.filter(({ isEditable }) => isEditable !== false)
    return z.object(Object.fromEntries(shown.map((field) => [field.slug, inputOf(field, isNew)])))
  }

function inputOf(
  { displayName: label, slug, type, isRequired, validations }: Field,
  isNew: boolean,
): z.ZodType {
  // A slug that is left out is made of the name.
  const common = { label, required: isNew && isRequired && slug !== 'slug' }
  const choices = validations?.options?.map(({ id, name }) => ({ value: id, label: name }))
  if (type === 'Option' && choices?.length) return choice({ ...common, choices })
  if (type === 'Switch') return checkbox(common)
  if (type === 'Number') return number(common)
  if (type === 'DateTime') return dateTime(common)
  if (type === 'MultiReference' || type === 'MultiImage') return list(common)
  return type === 'RichText' ? longText({ ...common, description: 'HTML.' }) : shortText(common)
}
