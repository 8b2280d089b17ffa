import { ASSIGN, functionCall, mention, respond } from '../phrases.ts'
import type { TemplateSource } from '../source.ts'
import { action, router, when, workflow } from '../steps.ts'

export default {
  slug: 'order-status',
  category: 'during_call',
  name: { en: 'Order status (your shop, over HTTP)', es: 'Estado del pedido (tu tienda, por HTTP)' },
  description: {
    en: 'The agent asks the API of your shop how an order stands, and tells the caller.',
    es: 'El agente consulta en la API de tu tienda cómo va un pedido y se lo cuenta a quien llama.',
  },
  setup: [
    mention('order_status'),
    {
      en: 'The answer of your API is handed to the agent as it is: keep it short.',
      es: 'La respuesta de tu API llega al agente tal cual: que sea breve.',
    },
    ASSIGN,
  ],
  connections: [
    {
      key: 'shop_api',
      piece: 'http',
      type: 'SECRET_TEXT',
      name: { en: 'API of your shop', es: 'API de tu tienda' },
      description: {
        en: 'The token that your API takes as bearer.',
        es: 'El token que tu API acepta como bearer.',
      },
    },
  ],
  variables: {
    orders_url: {
      en: 'The address that answers ?order_number=… with an order: https://shop.example.com/api/order',
      es: 'La dirección que responde a ?order_number=… con un pedido: https://tienda.example.com/api/order',
    },
  },
  definition: workflow(
    'order_status',
    functionCall({ en: 'Tells how an order stands.', es: 'Dice cómo va un pedido.' }, [
      {
        name: 'order_number',
        description: {
          en: 'The number of the order, as the caller says it, without spaces.',
          es: 'El número del pedido, tal como se dice, sin espacios.',
        },
      },
    ]),
    [
      action('ask', { en: 'Ask the shop', es: 'Preguntar a la tienda' }, 'http', 'send_request', {
        method: 'GET',
        url: '<<orders_url>>',
        queryParams: { order_number: '{{trigger.arguments.order_number}}' },
        authType: 'BEARER_TOKEN',
        authFields: { token: "{{connections['<<shop_api>>'].secret_text}}" },
        body_type: 'none',
        timeout: 10,
        failureMode: 'continue_4xx',
      }),
      router(
        'by_status',
        { en: 'Is there such an order?', es: '¿Existe el pedido?' },
        [
          {
            name: { en: 'Found', es: 'Existe' },
            when: [[when('{{ask.status}}', 'NUMBER_IS_EQUAL_TO', '200')]],
            steps: [respond('respond_found', { status: 'found', order: '{{ask.body}}' })],
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
