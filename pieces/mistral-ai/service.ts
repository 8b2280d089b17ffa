import * as z from 'zod'
import { isObject } from '../../src/json.ts'
import { secretText } from '../../src/piece/auth.ts'
import { service } from '../../src/piece/service.ts'

const Problems = z.object({
  detail: z.array(z.object({ msg: z.string(), loc: z.array(z.unknown()).default([]) })).min(1),
})

/** Mistral's API. */
export const mistral = service({
  name: 'mistral-ai',
  displayName: 'Mistral AI',
  description: 'Text, data, embeddings and reading of documents with Mistral’s models.',
  categories: ['ARTIFICIAL_INTELLIGENCE'],
  auth: [secretText({ label: 'API key', description: 'console.mistral.ai › API keys.' })],
  baseUrl: 'https://api.mistral.ai/v1',
  authorize: ({ secret }) => ({ headers: { authorization: `Bearer ${secret}` } }),
  errorMessage(body) {
    const problems = Problems.safeParse(isObject(body) && isObject(body.message) ? body.message : body)
    return problems.data?.detail.map(({ msg, loc }) => `${msg} (${loc.join('.')})`).join('; ')
  },
  validate: ({ http }) => http.get('/models'),
})
