import slugify from 'slugify'
import * as z from 'zod'
import type { Json } from '../../src/json.ts'
import { checkbox, dynamicFields, number, shortText } from '../../src/piece/fields.ts'
import { at, type ServiceHttp } from '../../src/piece/service-http.ts'
import { collection, fieldsOfCollection, formOfCollection, item, site } from './inputs.ts'
import { webflow } from './service.ts'

/** The most Webflow gives at once. */
const PAGE = 100
/** Pages searched for items of a value. */
const MAX_PAGES = 20

const where = { site_id: site(), collection_id: collection() }
const flags = {
  is_archived: checkbox({ label: 'Archived', required: false }),
  is_draft: checkbox({ label: 'Draft', required: false }),
}

/** Values of the form as Webflow takes them: addresses of images and files as objects. */
async function fieldData(
  http: ServiceHttp,
  id: string,
  given: Record<string, unknown>,
): Promise<Record<string, Json>> {
  const types = new Map((await fieldsOfCollection(http, id)).map(({ slug, type }) => [slug, type]))
  const filled = Object.entries(given).filter(
    ([, value]) => value !== undefined && value !== null && value !== '',
  )
  return Object.fromEntries(
    filled.map(([slug, value]) => [slug, webflowValue(types.get(slug), value as Json)]),
  )
}

function webflowValue(type: string | undefined, value: Json): Json {
  if (type === 'MultiImage') return [value].flat().map((each) => webflowValue('Image', each))
  if ((type === 'Image' || type === 'File') && typeof value === 'string') return { url: value }
  if (type === 'MultiReference') return [value].flat()
  return type === 'Number' ? Number(value) : value
}

/** Adds an item. */
export const createItem = webflow.action({
  name: 'create_collection_item',
  displayName: 'Create an item',
  description: 'Adds an item to a collection. It is on the site once it is published.',
  input: z.object({
    ...where,
    collection_fields: dynamicFields({
      label: 'Fields',
      dependsOn: ['collection_id'],
      fields: formOfCollection(true),
    }),
    ...flags,
  }),
  idempotent: false,
  async run({ input, http }) {
    const data = await fieldData(http, input.collection_id, input.collection_fields)
    const slug = data.slug ?? slugify(String(data.name ?? ''), { lower: true, strict: true })
    const json = { isArchived: input.is_archived, isDraft: input.is_draft, fieldData: { ...data, slug } }
    return http.post(at`/collections/${input.collection_id}/items`, { json })
  },
})

/** Changes an item. */
export const updateItem = webflow.action({
  name: 'update_collection_item',
  displayName: 'Change an item',
  description: 'Changes what is filled in and leaves the rest.',
  input: z.object({
    ...where,
    collection_item_id: item(),
    collection_fields: dynamicFields({
      label: 'Fields',
      required: false,
      dependsOn: ['collection_id'],
      fields: formOfCollection(false),
    }),
    ...flags,
  }),
  idempotent: true,
  async run({ input, http }) {
    const data = await fieldData(http, input.collection_id, input.collection_fields ?? {})
    const json = { isArchived: input.is_archived, isDraft: input.is_draft, fieldData: data }
    return http.patch(at`/collections/${input.collection_id}/items/${input.collection_item_id}`, { json })
  },
})

/** Reads an item. */
export const getItem = webflow.action({
  name: 'get_collection_item',
  displayName: 'Get an item',
  description: 'Reads one item.',
  input: z.object({ ...where, collection_item_id: item() }),
  idempotent: true,
  run: ({ input, http }) =>
    http.get(at`/collections/${input.collection_id}/items/${input.collection_item_id}`),
})

/** Deletes an item. */
export const deleteItem = webflow.action({
  name: 'delete_collection_item',
  displayName: 'Delete an item',
  description: 'Deletes an item.',
  input: z.object({ ...where, collection_item_id: item() }),
  idempotent: false,
  async run({ input, http }) {
    await http.delete(at`/collections/${input.collection_id}/items/${input.collection_item_id}`)
    return { deleted: input.collection_item_id }
  },
})

/** Shows an item on the site. */
export const publishItem = webflow.action({
  name: 'publish_collection_item',
  displayName: 'Publish an item',
  description: 'Shows an item on the site as it is now.',
  input: z.object({ ...where, collection_item_id: item() }),
  idempotent: true,
  run: ({ input, http }) =>
    http.post(at`/collections/${input.collection_id}/items/publish`, {
      json: { itemIds: [input.collection_item_id] },
    }),
})

const Page = z.object({ items: z.array(z.looseObject({ fieldData: z.record(z.string(), z.unknown()) })) })

/** Looks for items. */
export const findItem = webflow.action({
  name: 'find_collection_item',
  displayName: 'Find items',
  description: 'Finds the items whose field has a value.',
  input: z.object({
    ...where,
    field_name: shortText({ label: 'Field', description: 'Its slug, such as name.' }),
    field_value: shortText({ label: 'Value' }),
    max_results: number({ label: 'At most', defaultValue: 10, min: 1 }),
  }),
  idempotent: true,
  async run({ input, http }) {
    const { field_name: field, field_value: value, max_results } = input
    const path = at`/collections/${input.collection_id}/items`
    // These two Webflow looks for itself.
    const narrow = field === 'name' || field === 'slug' ? { [field]: value } : {}
    const result: Json[] = []
    for (let page = 0; page < MAX_PAGES && result.length < max_results; page++) {
      const query = { ...narrow, limit: PAGE, offset: page * PAGE }
      const { items } = await http.get(path, { query, answer: Page })
      result.push(...(items.filter(({ fieldData }) => String(fieldData[field]) === value) as Json[]))
      if (items.length < PAGE) break
    }
    return { success: result.length > 0, result: result.slice(0, max_results) }
  },
})
