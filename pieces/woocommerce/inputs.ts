import * as z from 'zod'
import { dropdown, dropdowns, number, type OptionsContext } from '../../src/piece/fields.ts'

/** The most WooCommerce gives at once; who has more types the id, or searches. */
const PAGE = 100

const Products = z.array(z.object({ id: z.number(), name: z.string() }))
const Orders = z.array(
  z.object({
    id: z.number(),
    number: z.string(),
    billing: z.object({ first_name: z.string().nullish(), last_name: z.string().nullish() }).optional(),
  }),
)
const Customers = z.array(
  z.object({
    id: z.number(),
    first_name: z.string().nullish(),
    last_name: z.string().nullish(),
    email: z.string().nullish(),
  }),
)

const listNamed = (path: string) => async (context: OptionsContext) => {
  const query = { per_page: PAGE, search: context.search }
  const found = await context.http.get(path, { query, answer: Products })
  return found.map(({ id, name }) => ({ value: String(id), label: name }))
}

async function listOrders({ http, search }: OptionsContext) {
  const found = await http.get('/orders', { query: { per_page: PAGE, search }, answer: Orders })
  return found.map(({ id, number, billing }) => ({
    value: String(id),
    label: [`#${number}`, billing?.first_name, billing?.last_name].filter(Boolean).join(' '),
  }))
}

async function listCustomers({ http, search }: OptionsContext) {
  const found = await http.get('/customers', { query: { per_page: PAGE, search }, answer: Customers })
  return found.map(({ id, first_name, last_name, email }) => ({
    value: String(id),
    label: [first_name, last_name, email].filter(Boolean).join(' ') || String(id),
  }))
}

const CUSTOMER = { label: 'Customer', searchable: true, options: listCustomers } as const

/** A customer of the shop. */
export const customer = () => dropdown(CUSTOMER)

/** A customer of the shop, or none. */
export const anyCustomer = () => dropdown({ ...CUSTOMER, required: false })

/** An order. */
export const order = () => dropdown({ label: 'Order', searchable: true, options: listOrders })

/** A product. */
export const product = () => dropdown({ label: 'Product', searchable: true, options: listNamed('/products') })

/** Categories of products. */
export const categories = () =>
  dropdowns({
    label: 'Categories',
    searchable: true,
    required: false,
    options: listNamed('/products/categories'),
  })

/** How many are read. */
export const limit = () => number({ label: 'At most', defaultValue: 10, min: 1, max: PAGE })

/** The parts of a text with commas. */
export const parts = (text: string) => text.split(',').flatMap((each) => each.trim() || [])
