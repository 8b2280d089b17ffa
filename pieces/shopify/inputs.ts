import * as z from 'zod'
import { isObject, type Json } from '../../src/json.ts'
import { dropdown, number, type OptionsContext, shortText } from '../../src/piece/fields.ts'

/** The most Shopify gives at once; who has more types the id, or searches. */
const PAGE = 250

const id = z.union([z.number(), z.string()]).transform(String)
const Customers = z.object({
  customers: z.array(
    z.object({
      id,
      first_name: z.string().nullish(),
      last_name: z.string().nullish(),
      email: z.string().nullish(),
    }),
  ),
})
const Orders = z.object({ orders: z.array(z.object({ id, name: z.string() })) })
const DraftOrders = z.object({ draft_orders: z.array(z.object({ id, name: z.string() })) })
const Products = z.object({ products: z.array(z.object({ id, title: z.string() })) })
const Locations = z.object({ locations: z.array(z.object({ id, name: z.string() })) })

async function listCustomers({ http, search }: OptionsContext) {
  const query = { query: search, limit: PAGE, fields: 'id,first_name,last_name,email' }
  const path = search ? '/customers/search.json' : '/customers.json'
  const { customers } = await http.get(path, { query, answer: Customers })
  return customers.map(({ id, first_name, last_name, email }) => ({
    value: id,
    label: [first_name, last_name, email].filter(Boolean).join(' ') || id,
  }))
}

async function listOrders({ http }: OptionsContext) {
  const query = { status: 'any', limit: PAGE, fields: 'id,name' }
  const { orders } = await http.get('/orders.json', { query, answer: Orders })
  return orders.map(({ id, name }) => ({ value: id, label: name }))
}

async function listDraftOrders({ http }: OptionsContext) {
  const query = { limit: PAGE, fields: 'id,name' }
  const { draft_orders } = await http.get('/draft_orders.json', { query, answer: DraftOrders })
  return draft_orders.map(({ id, name }) => ({ value: id, label: name }))
}

async function listProducts({ http }: OptionsContext) {
  const query = { limit: PAGE, fields: 'id,title' }
  const { products } = await http.get('/products.json', { query, answer: Products })
  return products.map(({ id, title }) => ({ value: id, label: title }))
}

async function listLocations({ http }: OptionsContext) {
  const { locations } = await http.get('/locations.json', { answer: Locations })
  return locations.map(({ id, name }) => ({ value: id, label: name }))
}

const CUSTOMER = { label: 'Customer', searchable: true, options: listCustomers } as const

/** A customer of the shop. */
export const customer = () => dropdown(CUSTOMER)

/** A customer of the shop, or none. */
export const anyCustomer = () => dropdown({ ...CUSTOMER, required: false })

/** An order. */
export const order = () => dropdown({ label: 'Order', options: listOrders })

/** A draft order. */
export const draftOrder = () => dropdown({ label: 'Draft order', options: listDraftOrders })

/** A product. */
export const product = () => dropdown({ label: 'Product', options: listProducts })

/** Where stock lies. */
export const location = () => dropdown({ label: 'Location', options: listLocations })

/** How many are read. */
export const limit = () => number({ label: 'At most', defaultValue: 50, min: 1, max: PAGE })

/** Words to find it by. */
export const tags = () =>
  shortText({ label: 'Tags', description: 'With commas between. They replace those there.', required: false })

/** What Shopify wraps in an object of one name: `{"order": …}`. */
export async function inside(name: string, answer: Promise<Json>): Promise<Json> {
  const body = await answer
  return isObject(body) && name in body ? (body[name] as Json) : body
}
