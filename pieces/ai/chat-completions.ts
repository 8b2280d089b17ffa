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

/** How services that speak OpenAI's chat completions differ. */
export interface ChatDialect {
  /** OpenAI's newer models refuse `max_tokens`; other services know nothing else */
  limitName: 'max_completion_tokens' | 'max_tokens'
  /** a PDF as a part of a message */
  documentPart(file: FileContent, dataUri: string): object
  /** how closely images are looked at */
  imageDetail?: 'auto' | 'low' | 'high'
}

/** OpenAI's own way. */
export const OPENAI: ChatDialect = {
  limitName: 'max_completion_tokens',
  documentPart: ({ name }, dataUri) => ({ type: 'file', file: { filename: name, file_data: dataUri } }),
}

/** The way of services that learnt it from OpenAI. */
export const OPENAI_COMPATIBLE: ChatDialect = { ...OPENAI, limitName: 'max_tokens' }

/** Mistral's way. */
export const MISTRAL: ChatDialect = {
  limitName: 'max_tokens',
  documentPart: ({ name }, dataUri) => ({
    type: 'document_url',
    document_url: dataUri,
    document_name: name,
  }),
}

const ToolCall = z.object({
  function: z.object({ arguments: z.union([z.string(), z.record(z.string(), z.unknown())]) }),
})
const Completion = z.object({
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({
          content: z.union([z.string(), z.array(z.object({ text: z.string().optional() }))]).nullish(),
          refusal: z.string().nullish(),
          tool_calls: z.array(ToolCall).nullish(),
        }),
      }),
    )
    .min(1),
})

/** Reasons to end that stand for an answer without an end: OpenAI's and Mistral's. */
const TOO_LONG: readonly unknown[] = ['length', 'model_length']

/**
 * Asks over OpenAI's chat completions.
 * @param more further parameters of the request, such as `top_p`
 * @throws CodedError AI_REFUSED, AI_ANSWER_TRUNCATED, AI_ANSWER_INVALID and those of the service
 */
export async function askChat(
  http: ServiceHttp,
  question: Question,
  dialect: ChatDialect,
  more: object = {},
): Promise<string> {
  const { model, system, turns, maxTokens, temperature, schema } = question
  const { choices } = await http.post('/chat/completions', {
    json: {
      model,
      messages: [
        ...(system ? [{ role: 'system', content: system }] : []),
        ...turns.map((turn) => message(turn, dialect)),
      ],
      [dialect.limitName]: maxTokens,
      temperature,
      ...(schema && dataTool(schema)),
      ...more,
    },
    timeoutMs: ANSWER_TIMEOUT_MS,
    answer: Completion,
  })
  return textOf(choices[0], model)
}

function textOf(choice: z.output<typeof Completion>['choices'][number] | undefined, model: string): string {
  const { content, refusal, tool_calls } = choice?.message ?? {}
  if (refusal) throw refused(model, refusal)
  if (choice?.finish_reason === 'content_filter') throw refused(model, 'its content filter stopped it')
  if (TOO_LONG.includes(choice?.finish_reason)) throw truncated(model)
  const data = tool_calls?.[0]?.function.arguments
  if (data !== undefined) return typeof data === 'string' ? data : JSON.stringify(data)
  const parts = typeof content === 'string' ? [{ text: content }] : (content ?? [])
  return written(model, parts.map(({ text = '' }) => text).join(''))
}

function message({ role, text, files = [] }: Turn, dialect: ChatDialect): object {
  if (files.length === 0) return { role, content: text }
  const parts = files.map((file) => {
    const uri = `data:${file.contentType};base64,${toBase64(file.bytes)}`
    return file.contentType.startsWith('image/')
      ? { type: 'image_url', image_url: { url: uri, detail: dialect.imageDetail } }
      : dialect.documentPart(file, uri)
  })
  return { role, content: [{ type: 'text', text }, ...parts] }
}

/** A tool that must be called takes any JSON Schema, which strict answer formats do not. */
const dataTool = (parameters: object) => ({
  tools: [{ type: 'function', function: { name: DATA_TOOL, description: 'Takes the data.', parameters } }],
  tool_choice: { type: 'function', function: { name: DATA_TOOL } },
})
