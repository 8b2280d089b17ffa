import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { file, list, longText, number, rows, shortText } from '../../src/piece/fields.ts'
import { definition, extractAs } from './definition.ts'
import { maxTokens, model, modelOf } from './inputs.ts'
import { recall, remember } from './memory.ts'
import { PROVIDERS } from './providers.ts'
import { ANSWER_TIMEOUT_MS, type Turn } from './question.ts'
import { ai } from './service.ts'
import { askForData } from './structured.ts'

/** Asks anything. */
export const askAi = ai.action({
  name: 'askAi',
  displayName: 'Ask AI',
  description: 'Sends a prompt to a model and gives its answer as text.',
  input: z.object({
    model: model(),
    prompt: longText({ label: 'Prompt' }),
    systemPrompt: longText({ label: 'Instructions', description: 'How it should answer.', required: false }),
    conversationKey: shortText({
      label: 'Conversation',
      description: 'Steps of this workflow with the same word here go on with one conversation.',
      required: false,
    }),
    creativity: number({
      label: 'Creativity',
      description: '0 for the likeliest words, 100 for surprising ones.',
      required: false,
      min: 0,
      max: 100,
    }),
    maxOutputTokens: maxTokens(),
  }),
  idempotent: ({ conversationKey }) => !conversationKey,
  timeoutMs: ANSWER_TIMEOUT_MS,
  async run({ input, http, auth, services }) {
    const { prompt, systemPrompt, conversationKey: key, creativity, maxOutputTokens } = input
    const store = services.store('FLOW')
    const storeKey = key && `ask-ai-conversation:${key}`
    const turns: Turn[] = [...(storeKey ? await recall(store, storeKey) : []), { role: 'user', text: prompt }]
    const answer = await PROVIDERS[auth.fields.provider].ask(http, {
      model: modelOf(input, auth.fields.model),
      system: systemPrompt,
      turns,
      maxTokens: maxOutputTokens,
      temperature: creativity === undefined ? undefined : creativity / 100,
    })
    if (storeKey) await remember(store, storeKey, [...turns, { role: 'assistant', text: answer }])
    return answer
  },
})

/** Makes a text shorter. */
export const summarizeText = ai.action({
  name: 'summarizeText',
  displayName: 'Summarise text',
  description: 'Gives what matters of a text, such as the transcript of a call.',
  input: z.object({
    model: model(),
    text: longText({ label: 'Text' }),
    prompt: longText({
      label: 'Instructions',
      defaultValue: 'Summarise the following text. Keep to what matters, in its own language.',
    }),
    maxOutputTokens: maxTokens(),
  }),
  idempotent: true,
  timeoutMs: ANSWER_TIMEOUT_MS,
  run: ({ input, http, auth }) =>
    PROVIDERS[auth.fields.provider].ask(http, {
      model: modelOf(input, auth.fields.model),
      turns: [{ role: 'user', text: `${input.prompt}\n\n${input.text}` }],
      maxTokens: input.maxOutputTokens,
    }),
})

/** Puts a text into one of several drawers. */
export const classifyText = ai.action({
  name: 'classifyText',
  displayName: 'Classify text',
  description: 'Gives the one of your categories that fits a text best.',
  input: z.object({
    model: model(),
    text: longText({ label: 'Text' }),
    categories: list({ label: 'Categories' }),
  }),
  idempotent: true,
  timeoutMs: ANSWER_TIMEOUT_MS,
  async run({ input, http, auth }) {
    const categories = [...new Set(input.categories.map(String))]
    if (categories.length === 0) throw new CodedError('INPUT_INVALID', 'Give at least one category.')
    const question = {
      model: modelOf(input, auth.fields.model),
      turns: [{ role: 'user' as const, text: `Which category fits this text best?\n\n${input.text}` }],
    }
    const { category } = await askForData(PROVIDERS[auth.fields.provider].ask, http, question, {
      type: 'object',
      properties: { category: { type: 'string', enum: categories } },
      required: ['category'],
    })
    return category
  },
})

/** Turns text, images and PDFs into data. */
export const extractStructuredData = ai.action({
  name: 'extractStructuredData',
  displayName: 'Extract structured data',
  description: 'Finds values in a text, in images or in PDFs, and checks that they are what you asked for.',
  input: z.object({
    model: model(),
    text: longText({ label: 'Text', required: false }),
    files: rows({
      label: 'Images and PDFs',
      required: false,
      row: z.object({ file: file({ label: 'File', required: false }) }),
    }),
    prompt: longText({ label: 'Instructions', defaultValue: 'Extract the following data.' }),
    ...definition,
    maxOutputTokens: maxTokens(),
  }),
  idempotent: true,
  timeoutMs: 2 * ANSWER_TIMEOUT_MS,
  async run({ input, http, auth, services }) {
    const { text, prompt } = input
    const sources = (input.files ?? []).flatMap(({ file }) => file ?? [])
    if (!text && sources.length === 0) {
      throw new CodedError('INPUT_INVALID', 'Give a text in the field "text", or a file in "files".')
    }
    const { ask } = PROVIDERS[auth.fields.provider]
    const files = await Promise.all(sources.map((source) => services.files.read(source)))
    const question = {
      model: modelOf(input, auth.fields.model),
      turns: [{ role: 'user' as const, text: [prompt, text].filter(Boolean).join('\n\n'), files }],
      maxTokens: input.maxOutputTokens,
    }
    return extractAs(input, ask, http, question)
  },
})
