import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { choice, dropdown, dynamic, file, longText, number, rows, shortText } from '../../src/piece/fields.ts'
import { variantOf } from '../../src/piece/input.ts'
import { at } from '../../src/piece/service-http.ts'
import type { Files } from '../../src/piece/services.ts'
import { definition, extractAs } from '../ai/definition.ts'
import { askGemini } from '../ai/generate-content.ts'
import { recall, remember } from '../ai/memory.ts'
import { geminiModels } from '../ai/models.ts'
import { ANSWER_TIMEOUT_MS, type Turn } from '../ai/question.ts'
import { gemini } from './service.ts'

const model = () =>
  dropdown({
    label: 'Model',
    defaultValue: 'gemini-2.5-flash',
    options: ({ http }) => geminiModels(http),
  })

const prompt = () => longText({ label: 'Prompt' })

const maxTokens = () =>
  number({
    label: 'Longest answer',
    description: 'In tokens, thinking included.',
    required: false,
    min: 1,
  })

const temperature = () =>
  number({
    label: 'Temperature',
    description: '0 for the likeliest words, up to 2.',
    required: false,
    min: 0,
    max: 2,
  })

const attachments = () =>
  rows({
    label: 'Files',
    description: 'Images, PDFs, audio or video, up to 15 MB together.',
    required: false,
    row: z.object({ file: file({ label: 'File', required: false }) }),
  })

const readAll = (files: Files, attached: readonly { file?: string | undefined }[] = []) =>
  Promise.all(attached.flatMap(({ file }) => (file ? [files.read(file)] : [])))

const tools = {
  'google-search': z.object({}),
  'url-context': z.object({}),
  'google-maps': z.object({
    latitude: number({ label: 'Latitude', min: -90, max: 90 }),
    longitude: number({ label: 'Longitude', min: -180, max: 180 }),
  }),
}

/** What a model may use, as the API takes it. */
function toolParameters(type: keyof typeof tools | undefined, properties: unknown): object {
  if (type === 'google-search') return { tools: [{ googleSearch: {} }] }
  if (type === 'url-context') return { tools: [{ urlContext: {} }] }
  if (type === undefined) return {}
  const latLng = variantOf(tools, type, properties, 'toolProperties')
  return { tools: [{ googleMaps: {} }], toolConfig: { retrievalConfig: { latLng } } }
}

/** Asks anything. */
export const generateContent = gemini.action({
  name: 'generate_content',
  displayName: 'Generate content',
  description: 'Sends a prompt, with files if you like, and gives the answer as text.',
  input: z.object({
    prompt: prompt(),
    model: model(),
    systemInstruction: longText({
      label: 'Instructions',
      description: 'How it should answer.',
      required: false,
    }),
    files: attachments(),
    toolType: choice({
      label: 'May use',
      required: false,
      choices: [
        { value: 'google-search', label: 'Google Search' },
        { value: 'url-context', label: 'The pages named in the prompt' },
        { value: 'google-maps', label: 'Google Maps' },
      ],
    }),
    toolProperties: dynamic({
      label: 'Around',
      required: false,
      dependsOn: 'toolType',
      variants: tools,
    }),
    temperature: temperature(),
    maxTokens: maxTokens(),
  }),
  idempotent: true,
  timeoutMs: ANSWER_TIMEOUT_MS,
  async run({ input, http, services }) {
    const { prompt, model, systemInstruction: system, temperature, maxTokens } = input
    const files = await readAll(services.files, input.files)
    const question = {
      model,
      system,
      turns: [{ role: 'user' as const, text: prompt, files }],
      temperature,
      maxTokens,
    }
    return askGemini(http, question, toolParameters(input.toolType, input.toolProperties))
  },
})

/** Asks about a picture. */
export const generateContentFromImage = gemini.action({
  name: 'generate_content_from_image',
  displayName: 'Ask about an image',
  description: 'Sends an image with a prompt and gives the answer.',
  input: z.object({ prompt: prompt(), image: file({ label: 'Image' }), model: model() }),
  idempotent: true,
  timeoutMs: ANSWER_TIMEOUT_MS,
  async run({ input: { prompt, image, model }, http, services }) {
    const files = [await services.files.read(image)]
    return { text: await askGemini(http, { model, turns: [{ role: 'user', text: prompt, files }] }) }
  },
})

