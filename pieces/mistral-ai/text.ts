import * as z from 'zod'
import { dropdown, list, longText, number, shortText } from '../../src/piece/fields.ts'
import { askChat, MISTRAL } from '../ai/chat-completions.ts'
import { definition, extractAs } from '../ai/definition.ts'
import { openAiModels } from '../ai/models.ts'
import { ANSWER_TIMEOUT_MS, type Ask } from '../ai/question.ts'
import { mistral } from './service.ts'

const model = () =>
  dropdown({
    label: 'Model',
    defaultValue: 'mistral-small-latest',
    options: ({ http }) => openAiModels(http),
  })

const maxTokens = () =>
  number({ label: 'Longest answer', description: 'In tokens.', required: false, min: 1 })

/** Asks anything. */
export const createChatCompletion = mistral.action({
  name: 'create_chat_completion',
  displayName: 'Ask Mistral',
  description: 'Sends a prompt to a model and gives its answer as text.',
  input: z.object({
    model: model(),
    prompt: longText({ label: 'Question' }),
    systemPrompt: longText({ label: 'Instructions', description: 'How it should answer.', required: false }),
    temperature: number({
      label: 'Temperature',
      description: '0 for the likeliest words, up to 1.5.',
      required: false,
      min: 0,
      max: 1.5,
    }),
    top_p: number({
      label: 'Top P',
      description: 'Only words that make up this share of likelihood.',
      required: false,
      min: 0,
      max: 1,
    }),
    max_tokens: maxTokens(),
    random_seed: number({
      label: 'Seed',
      description: 'The same one gives the same answer.',
      required: false,
    }),
  }),
  idempotent: true,
  timeoutMs: ANSWER_TIMEOUT_MS,
  run({ input, http }) {
    const {
      model,
      prompt,
      systemPrompt: system,
      temperature,
      max_tokens: maxTokens,
      top_p,
      random_seed,
    } = input
    const question = {
      model,
      system,
      turns: [{ role: 'user' as const, text: prompt }],
      temperature,
      maxTokens,
    }
    return askChat(http, question, MISTRAL, { top_p, random_seed })
  },
})

const ask: Ask = (http, question) => askChat(http, question, MISTRAL)

/** Turns text into data. */
export const extractStructuredData = mistral.action({
  name: 'extract_structured_data',
  displayName: 'Extract structured data',
  description: 'Finds values in a text, and checks that they are what you asked for.',
  input: z.object({
    model: model(),
    text: longText({ label: 'Text' }),
    prompt: longText({ label: 'Instructions', defaultValue: 'Extract the following data.' }),
    ...definition,
    max_tokens: maxTokens(),
  }),
  idempotent: true,
  timeoutMs: 2 * ANSWER_TIMEOUT_MS,
  run({ input, http }) {
    const { model, text, prompt: system, max_tokens: maxTokens } = input
    return extractAs(input, ask, http, { model, system, turns: [{ role: 'user', text }], maxTokens })
  },
})

/** Turns texts into vectors. */
export const createEmbeddings = mistral.action({
  name: 'create_embeddings',
  displayName: 'Create embeddings',
  description: 'Turns texts into vectors, to search by meaning.',
  input: z.object({
    input: list({ label: 'Texts' }),
    model: shortText({ label: 'Model', defaultValue: 'mistral-embed' }),
  }),
  idempotent: true,
  run: ({ input: { input, model }, http }) =>
    http.post('/embeddings', { json: { model, input: input.map(String) } }),
})

/** What there is to choose from. */
export const listModels = mistral.action({
  name: 'list_models',
  displayName: 'List models',
  description: 'The models this account may use, and what they can do.',
  input: z.object({}),
  idempotent: true,
  run: ({ http }) => http.get('/models'),
})
