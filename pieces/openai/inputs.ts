import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { dropdown, json, longText, number } from '../../src/piece/fields.ts'
import { openAiModels } from '../ai/models.ts'

/** Models for something else than text, by their names. */
const NO_TEXT = /embedding|whisper|tts|transcribe|dall-e|image|moderation|audio|realtime|sora|babbage|davinci/

/** One of the account's models whose names fit. */
export const model = <const D extends string>(defaultValue: D, fits: (id: string) => boolean) =>
  dropdown({
    label: 'Model',
    defaultValue,
    options: async ({ http }) => (await openAiModels(http)).filter(({ value }) => fits(value)),
  })

/** A model that writes text. */
export const textModel = () => model('gpt-4o', (id) => !NO_TEXT.test(id))

/** How answers are written. What is left out is up to the model; newer ones refuse some of it. */
export const style = {
  temperature: number({
    label: 'Temperature',
    description: '0 for the likeliest words, up to 2. Reasoning models take none.',
    required: false,
    min: 0,
    max: 2,
  }),
  topP: number({
    label: 'Top P',
    description: 'Only words that make up this share of likelihood.',
    required: false,
    min: 0,
    max: 1,
  }),
  frequencyPenalty: number({
    label: 'Against repeating words',
    description: '-2 to 2.',
    required: false,
    min: -2,
    max: 2,
  }),
  presencePenalty: number({
    label: 'For new subjects',
    description: '-2 to 2.',
    required: false,
    min: -2,
    max: 2,
  }),
  roles: json({
    label: 'Messages before it',
    description: 'A list such as [{"role": "system", "content": "Answer briefly."}]',
    required: false,
  }),
}

/** The parameters that only OpenAI's chat has. */
export const styleParameters = (input: {
  topP?: number | undefined
  frequencyPenalty?: number | undefined
  presencePenalty?: number | undefined
}) => ({
  top_p: input.topP,
  frequency_penalty: input.frequencyPenalty,
  presence_penalty: input.presencePenalty,
})

/** How long the answer may be. */
export const maxTokens = () =>
  number({ label: 'Longest answer', description: 'In tokens.', defaultValue: 2048, min: 1 })

/** What is asked. */
export const prompt = () => longText({ label: 'Question' })

const Roles = z.array(z.object({ role: z.enum(['system', 'user', 'assistant']), content: z.string() }))

/**
 * The messages before a question: what all of the system ones say, and the rest as turns.
 * @throws CodedError INPUT_INVALID
 */
export function rolesOf(roles: unknown) {
  const parsed = Roles.safeParse(roles ?? [])
  if (!parsed.success) {
    const message =
      'The field "roles" must be a list of {"role", "content"}; a role is system, user or assistant.'
    throw new CodedError('INPUT_INVALID', message)
  }
  const system = parsed.data.filter(({ role }) => role === 'system').map(({ content }) => content)
  const turns = parsed.data.flatMap(({ role, content }) =>
    role === 'system' ? [] : [{ role, text: content }],
  )
  return { ...(system.length > 0 && { system: system.join('\n\n') }), turns }
}