/** Goes on with a conversation. */
export const chatGemini = gemini.action({
  name: 'chat_gemini',
  displayName: 'Chat',
  description: 'Sends a prompt within a conversation that is kept under a word.',
  input: z.object({
    model: model(),
    prompt: prompt(),
    memoryKey: shortText({
      label: 'Conversation',
      description: 'Steps of all workflows with the same word here go on with one conversation.',
      required: false,
    }),
  }),
  idempotent: ({ memoryKey }) => !memoryKey,
  timeoutMs: ANSWER_TIMEOUT_MS,
  async run({ input: { model, prompt, memoryKey }, http, services }) {
    const store = services.store('COLLECTION')
    const history = memoryKey ? await recall(store, memoryKey) : []
    const turns: Turn[] = [...history, { role: 'user', text: prompt }]
    const response = await askGemini(http, { model, turns })
    if (memoryKey) await remember(store, memoryKey, [...turns, { role: 'assistant', text: response }])
    return { response, history }
  },
})

/** Turns text and files into data. */
export const extractStructuredData = gemini.action({
  name: 'extract_structured_data',
  displayName: 'Extract structured data',
  description: 'Finds values in a text or in files, and checks that they are what you asked for.',
  input: z.object({
    model: model(),
    text: longText({ label: 'Text', required: false }),
    files: attachments(),
    prompt: longText({ label: 'Instructions', defaultValue: 'Extract the following data.' }),
    ...definition,
    maxTokens: maxTokens(),
  }),
  idempotent: true,
  timeoutMs: 2 * ANSWER_TIMEOUT_MS,
  async run({ input, http, services }) {
    const { model, text, prompt, maxTokens } = input
    const files = await readAll(services.files, input.files)
    if (!text && files.length === 0) {
      throw new CodedError('INPUT_INVALID', 'Give a text in the field "text", or a file in "files".')
    }
    const turns: Turn[] = [{ role: 'user', text: [prompt, text].filter(Boolean).join('\n\n'), files }]
    return extractAs(input, askGemini, http, { model, turns, maxTokens })
  },
})

const Embedded = z.object({ embedding: z.object({ values: z.array(z.number()) }) })

/** Turns text into a vector. */
export const generateEmbeddings = gemini.action({
  name: 'generate_embeddings',
  displayName: 'Create embedding',
  description: 'Turns a text into a vector, to search by meaning.',
  input: z.object({
    text: longText({ label: 'Text' }),
    model: dropdown({
      label: 'Model',
      defaultValue: 'gemini-embedding-001',
      options: ({ http }) => geminiModels(http, 'embedContent'),
    }),
    taskType: choice({
      label: 'For',
      required: false,
      choices: [
        { value: 'RETRIEVAL_QUERY', label: 'Searching' },
        { value: 'RETRIEVAL_DOCUMENT', label: 'Being found' },
        { value: 'SEMANTIC_SIMILARITY', label: 'Comparing' },
        { value: 'CLASSIFICATION', label: 'Classifying' },
        { value: 'CLUSTERING', label: 'Grouping' },
        { value: 'QUESTION_ANSWERING', label: 'Answering questions' },
      ],
    }),
    title: shortText({ label: 'Title', description: 'Of a text that is to be found.', required: false }),
    outputDimensionality: number({ label: 'Length of the vector', required: false, min: 1 }),
  }),
  idempotent: true,
  async run({ input: { text, model, ...more }, http }) {
    const { embedding } = await http.post(at`/models/${model}:embedContent`, {
      json: { content: { parts: [{ text }] }, ...more },
      answer: Embedded,
    })
    return { embedding: embedding.values, dimensions: embedding.values.length }
  },
})

/** Says how long a prompt is. */
export const countTokens = gemini.action({
  name: 'count_tokens',
  displayName: 'Count tokens',
  description: 'Says how many tokens a text is for a model, without asking it.',
  input: z.object({ text: longText({ label: 'Text' }), model: model() }),
  idempotent: true,
  run: ({ input: { text, model }, http }) =>
    http.post(at`/models/${model}:countTokens`, { json: { contents: [{ parts: [{ text }] }] } }),
})

/** What there is to choose from. */
export const listModels = gemini.action({
  name: 'list_models',
  displayName: 'List models',
  description: 'The models this account may use, with their limits.',
  input: z.object({ pageSize: number({ label: 'At most', defaultValue: 100, min: 1, max: 1000 }) }),
  idempotent: true,
  run: ({ input, http }) => http.get('/models', { query: input }),
})
