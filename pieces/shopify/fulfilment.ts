import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { checkbox, choice, list, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { inside, order } from './inputs.ts'
import { shopify } from './service.ts'

const Open = z.object({ fulfillment_orders: z.array(z.object({ id: z.number(), status: z.string() })) })

/** Says that an order was sent. */
export const createFulfillment = shopify.action({
  name: 'create_fulfillment',
  displayName: 'Fulfil an order',
  description: 'Marks all that is open of an order as sent, with how to track it.',
  input: z.object({
    orderId: order(),
    trackingNumber: shortText({ label: 'Tracking number', required: false }),
    trackingCompany: shortText({ label: 'Carrier', required: false }),
    trackingUrl: shortText({ label: 'Tracking address', required: false }),
    notifyCustomer: checkbox({ label: 'Tell the customer', defaultValue: false }),
  }),
  idempotent: false,
  async run({ input, http }) {
    const path = at`/orders/${input.orderId}/fulfillment_orders.json`
    const { fulfillment_orders } = await http.get(path, { answer: Open })
    const open = fulfillment_orders.filter(({ status }) => status === 'open' || status === 'in_progress')
    if (open.length === 0) {
      throw new CodedError('CONFLICT', 'Nothing of this order is left to send. Check the field "orderId".')
    }
    const fulfillment = {
      line_items_by_fulfillment_order: open.map(({ id }) => ({ fulfillment_order_id: id })),
      tracking_info: {
        number: input.trackingNumber,
        company: input.trackingCompany,
        url: input.trackingUrl,
      },
      notify_customer: input.notifyCustomer,
    }
    return inside('fulfillment', http.post('/fulfillments.json', { json: { fulfillment } }))
  },
})

/** Reads what was sent. */
export const getFulfillments = shopify.action({
  name: 'get_fulfillments',
  displayName: "List an order's fulfilments",
  description: 'What was sent of an order, and how to track it.',
  input: z.object({ orderId: order() }),
  idempotent: true,
  run: ({ input, http }) => inside('fulfillments', http.get(at`/orders/${input.orderId}/fulfillments.json`)),
})

const Tagged = z.object({
  errors: z.array(z.object({ message: z.string() })).optional(),
  data: z
    .object({
      tagsAdd: z
        .object({
          node: z.object({ id: z.string() }).nullable(),
          userErrors: z.array(z.object({ message: z.string() })),
        })
        .nullable(),
    })
    .nullish(),
})

const ADD_TAGS = `mutation ($id: ID!, $tags: [String!]!) {
  tagsAdd(id: $id, tags: $tags) { node { id } userErrors { message } }
}`

/** Adds tags and keeps those there. */
export const addTags = shopify.action({
  name: 'add_tags',
  displayName: 'Add tags',
  description: 'Tags an order, a draft, a customer or a product, and keeps the tags it has.',
  input: z.object({
    resource_type: choice({
      label: 'Kind',
      choices: ['Order', 'DraftOrder', 'Customer', 'Product'].map((value) => ({ value, label: value })),
    }),
    resource_id: shortText({ label: 'Id' }),
    tags: list({ label: 'Tags' }),
  }),
  idempotent: true,
  async run({ input: { resource_type, resource_id, tags }, http }) {
    const id = resource_id.startsWith('gid:') ? resource_id : `gid://shopify/${resource_type}/${resource_id}`
    const json = { query: ADD_TAGS, variables: { id, tags: tags.map(String) } }
    // Its REST API can only replace tags, so that two runs at once would lose some.
    const { data, errors = [] } = await http.post('/graphql.json', { json, answer: Tagged })
    const said = [...errors, ...(data?.tagsAdd?.userErrors ?? [])].map(({ message }) => message).join('; ')
    if (said) throw new CodedError('INPUT_REJECTED', `Shopify refused the tags: ${said}. Check the id.`)
    return { id: data?.tagsAdd?.node?.id ?? id, tags: tags.map(String) }
  },
})
