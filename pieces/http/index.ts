import { piece } from '../../src/piece/piece.ts'
import { parseUrl } from './parse-url.ts'
import { sendRequest } from './send-request.ts'

export default piece({
  name: 'http',
  displayName: 'HTTP',
  description: 'Sends HTTP requests.',
  version: '0.1.0',
  categories: ['CORE'],
  actions: [sendRequest, parseUrl],
})
