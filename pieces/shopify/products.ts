import * as z from 'zod'
import { toBase64 } from '../../src/piece/base64.ts'
import { choice, file, longText, number, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import type { Services } from '../../src/piece/services.ts'
import { inside, limit, location, product, tags } from './inputs.ts'
import { shopify } from './service.ts'

const STATUSES = [
  { value: 'active', label: 'For sale' },
  { value: 'draft', label: 'Draft' },
  { value: 'archived', label: 'Archived' },
] as const

const details = {
  bodyHtml: longText({ label: 'Description', description: 'Text or HTML.', required: false }),
  productType: shortText({ label: 'Kind', required: false }),
  productImage: file({ label: 'Image', required: false }),
  vendor: shortText({ label: 'Vendor', required: false }),
  tags: tags(),
}

type Details = z.output<z.ZodObject<typeof details>> & {
  title?: string | undefined
  status?: string | undefined
}

async function bodyOf({ title, bodyHtml, productType, productImage, ...rest }: Details, { files }: Services) {
  const image = productImage === undefined ? undefined : await files.read(productImage)
  const images = image && [{ attachment: toBase64(image.bytes), filename: image.name }]
  return { product: { title, body_html: bodyHtml, product_type: productType, ...rest, images } }
}

/** Adds a product. */
export const createProduct = shopify.action({
  name: 'create_product',
  displayName: 'Create a product',
  description: 'Adds a product.',
  input: z.object({
    title: shortText({ label: 'Title' }),
    ...details,
    status: choice({ label: 'Status', defaultValue: 'draft', choices: STATUSES }),
  }),
  idempotent: false,
  run: async ({ input, http, services }) =>
    inside('product', http.post('/products.json', { json: await bodyOf(input, services) })),
})

/** Changes a product. */
export const updateProduct = shopify.action({
  name: 'update_product',
  displayName: 'Change a product',
  description: 'Changes what is filled in and leaves the rest. An image replaces those there.',
  input: z.object({
    id: product(),
    title: shortText({ label: 'Title', required: false }),
    ...details,
    status: choice({ label: 'Status', required: false, choices: STATUSES }),
  }),
  idempotent: true,
  run: async ({ input: { id, ...rest }, http, services }) =>
    inside('product', http.put(at`/products/${id}.json`, { json: await bodyOf(rest, services) })),
})

/** Reads a product. */
export const getProduct = shopify.action({
  name: 'get_product',
  displayName: 'Get a product',
  description: 'Reads one product with its variants.',
  input: z.object({ id: product() }),
  idempotent: true,
  run: ({ input, http }) => inside('product', http.get(at`/products/${input.id}.json`)),
})

/** Reads products. */
export const getProducts = shopify.action({
  name: 'get_products',
  displayName: 'List products',
  description: 'The products of the shop, or those of one title.',
  input: z.object({ title: shortText({ label: 'Title', required: false }), limit: limit() }),
  idempotent: true,
  run: ({ input, http }) => inside('products', http.get('/products.json', { query: input })),
})

/** Reads where stock lies. */
export const getLocations = shopify.action({
  name: 'get_locations',
  displayName: 'List locations',
  description: 'The places where stock lies.',
  input: z.object({}),
  idempotent: true,
  run: ({ http }) => inside('locations', http.get('/locations.json')),
})

/** Changes stock. */
export const adjustInventory = shopify.action({
  name: 'adjust_inventory_level',
  displayName: 'Adjust stock',
  description: 'Adds to the stock of an item at a location, or takes from it.',
  input: z.object({
    id: number({ label: 'Inventory item', description: "A variant's inventory_item_id." }),
    locationId: location(),
    adjustment: number({ label: 'Change', description: 'Negative to take away.' }),
  }),
  idempotent: false,
  run({ input: { id, locationId, adjustment }, http }) {
    const item = { inventory_item_id: id, location_id: Number(locationId), available_adjustment: adjustment }
    return inside('inventory_level', http.post('/inventory_levels/adjust.json', { json: item }))
  },
})
