import * as z from 'zod'
import { toBase64 } from '../../src/piece/base64.ts'
import type { ServiceHttp } from '../../src/piece/service-http.ts'
import type { FileContent } from '../../src/piece/services.ts'
import {
  ANSWER_TIMEOUT_MS,
  DATA_TOOL,
  type Question,
  refused,
  type Turn,
  truncated,
  written,
} from './question.ts'

/** Anthropic wants a limit with every request. Tokens. */
const DEFAULT_MAX_TOKENS = 2000

/** Headers that every request to Anthropic carries. */
export const ANTHROPIC_HEADERS = { 'anthropic-version': '2023-06-01' }

const Message = z.object({
  content: z.array(
    z.object({ type: z.string(), text: z.string().optional(), input: z.unknown().optional() }),
  ),
  stop_reason: z.string().nullish(),
})

/** Reasons to end that stand for an answer without an end. */
const TOO_LONG: readonly unknown[] = ['max_tokens', 'model_context_window_exceeded']

/**
 * Asks over Anthropic's Messages API.
 * @param more further parameters of the request
 * @throws CodedError AI_REFUSED, AI_ANSWER_TRUNCATED, AI_ANSWER_INVALID and those of the service
 */
export async function askMessages(
  http: ServiceHttp,
  { model, system, turns, maxTokens = DEFAULT_MAX_TOKENS, temperature, schema }: Question,
  more: object = {},
): Promise<string> {
  const { content, stop_reason } = await http.post('/v1/messages', {
    json: {
      model,
      max_tokens: maxTokens,
      ...(system && { system }),
      messages: turns.map(message),
      temperature,
      ...(schema && dataTool(schema)),
      ...more,
    },
    timeoutMs: ANSWER_TIMEOUT_MS,
    answer: Message,
  })
  if (stop_reason === 'refusal') throw refused(model, 'its safety rules stopped it')
  if (TOO_LONG.includes(stop_reason)) throw truncated(model)
  const data = content.find(({ type }) => type === 'tool_use')
  if (data) return JSON.stringify(data.input)
  return written(model, content.map(({ type, text = '' }) => (type === 'text' ? text : '')).join(''))
}

function message({ role, text, files = [] }: Turn): object {
  if (files.length === 0) return { role, content: text }
  return { role, content: [...files.map(block), { type: 'text', text }] }
}

const block = ({ contentType, bytes }: FileContent) => ({
  type: contentType.startsWith('image/') ? 'image' : 'document',
  source: { type: 'base64', media_type: contentType, data: toBase64(bytes) },
})

const dataTool = (schema: object) => ({
  tools: [{ name: DATA_TOOL, description: 'Takes the data.', input_schema: schema }],
  tool_choice: { type: 'tool', name: DATA_TOOL },
})
