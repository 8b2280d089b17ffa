import { shopify } from '../connections.ts'
import { ASSIGN, functionCall, mention, respond } from '../phrases.ts'
import type { TemplateSource } from '../source.ts'
import { action, code, connection, router, when, workflow } from '../steps.ts'

// A search by number may find longer ones too.
const CHOOSE = `
export const code = async ({ orders, number }) => {
  const digits = (text) => String(text ?? '').replace(/[^\\d]/g, '')
  const order = (orders ?? []).find(({ name }) => digits(name) !== '' && digits(name) === digits(number))
  if (!order) return { order: null }
  const { name, cancelled_at, financial_status, fulfillment_status, fulfillments } = order
  const tracking = (fulfillments ?? []).flatMap((each) => each.tracking_numbers ?? [])
  return {
    order: {
      number: name,
      cancelled: Boolean(cancelled_at),
      payment: financial_status ?? 'unknown',
      shipping: fulfillment_status ?? 'not sent yet',
      tracking_numbers: tracking,
    },
  }
}`

export default {
  slug: 'order-status-shopify',
  category: 'during_call',
  name: { en: 'Order status (Shopify)', es: 'Estado del pedido (Shopify)' },
  description: {
    en: 'The agent looks an order up in your Shopify shop, and says whether it is paid, sent or cancelled.',
    es: 'El agente busca un pedido en tu tienda de Shopify y dice si está pagado, enviado o cancelado.',
  },
  setup: [
    mention('order_status'),
    {
      en: 'Whoever knows the number of an order hears how it stands. Have the agent ask for a name first if that is too much.',
      es: 'Quien sepa el número de un pedido oirá cómo va. Si es demasiado, haz que el agente pida antes el nombre.',
    },
    ASSIGN,
  ],
  connections: [shopify],
  variables: {},
  definition: workflow(
    'order_status',
    functionCall({ en: 'Tells how an order stands.', es: 'Dice cómo va un pedido.' }, [
      {
        name: 'order_number',
        description: {
          en: 'The number of the order, digits only.',
          es: 'El número del pedido, solo cifras.',
        },
      },
    ]),
    [
      action('find', { en: 'Find the order', es: 'Buscar el pedido' }, 'shopify', 'find_orders', {
        auth: connection('shopify'),
        name: '{{trigger.arguments.order_number}}',
        status: 'any',
        limit: 10,
      }),
      code('choose', { en: 'Keep what matters', es: 'Quedarse con lo importante' }, CHOOSE, {
        orders: '{{find}}',
        number: '{{trigger.arguments.order_number}}',
      }),
      router(
        'by_order',
        { en: 'Is there such an order?', es: '¿Existe el pedido?' },
        [
          {
            name: { en: 'Found', es: 'Existe' },
            when: [[when('{{choose.order?.number}}', 'EXISTS')]],
            steps: [respond('respond_found', { status: 'found', order: '{{choose.order}}' })],
          },
        ],
        [
          respond('respond_unknown', {
            status: 'not_found',
            message: {
              en: 'There is no such order. Ask for the number once more.',
              es: 'No existe ese pedido. Pide el número otra vez.',
            },
          }),
        ],
      ),
    ],
    {
      fallbackAnswer: {
        status: 'error',
        message: {
          en: 'The shop cannot be asked right now. Offer to call back.',
          es: 'Ahora mismo no se puede consultar la tienda. Ofrece devolver la llamada.',
        },
      },
    },
  ),
} satisfies TemplateSource
