import * as z from 'zod'
import type { Json } from '../../src/json.ts'
import { checkbox, choice, dateTime, longText, number, shortText } from '../../src/piece/fields.ts'
import { at, type QueryValue, type ServiceHttp } from '../../src/piece/service-http.ts'
import { write } from './form.ts'
import { customer, metadata, prices, subscription } from './inputs.ts'
import { collection } from './invoices.ts'
import { stripe } from './service.ts'

/** Starts a subscription. */
export const createSubscription = stripe.action({
  name: 'create_subscription',
  displayName: 'Create a subscription',
  description: 'Charges a customer again and again for one or more prices.',
  input: z.object({
    customer: customer(),
    items: prices(),
    ...collection,
    trial_period_days: number({ label: 'Free days', required: false, min: 0 }),
    coupon: shortText({ label: 'Coupon', required: false }),
    automatic_tax_enabled: checkbox({ label: 'Let Stripe add taxes', defaultValue: false }),
    metadata: metadata(),
  }),
  idempotent: true,
  run: ({ input: { automatic_tax_enabled: enabled, ...rest }, ...context }) =>
    write(context, '/subscriptions', { ...rest, automatic_tax: { enabled } }),
})

/** Ends a subscription. */
export const cancelSubscription = stripe.action({
  name: 'cancel_subscription',
  displayName: 'Cancel a subscription',
  description: 'Ends a subscription now, or when the time paid for is over.',
  input: z.object({
    subscription: subscription(),
    cancel_at_period_end: checkbox({ label: 'When the time paid for is over', defaultValue: false }),
  }),
  idempotent: true,
  run({ input: { subscription, cancel_at_period_end }, ...context }) {
    const path = at`/subscriptions/${subscription}`
    return cancel_at_period_end ? write(context, path, { cancel_at_period_end }) : context.http.delete(path)
  },
})

const STATUSES = [
  'active',
  'past_due',
  'unpaid',
  'canceled',
  'incomplete',
  'incomplete_expired',
  'trialing',
  'paused',
  'all',
] as const

/** The most Stripe gives at once. */
const PAGE = 100
/** Pages read at most, whatever is asked for. */
const MAX_PAGES = 10

const Page = z.object({
  data: z.array(
    z.looseObject({
      id: z.string(),
      items: z.object({ data: z.array(z.looseObject({ price: z.looseObject({ id: z.string() }) })) }),
    }),
  ),
  has_more: z.boolean(),
})

/** Looks for subscriptions. */
export const searchSubscriptions = stripe.action({
  name: 'search_subscriptions',
  displayName: 'Find subscriptions',
  description: 'Finds subscriptions by customer, price, status and age, newest first.',
  input: z.object({
    price_ids: longText({ label: 'Prices', description: 'Ids with commas between.', required: false }),
    status: choice({
      label: 'Status',
      description: 'All but the canceled ones if empty.',
      required: false,
      choices: STATUSES.map((value) => ({ value, label: value.replaceAll('_', ' ') })),
    }),
    customer_id: shortText({ label: 'Customer', description: 'Its id starts with cus_.', required: false }),
    created_after: dateTime({ label: 'Created after', required: false }),
    created_before: dateTime({ label: 'Created before', required: false }),
    limit: number({ label: 'At most', defaultValue: PAGE, min: 1, max: PAGE * MAX_PAGES }),
    include_customer_details: checkbox({ label: 'With the customers', defaultValue: true }),
  }),
  idempotent: true,
  async run({ input, http }) {
    const wanted = (input.price_ids ?? '').split(',').flatMap((each) => each.trim() || [])
    const { found, more } = await pages(http, input.limit, {
      status: input.status,
      customer: input.customer_id,
      'created[gte]': seconds(input.created_after),
      'created[lte]': seconds(input.created_before),
      'expand[]': input.include_customer_details ? 'data.customer' : undefined,
    })
    const subscriptions = found.filter(
      ({ items }) => wanted.length === 0 || items.data.some(({ price }) => wanted.includes(price.id)),
    )
    return { count: subscriptions.length, has_more_available: more, subscriptions: subscriptions as Json }
  },
})

async function pages(http: ServiceHttp, limit: number, filters: Record<string, QueryValue>) {
  const found: z.output<typeof Page>['data'] = []
  let more = true
  while (more && found.length < limit) {
    const query = {
      ...filters,
      limit: Math.min(PAGE, limit - found.length),
      starting_after: found.at(-1)?.id,
    }
    const { data, has_more } = await http.get('/subscriptions', { query, answer: Page })
    found.push(...data)
    more = has_more && data.length > 0
  }
  return { found, more }
}

const seconds = (date: string | undefined) =>
  date === undefined ? undefined : Math.floor(Date.parse(date) / 1000)
