import * as z from 'zod'
import { checkbox, choice, list, longText, number, shortText } from '../../src/piece/fields.ts'
import { write } from './form.ts'
import { metadata, product } from './inputs.ts'
import { currency, smallestUnits } from './money.ts'
import { stripe } from './service.ts'

/** Adds what is sold. */
export const createProduct = stripe.action({
  name: 'create_product',
  displayName: 'Create a product',
  description: 'Adds something to sell. Its prices are made apart.',
  input: z.object({
    name: shortText({ label: 'Name' }),
    description: longText({ label: 'Description', required: false }),
    active: checkbox({ label: 'For sale', required: false }),
    images: list({ label: 'Images', description: 'Web addresses, up to 8.', required: false }),
    url: shortText({ label: 'Web page', required: false }),
    metadata: metadata(),
  }),
  idempotent: true,
  run: ({ input, ...context }) => write(context, '/products', input),
})

/** Adds a price to a product. */
export const createPrice = stripe.action({
  name: 'create_price',
  displayName: 'Create a price',
  description: 'Adds a price to a product, paid once or again and again.',
  input: z.object({
    product: product(),
    amount: number({ label: 'Amount', description: 'Such as 10.50.', min: 0 }),
    currency: currency(),
    recurring: choice({
      label: 'Paid',
      defaultValue: 'one_time',
      choices: [
        { value: 'one_time', label: 'Once' },
        { value: 'day', label: 'Daily' },
        { value: 'week', label: 'Weekly' },
        { value: 'month', label: 'Monthly' },
        { value: 'year', label: 'Yearly' },
      ],
    }),
    interval_count: number({
      label: 'Every so many',
      description: 'Monthly and 3: every three months.',
      defaultValue: 1,
      min: 1,
    }),
  }),
  idempotent: true,
  run({ input: { product, amount, currency, recurring: interval, interval_count }, ...context }) {
    return write(context, '/prices', {
      product,
      currency,
      unit_amount: smallestUnits(amount, currency),
      recurring: interval === 'one_time' ? undefined : { interval, interval_count },
    })
  },
})
