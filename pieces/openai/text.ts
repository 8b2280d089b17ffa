import * as z from 'zod'
import { checkbox, choice, file, longText, number, rows, shortText } from '../../src/piece/fields.ts'
import { askChat, OPENAI } from '../ai/chat-completions.ts'
import { dataType } from '../ai/inputs.ts'
import { recall, remember } from '../ai/memory.ts'
import { ANSWER_TIMEOUT_MS, type Ask, type Turn } from '../ai/question.ts'
import { askForFields } from '../ai/structured.ts'
import { maxTokens, model, prompt, rolesOf, style, styleParameters, textModel } from './inputs.ts'
import { openai } from './service.ts'

/** Asks anything. */
export const ask = openai.action({
  name: 'ask_chatgpt',
  displayName: 'Ask ChatGPT',
  description: 'Sends a prompt to a model and gives its answer as text.',
  input: z.object({
    model: textModel(),
    prompt: prompt(),
    maxTokens: maxTokens(),
    memoryKey: shortText({
      label: 'Conversation',
      description: 'Steps of all workflows with the same word here go on with one conversation.',
      required: false,
    }),
    ...style,
  }),
  idempotent: ({ memoryKey }) => !memoryKey,
  timeoutMs: ANSWER_TIMEOUT_MS,
  async run({ input, http, services }) {
    const { model, prompt, maxTokens, temperature, memoryKey } = input
    const { system, turns: before } = rolesOf(input.roles)
    const store = services.store('COLLECTION')
    const turns: Turn[] = [
      ...(memoryKey ? await recall(store, memoryKey) : []),
      { role: 'user', text: prompt },
    ]
    const question = { model, system, turns: [...before, ...turns], maxTokens, temperature }
    const answer = await askChat(http, question, OPENAI, styleParameters(input))
    if (memoryKey) await remember(store, memoryKey, [...turns, { role: 'assistant', text: answer }])
    return answer
  },
})

/** Asks about a picture. */
export const visionPrompt = openai.action({
  name: 'vision_prompt',
  displayName: 'Ask about an image',
  description: 'Sends an image with a question and gives the answer as text.',
  input: z.object({
    image: file({ label: 'Image' }),
    prompt: prompt(),
    model: textModel(),
    detail: choice({
      label: 'Detail',
      defaultValue: 'auto',
      choices: [
        { value: 'auto', label: 'As the model likes' },
        { value: 'low', label: 'Low: quicker and cheaper' },
        { value: 'high', label: 'High: reads small print' },
      ],
    }),
    maxTokens: maxTokens(),
    ...style,
  }),
  idempotent: true,
  timeoutMs: ANSWER_TIMEOUT_MS,
  async run({ input, http, services }) {
    const { model, prompt, detail, maxTokens, temperature, image } = input
    const { system, turns } = rolesOf(input.roles)
    const files = [await services.files.read(image)]
    return askChat(
      http,
      { model, system, turns: [...turns, { role: 'user', text: prompt, files }], maxTokens, temperature },
      { ...OPENAI, imageDetail: detail },
      styleParameters(input),
    )
  },
})

/** Turns text into data. */
export const extractStructuredData = openai.action({
  name: 'extract-structured-data',
  displayName: 'Extract structured data',
  description: 'Finds values in a text and checks that they are what you asked for.',
  input: z.object({
    model: textModel(),
    text: longText({ label: 'Text' }),
    prompt: longText({ label: 'Instructions', description: 'What sort of data it is.' }),
    params: rows({
      label: 'Fields',
      row: z.object({
        propName: shortText({ label: 'Name' }),
        propDescription: longText({ label: 'Description', required: false }),
        propDataType: dataType(),
        propIsRequired: checkbox({ label: 'Must be there', defaultValue: true }),
      }),
    }),
  }),
  idempotent: true,
  timeoutMs: 2 * ANSWER_TIMEOUT_MS,
  run({ input: { model, text, prompt, params }, http }) {
    const ask: Ask = (http, question) => askChat(http, question, OPENAI)
    const question = { model, system: prompt, turns: [{ role: 'user' as const, text }] }
    const wanted = params.map((each) => ({
      name: each.propName,
      description: each.propDescription,
      type: each.propDataType,
      isRequired: each.propIsRequired,
    }))
    return askForFields(ask, http, question, wanted)
  },
})

const Moderation = z.object({
  id: z.string(),
  model: z.string(),
  results: z
    .array(z.object({ flagged: z.boolean(), categories: z.unknown(), category_scores: z.unknown() }))
    .min(1),
})

/** Judges a text. */
export const classifyText = openai.action({
  name: 'classify_text',
  displayName: 'Moderate text',
  description: 'Says whether a text is hateful, violent or otherwise harmful, and how sure that is.',
  input: z.object({
    model: model('omni-moderation-latest', (id) => /moderation/.test(id)),
    input: longText({ label: 'Text' }),
  }),
  idempotent: true,
  async run({ input, http }) {
    const { id, model, results } = await http.post('/moderations', { json: input, answer: Moderation })
    return { ...results[0], model, id }
  },
})

/** Turns text into a vector. */
export const createEmbedding = openai.action({
  name: 'create_embedding',
  displayName: 'Create embedding',
  description: 'Turns a text into a vector, to search by meaning.',
  input: z.object({
    model: choice({
      label: 'Model',
      defaultValue: 'text-embedding-3-small',
      choices: ['text-embedding-3-small', 'text-embedding-3-large', 'text-embedding-ada-002'].map(
        (value) => ({
          value,
          label: value,
        }),
      ),
    }),
    input: longText({ label: 'Text' }),
    dimensions: number({
      label: 'Length of the vector',
      description: 'Not for text-embedding-ada-002.',
      required: false,
    }),
    user: shortText({ label: 'Person', description: 'An id of yours for who caused it.', required: false }),
  }),
  idempotent: true,
  async run({ input, http }) {
    const { model, data, usage } = await http.post('/embeddings', {
      json: input,
      answer: z.object({
        model: z.string(),
        data: z.array(z.object({ embedding: z.array(z.number()) })).min(1),
        usage: z.unknown(),
      }),
    })
    return { model, embedding: data[0]?.embedding, data, usage }
  },
})
