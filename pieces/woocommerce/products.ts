import * as z from 'zod'
import { checkbox, choice, longText, number, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { categories, limit, parts, product } from './inputs.ts'
import { woocommerce } from './service.ts'

/** Adds a product. */
export const createProduct = woocommerce.action({
  name: 'Create Product',
  displayName: 'Create a product',
  description: 'Adds a product.',
  input: z.object({
    name: shortText({ label: 'Name' }),
    type: choice({
      label: 'Type',
      defaultValue: 'simple',
      choices: ['simple', 'grouped', 'external', 'variable'].map((value) => ({ value, label: value })),
    }),
    regular_price: number({ label: 'Price', required: false, min: 0 }),
    description: longText({ label: 'Description', required: false }),
    short_description: longText({ label: 'Short description', required: false }),
    categories: categories(),
    images: longText({
      label: 'Images',
      description: 'Web addresses, with commas between.',
      required: false,
    }),
  }),
  idempotent: false,
  run({ input: { regular_price, categories, images, ...rest }, http }) {
    const json = {
      ...rest,
      regular_price: regular_price === undefined ? undefined : String(regular_price),
      // Text with commas is what Activepieces' flows hold.
      categories: categories?.flatMap(parts).map((id) => ({ id: Number(id) })),
      images: images === undefined ? undefined : parts(images).map((src) => ({ src })),
    }
    return http.post('/products', { json })
  },
})

/** Changes a product. */
export const updateProduct = woocommerce.action({
  name: 'update_product',
  displayName: 'Change a product',
  description: 'Changes what is filled in and leaves the rest.',
  input: z.object({
    id: product(),
    name: shortText({ label: 'Name', required: false }),
    regular_price: shortText({ label: 'Price', required: false }),
    description: longText({ label: 'Description', required: false }),
    stock_quantity: number({ label: 'Stock', required: false }),
  }),
  idempotent: true,
  run({ input: { id, stock_quantity, ...rest }, http }) {
    // Without being managed, a stock is refused.
    const stock = stock_quantity === undefined ? {} : { manage_stock: true, stock_quantity }
    return http.put(at`/products/${id}`, { json: { ...rest, ...stock } })
  },
})

/** Reads a product. */
export const findProduct = woocommerce.action({
  name: 'Find Product',
  displayName: 'Get a product',
  description: 'Reads one product by its id.',
  input: z.object({ id: product() }),
  idempotent: true,
  run: ({ input: { id }, http }) => http.get(at`/products/${id}`),
})

/** Looks for products. */
export const searchProducts = woocommerce.action({
  name: 'search_products',
  displayName: 'Find products',
  description: 'Finds products by words or SKU.',
  input: z.object({
    search: shortText({ label: 'Words', required: false }),
    sku: shortText({ label: 'SKU', required: false }),
    limit: limit(),
  }),
  idempotent: true,
  run: ({ input: { limit, ...query }, http }) =>
    http.get('/products', { query: { ...query, per_page: limit } }),
})

/** Adds a coupon. */
export const createCoupon = woocommerce.action({
  name: 'Create Coupon',
  displayName: 'Create a coupon',
  description: 'Adds a coupon. Its code must be new.',
  input: z.object({
    code: shortText({ label: 'Code' }),
    discount_type: choice({
      label: 'Discount',
      choices: [
        { value: 'percent', label: 'Percent' },
        { value: 'fixed_cart', label: 'Amount off the order' },
        { value: 'fixed_product', label: 'Amount off each product' },
      ],
    }),
    amount: number({ label: 'Amount', min: 0 }),
    minimum_amount: number({ label: 'For orders from', required: false, min: 0 }),
    usage_limit: number({ label: 'Times it can be used', required: false, min: 1 }),
    individual_use: checkbox({ label: 'Not with other coupons', defaultValue: true }),
    exclude_sale_items: checkbox({ label: 'Not for what is on sale', defaultValue: true }),
  }),
  idempotent: false,
  run: ({ input: { amount, minimum_amount, ...rest }, http }) =>
    http.post('/coupons', {
      json: {
        ...rest,
        amount: String(amount),
        minimum_amount: minimum_amount === undefined ? undefined : String(minimum_amount),
      },
    }),
})
