import * as z from 'zod'
import { list, number, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { holded } from './service.ts'

const productId = () => shortText({ label: 'Product', description: 'Its id.' })
const optionalText = (label: string) => shortText({ label, required: false })

const listProducts = holded.action({
  name: 'list_products',
  displayName: 'List products',
  description: 'All products with their prices and stock.',
  input: z.object({}),
  idempotent: true,
  run: ({ http }) => http.get('/invoicing/v1/products'),
})

const getProduct = holded.action({
  name: 'get_product',
  displayName: 'Get a product',
  description: 'Reads a product.',
  input: z.object({ product_id: productId() }),
  idempotent: true,
  run: ({ input, http }) => http.get(at`/invoicing/v1/products/${input.product_id}`),
})

const createProduct = holded.action({
  name: 'create_product',
  displayName: 'Create a product',
  description: 'Makes a product.',
  input: z.object({
    name: shortText({ label: 'Name' }),
    desc: optionalText('Description'),
    price: number({ label: 'Price without tax', required: false }),
    tax: number({ label: 'Tax in percent', required: false }),
    sku: optionalText('SKU'),
    barcode: optionalText('Barcode'),
    stock: number({ label: 'Stock', required: false }),
    tags: list({ label: 'Tags', required: false }),
  }),
  idempotent: false,
  run: ({ input, http }) => http.post('/invoicing/v1/products', { json: { kind: 'simple', ...input } }),
})

const updateProduct = holded.action({
  name: 'update_product',
  displayName: 'Change a product',
  description: 'Changes a product. What is left empty stays as it is.',
  input: z.object({
    product_id: productId(),
    name: optionalText('Name'),
    desc: optionalText('Description'),
    subtotal: number({ label: 'Price without tax', required: false }),
    tax: number({ label: 'Tax in percent', required: false }),
    sku: optionalText('SKU'),
    barcode: optionalText('Barcode'),
  }),
  idempotent: true,
  run: ({ input: { product_id, ...json }, http }) =>
    http.put(at`/invoicing/v1/products/${product_id}`, { json }),
})

export const products = [listProducts, getProduct, createProduct, updateProduct]
