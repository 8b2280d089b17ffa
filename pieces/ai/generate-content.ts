import * as z from 'zod'
import { toBase64 } from '../../src/piece/base64.ts'
import type { ServiceHttp } from '../../src/piece/service-http.ts'
import { at } from '../../src/piece/service-http.ts'
import { ANSWER_TIMEOUT_MS, type Question, refused, type Turn, truncated, written } from './question.ts'

const Generated = z.object({
  candidates: z
    .array(
      z.object({
        content: z
          .object({
            parts: z
              .array(z.object({ text: z.string().optional(), thought: z.boolean().optional() }))
              .optional(),
          })
          .optional(),
        finishReason: z.string().optional(),
      }),
    )
    .optional(),
  promptFeedback: z.object({ blockReason: z.string().optional() }).optional(),
})

/** Google's reasons to end that are no refusal. */
const GOOD_ENDS: readonly unknown[] = [undefined, 'STOP', 'FINISH_REASON_UNSPECIFIED']

/**
 * Asks over the Gemini API's generateContent.
 * @param more further parameters of the request, such as `tools`
 * @throws CodedError AI_REFUSED, AI_ANSWER_TRUNCATED, AI_ANSWER_INVALID and those of the service
 */
export async function askGemini(http: ServiceHttp, question: Question, more: object = {}): Promise<string> {
  const { model, system, turns, maxTokens, temperature, schema } = question
  const { candidates, promptFeedback } = await http.post(
    at`/models/${model.replace(/^models\//, '')}:generateContent`,
    {
      json: {
        ...(system && { systemInstruction: { parts: [{ text: system }] } }),
        contents: turns.map(content),
        generationConfig: {
          maxOutputTokens: maxTokens,
          temperature,
          ...(schema && { responseMimeType: 'application/json', responseJsonSchema: schema }),
        },
        ...more,
      },
      timeoutMs: ANSWER_TIMEOUT_MS,
      answer: Generated,
    },
  )
  if (promptFeedback?.blockReason)
    throw refused(model, `the prompt was blocked (${promptFeedback.blockReason})`)
  const [first] = candidates ?? []
  if (first?.finishReason === 'MAX_TOKENS') throw truncated(model)
  if (!GOOD_ENDS.includes(first?.finishReason)) throw refused(model, `it ended with ${first?.finishReason}`)
  const parts = first?.content?.parts ?? []
  return written(model, parts.map(({ text = '', thought }) => (thought ? '' : text)).join(''))
}

const content = ({ role, text, files = [] }: Turn) => ({
  role: role === 'assistant' ? 'model' : 'user',
  parts: [
    ...files.map(({ contentType, bytes }) => ({
      inlineData: { mimeType: contentType, data: toBase64(bytes) },
    })),
    { text },
  ],
})
