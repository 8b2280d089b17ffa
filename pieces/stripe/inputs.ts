import * as z from 'zod'
import { dropdown, number, type OptionsContext, object, rows, shortText } from '../../src/piece/fields.ts'

/** The most Stripe gives at once; who has more types the id, or searches. */
const PAGE = 100

const listOf = <S extends z.ZodType>(item: S) => z.object({ data: z.array(item) })
const Customers = listOf(
  z.object({ id: z.string(), name: z.string().nullish(), email: z.string().nullish() }),
)
const Named = listOf(z.object({ id: z.string(), name: z.string().nullish() }))
const Payments = listOf(
  z.object({ id: z.string(), amount: z.number(), currency: z.string(), status: z.string() }),
)
const Invoices = listOf(
  z.object({ id: z.string(), number: z.string().nullish(), customer_email: z.string().nullish() }),
)
const Subscriptions = listOf(z.object({ id: z.string(), customer: z.string(), status: z.string() }))
const Links = listOf(z.object({ id: z.string(), url: z.string() }))

async function listCustomers({ http, search }: OptionsContext) {
  const wanted = search?.replaceAll(/["\\]/g, '')
  const { data } = wanted
    ? await http.get('/customers/search', {
        query: { query: `email~"${wanted}" OR name~"${wanted}"`, limit: PAGE },
        answer: Customers,
      })
    : await http.get('/customers', { query: { limit: PAGE }, answer: Customers })
  return data.map(({ id, name, email }) => ({
    value: id,
    label: [name, email].filter(Boolean).join(', ') || id,
  }))
}

async function listProducts({ http }: OptionsContext) {
  const { data } = await http.get('/products', { query: { active: true, limit: PAGE }, answer: Named })
  return data.map(({ id, name }) => ({ value: id, label: name || id }))
}

async function listPayments({ http }: OptionsContext) {
  const { data } = await http.get('/payment_intents', { query: { limit: PAGE }, answer: Payments })
  return data.map(({ id, amount, currency, status }) => ({
    value: id,
    label: `${id}: ${amount} ${currency}, ${status}`,
  }))
}

async function listInvoices({ http }: OptionsContext) {
  const { data } = await http.get('/invoices', { query: { limit: PAGE }, answer: Invoices })
  return data.map(({ id, number, customer_email }) => ({
    value: id,
    label: [number ?? id, customer_email].filter(Boolean).join(', '),
  }))
}

async function listSubscriptions({ http }: OptionsContext) {
  const { data } = await http.get('/subscriptions', { query: { limit: PAGE }, answer: Subscriptions })
  return data.map(({ id, customer, status }) => ({ value: id, label: `${id}: ${customer}, ${status}` }))
}

async function listLinks({ http }: OptionsContext) {
  const { data } = await http.get('/payment_links', {
    query: { active: true, limit: PAGE },
    answer: Links,
  })
  return data.map(({ id, url }) => ({ value: id, label: url }))
}

const CUSTOMER = {
  label: 'Customer',
  description: 'Its id starts with cus_.',
  searchable: true,
  options: listCustomers,
} as const

/** A customer. */
export const customer = () => dropdown(CUSTOMER)

/** A customer, or none. */
export const anyCustomer = () => dropdown({ ...CUSTOMER, required: false })

/** What is sold. */
export const product = () => dropdown({ label: 'Product', options: listProducts })

/** A payment. */
export const payment = () =>
  dropdown({ label: 'Payment', description: 'Its id starts with pi_.', options: listPayments })

/** An invoice. */
export const invoice = () =>
  dropdown({ label: 'Invoice', description: 'Its id starts with in_.', options: listInvoices })

/** A subscription. */
export const subscription = () =>
  dropdown({ label: 'Subscription', description: 'Its id starts with sub_.', options: listSubscriptions })

/** A payment link. */
export const paymentLink = () => dropdown({ label: 'Payment link', options: listLinks })

/** Prices with how many of each. */
export const prices = () =>
  rows({
    label: 'Prices',
    row: z.object({
      price: shortText({ label: 'Price', description: 'Its id starts with price_.' }),
      quantity: number({ label: 'Quantity', defaultValue: 1, min: 1 }),
    }),
  })

/** Names and values of one's own that Stripe keeps with the object. */
export const metadata = () => object({ label: 'Metadata', required: false })
