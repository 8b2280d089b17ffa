import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { customAuth } from '../../src/piece/auth.ts'
import { choice, secretText, shortText } from '../../src/piece/fields.ts'
import { service } from '../../src/piece/service.ts'
import { PROVIDERS, type ProviderName } from './providers.ts'

const names = Object.keys(PROVIDERS) as ProviderName[]

const fields = z.object({
  provider: choice({
    label: 'Provider',
    choices: names.map((value) => ({ value, label: PROVIDERS[value].label })),
  }),
  apiKey: secretText({ label: 'API key' }),
  baseUrl: shortText({
    label: 'Base URL',
    description: 'Only for another provider or a proxy, such as https://llm.example.com/v1',
    required: false,
  }),
  model: shortText({
    label: 'Usual model',
    description: 'Answers where a step names none.',
    required: false,
  }),
})

/** Models of any provider. Workers AI is reached through its OpenAI-compatible address. */
export const ai = service({
  name: 'ai',
  displayName: 'AI',
  description: 'Asks, summarises, classifies and extracts with the models of any provider.',
  categories: ['ARTIFICIAL_INTELLIGENCE', 'UNIVERSAL_AI'],
  auth: [customAuth({ label: 'Model provider', fields })],
  baseUrl({ fields: { provider, baseUrl } }) {
    const url = baseUrl ?? PROVIDERS[provider].baseUrl
    if (url !== undefined) return url
    throw new CodedError(
      'CONNECTION_INVALID',
      'The AI connection needs a base URL for this provider. Edit it.',
    )
  },
  authorize: ({ fields: { provider, apiKey } }) => PROVIDERS[provider].authorize(apiKey),
  validate: ({ http, auth }) => PROVIDERS[auth.fields.provider].models(http),
})
