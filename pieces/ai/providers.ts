import type { Choice } from '../../src/piece/fields.ts'
import type { Authorization, ServiceHttp } from '../../src/piece/service-http.ts'
import { askChat, MISTRAL, OPENAI, OPENAI_COMPATIBLE } from './chat-completions.ts'
import { askGemini } from './generate-content.ts'
import { ANTHROPIC_HEADERS, askMessages } from './messages-api.ts'
import { anthropicModels, geminiModels, openAiModels } from './models.ts'
import type { Ask } from './question.ts'

/** Whose models answer. */
export interface Provider {
  label: string
  /** unset where the connection must say it */
  baseUrl?: string
  authorize(key: string): Authorization
  ask: Ask
  models(http: ServiceHttp): Promise<Choice<string>[]>
}

const bearer = (key: string) => ({ headers: { authorization: `Bearer ${key}` } })

/** Activepieces' names of them; `custom` is any other that speaks as OpenAI does. */
export type ProviderName = 'openai' | 'anthropic' | 'google' | 'mistral' | 'custom'

/** How to ask each provider. */
export const PROVIDERS: Readonly<Record<ProviderName, Provider>> = {
  openai: {
    label: 'OpenAI',
    baseUrl: 'https://api.openai.com/v1',
    authorize: bearer,
    ask: (http, question) => askChat(http, question, OPENAI),
    models: (http) => openAiModels(http),
  },
  anthropic: {
    label: 'Anthropic',
    baseUrl: 'https://api.anthropic.com',
    authorize: (key) => ({ headers: { 'x-api-key': key, ...ANTHROPIC_HEADERS } }),
    ask: (http, question) => askMessages(http, question),
    models: anthropicModels,
  },
  google: {
    label: 'Google Gemini',
    baseUrl: 'https://generativelanguage.googleapis.com/v1beta',
    authorize: (key) => ({ headers: { 'x-goog-api-key': key } }),
    ask: askGemini,
    models: (http) => geminiModels(http),
  },
  mistral: {
    label: 'Mistral',
    baseUrl: 'https://api.mistral.ai/v1',
    authorize: bearer,
    ask: (http, question) => askChat(http, question, MISTRAL),
    models: (http) => openAiModels(http),
  },
  custom: {
    label: 'Another one that speaks as OpenAI does',
    authorize: bearer,
    ask: (http, question) => askChat(http, question, OPENAI_COMPATIBLE),
    models: (http) => openAiModels(http),
  },
}
