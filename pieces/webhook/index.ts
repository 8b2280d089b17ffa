import { piece } from '../../src/piece/piece.ts'
import { returnResponse, returnResponseAndWait } from './actions.ts'
import { catchWebhook } from './trigger.ts'

export default piece({
  name: 'webhook',
  displayName: 'Webhook',
  description: 'Starts a workflow by an HTTP request, and answers it.',
  version: '0.1.0',
  categories: ['CORE'],
  actions: [returnResponse, returnResponseAndWait],
  triggers: [catchWebhook],
})
