import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { checkbox, dropdown, dynamic, file, json, longText, number } from '../../src/piece/fields.ts'
import { variantOf } from '../../src/piece/input.ts'
import { definition, extractAs } from '../ai/definition.ts'
import { DEFAULT_MAX_TOKENS } from '../ai/inputs.ts'
import { askMessages } from '../ai/messages-api.ts'
import { anthropicModels } from '../ai/models.ts'
import { ANSWER_TIMEOUT_MS, type Turn } from '../ai/question.ts'
import { claude } from './service.ts'

const model = () =>
  dropdown({
    label: 'Model',
    defaultValue: 'claude-sonnet-4-5',
    options: ({ http }) => anthropicModels(http),
  })

const maxTokens = () =>
  number({ label: 'Longest answer', description: 'In tokens.', defaultValue: DEFAULT_MAX_TOKENS, min: 1 })

const systemPrompt = () =>
  longText({ label: 'Instructions', description: 'How it should answer.', required: false })

const temperature = () =>
  number({
    label: 'Temperature',
    description: '0 for the likeliest words, up to 1.',
    required: false,
    min: 0,
    max: 1,
  })

/** The least that Anthropic lets a model think. Tokens. */
const LEAST_THINKING = 1024

const thinking = {
  true: z.object({
    budgetTokens: number({
      label: 'Thinks for at most',
      description: 'In tokens. Less than the longest answer.',
      defaultValue: LEAST_THINKING,
      min: LEAST_THINKING,
    }),
  }),
  false: z.object({}),
}

const Roles = z.array(z.object({ role: z.enum(['user', 'assistant']), content: z.string() }))

/** What was said before. @throws CodedError INPUT_INVALID */
function turnsOf(roles: unknown): Turn[] {
  const parsed = Roles.safeParse(roles ?? [])
  if (parsed.success) return parsed.data.map(({ role, content }) => ({ role, text: content }))
  const message = 'The field "roles" must be a list of {"role", "content"}; a role is user or assistant.'
  throw new CodedError('INPUT_INVALID', message)
}

/** Asks anything. */
export const askClaude = claude.action({
  name: 'ask_claude',
  displayName: 'Ask Claude',
  description: 'Sends a prompt to a model and gives its answer as text.',
  input: z.object({
    model: model(),
    prompt: longText({ label: 'Question' }),
    systemPrompt: systemPrompt(),
    image: file({ label: 'Image or PDF', required: false }),
    maxTokens: maxTokens(),
    temperature: temperature(),
    roles: json({
      label: 'Messages after it',
      description: 'A list such as [{"role": "assistant", "content": "…"}, {"role": "user", "content": "…"}]',
      required: false,
    }),
    thinkingMode: checkbox({ label: 'Think first', defaultValue: false }),
    thinkingModeParams: dynamic({
      label: 'Thinking',
      required: false,
      dependsOn: 'thinkingMode',
      variants: thinking,
    }),
  }),
  idempotent: true,
  timeoutMs: ANSWER_TIMEOUT_MS,
  async run({ input, http, services }) {
    const { model, prompt, systemPrompt: system, image, maxTokens, temperature } = input
    const files = image ? [await services.files.read(image)] : []
    const turns: Turn[] = [{ role: 'user', text: prompt, files }, ...turnsOf(input.roles)]
    const question = { model, system, turns, maxTokens }
    if (!input.thinkingMode) return askMessages(http, { ...question, temperature })
    const { budgetTokens } = variantOf(thinking, 'true', input.thinkingModeParams, 'thinkingModeParams')
    // A model that thinks takes no temperature.
    return askMessages(http, question, { thinking: { type: 'enabled', budget_tokens: budgetTokens } })
  },
})

/** Asks about a picture. */
export const visionPrompt = claude.action({
  name: 'vision_prompt',
  displayName: 'Ask about an image',
  description: 'Sends an image or a PDF with a question and gives the answer as text.',
  input: z.object({
    image: file({ label: 'Image or PDF' }),
    prompt: longText({ label: 'Question' }),
    model: model(),
    systemPrompt: systemPrompt(),
    maxTokens: maxTokens(),
    temperature: temperature(),
  }),
  idempotent: true,
  timeoutMs: ANSWER_TIMEOUT_MS,
  async run({
    input: { image, prompt, model, systemPrompt: system, maxTokens, temperature },
    http,
    services,
  }) {
    const files = [await services.files.read(image)]
    const turns: Turn[] = [{ role: 'user', text: prompt, files }]
    return askMessages(http, { model, system, turns, maxTokens, temperature })
  },
})

/** Turns text and pictures into data. */
export const extractStructuredData = claude.action({
  name: 'extract-structured-data',
  displayName: 'Extract structured data',
  description: 'Finds values in a text, an image or a PDF, and checks that they are what you asked for.',
  input: z.object({
    model: model(),
    text: longText({ label: 'Text', required: false }),
    image: file({ label: 'Image or PDF', required: false }),
    prompt: longText({ label: 'Instructions', defaultValue: 'Extract the following data.' }),
    ...definition,
    maxTokens: maxTokens(),
  }),
  idempotent: true,
  timeoutMs: 2 * ANSWER_TIMEOUT_MS,
  async run({ input, http, services }) {
    const { model, text, image, prompt, maxTokens } = input
    if (!text && !image)
      throw new CodedError('INPUT_INVALID', 'Give a text in the field "text", or an "image".')
    const files = image ? [await services.files.read(image)] : []
    const turns: Turn[] = [{ role: 'user', text: [prompt, text].filter(Boolean).join('\n\n'), files }]
    return extractAs(input, askMessages, http, { model, turns, maxTokens })
  },
})

/** Says how long a prompt is. */
export const countTokens = claude.action({
  name: 'count_tokens',
  displayName: 'Count tokens',
  description: 'Says how many tokens a prompt is for a model, without asking it.',
  input: z.object({ model: model(), prompt: longText({ label: 'Prompt' }) }),
  idempotent: true,
  run: ({ input: { model, prompt }, http }) =>
    http.post('/v1/messages/count_tokens', {
      json: { model, messages: [{ role: 'user', content: prompt }] },
    }),
})

/** What there is to choose from. */
export const listModels = claude.action({
  name: 'list_models',
  displayName: 'List models',
  description: 'The models this account may use, newest first.',
  input: z.object({ limit: number({ label: 'At most', defaultValue: 20, min: 1, max: 1000 }) }),
  idempotent: true,
  run: ({ input: { limit }, http }) => http.get('/v1/models', { query: { limit } }),
})
