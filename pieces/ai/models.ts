import * as z from 'zod'
import type { Choice } from '../../src/piece/fields.ts'
import type { ServiceHttp } from '../../src/piece/service-http.ts'

/** Models asked for: each service has fewer. */
const MOST_MODELS = 1000

const byLabel = (a: Choice, b: Choice) => a.label.localeCompare(b.label)

const OpenAiModels = z.object({ data: z.array(z.object({ id: z.string() })) })

/** The models of a service that speaks OpenAI's language. */
export async function openAiModels(http: ServiceHttp, path = '/models'): Promise<Choice<string>[]> {
  const { data } = await http.get(path, { answer: OpenAiModels })
  return data.map(({ id }) => ({ value: id, label: id })).sort(byLabel)
}

const AnthropicModels = z.object({ data: z.array(z.object({ id: z.string(), display_name: z.string() })) })

/** Anthropic's models. */
export async function anthropicModels(http: ServiceHttp): Promise<Choice<string>[]> {
  const { data } = await http.get('/v1/models', { query: { limit: MOST_MODELS }, answer: AnthropicModels })
  return data.map(({ id, display_name }) => ({ value: id, label: display_name }))
}

const GeminiModels = z.object({
  models: z.array(
    z.object({
      name: z.string(),
      displayName: z.string().optional(),
      supportedGenerationMethods: z.array(z.string()).optional(),
    }),
  ),
})

/** Google's models that have a method, such as `generateContent`. */
export async function geminiModels(http: ServiceHttp, method = 'generateContent'): Promise<Choice<string>[]> {
  const { models } = await http.get('/models', { query: { pageSize: MOST_MODELS }, answer: GeminiModels })
  return models
    .filter(({ supportedGenerationMethods }) => supportedGenerationMethods?.includes(method))
    .map(({ name, displayName }) => ({ value: name.replace('models/', ''), label: displayName ?? name }))
}
