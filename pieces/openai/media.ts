import * as z from 'zod'
import { fromBase64 } from '../../src/piece/base64.ts'
import { choice, file, longText, number, shortText } from '../../src/piece/fields.ts'
import type { FileContent } from '../../src/piece/services.ts'
import { ANSWER_TIMEOUT_MS } from '../ai/question.ts'
import { model } from './inputs.ts'
import { openai } from './service.ts'

const option = (value: string) => ({ value, label: value })

const unlessAuto = (value: string) => (value === 'auto' ? undefined : value)

const Images = z.object({
  data: z
    .array(
      z.object({
        b64_json: z.string().optional(),
        url: z.string().optional(),
        revised_prompt: z.string().optional(),
      }),
    )
    .default([]),
})

/** Paints. */
export const generateImage = openai.action({
  name: 'generate_image',
  displayName: 'Generate image',
  description: 'Paints an image from a description and gives a link to it.',
  input: z.object({
    model: model('gpt-image-1', (id) => /^(gpt-image|dall-e)/.test(id)),
    prompt: longText({ label: 'Description' }),
    resolution: choice({
      label: 'Size',
      defaultValue: 'auto',
      choices: ['auto', '1024x1024', '1536x1024', '1024x1536'].map(option),
    }),
    quality: choice({
      label: 'Quality',
      defaultValue: 'auto',
      choices: ['auto', 'low', 'medium', 'high'].map(option),
    }),
  }),
  idempotent: false,
  timeoutMs: ANSWER_TIMEOUT_MS,
  async run({ input: { model, prompt, resolution, quality }, http, services }) {
    const { data } = await http.post('/images/generations', {
      // Each model has its own ways; left out stands for the best one.
      json: { model, prompt, size: unlessAuto(resolution), quality: unlessAuto(quality) },
      timeoutMs: ANSWER_TIMEOUT_MS,
      answer: Images,
    })
    const images = data.map(async ({ b64_json, url, revised_prompt }, index) => {
      const name = `image-${index + 1}.png`
      const painted = b64_json
        ? { name, contentType: 'image/png', bytes: fromBase64(b64_json) }
        : { ...(await services.files.read(url ?? '')), name }
      const { url: link } = await services.files.write(painted)
      return { url: link, fileName: name, ...(revised_prompt && { revised_prompt }) }
    })
    return { images: await Promise.all(images) }
  },
})

const TYPES = { mp3: 'audio/mpeg', opus: 'audio/ogg', aac: 'audio/aac', flac: 'audio/flac', wav: 'audio/wav' }

/** Reads aloud. */
export const textToSpeech = openai.action({
  name: 'text_to_speech',
  displayName: 'Text to speech',
  description: 'Reads a text aloud and gives a link to the recording.',
  input: z.object({
    text: longText({ label: 'Text' }),
    model: model('tts-1', (id) => /tts/.test(id)),
    voice: choice({
      label: 'Voice',
      defaultValue: 'alloy',
      choices: ['alloy', 'ash', 'coral', 'echo', 'fable', 'onyx', 'nova', 'sage', 'shimmer'].map(option),
    }),
    speed: number({ label: 'Speed', defaultValue: 1, min: 0.25, max: 4 }),
    format: choice({
      label: 'Format',
      defaultValue: 'mp3',
      choices: (Object.keys(TYPES) as (keyof typeof TYPES)[]).map((value) => ({ value, label: value })),
    }),
    fileName: shortText({ label: 'File name', description: 'Without the ending.', defaultValue: 'audio' }),
  }),
  idempotent: true,
  timeoutMs: ANSWER_TIMEOUT_MS,
  async run({ input: { text, model, voice, speed, format, fileName }, http, services }) {
    const spoken = await http.post('/audio/speech', {
      json: { model, input: text, voice, speed, response_format: format },
      as: 'base64',
      timeoutMs: ANSWER_TIMEOUT_MS,
      answer: z.string(),
    })
    return services.files.write({
      name: `${fileName}.${format}`,
      contentType: TYPES[format],
      bytes: fromBase64(spoken),
    })
  },
})

const TRANSCRIBER = 'whisper-1'

/** Writes down what is said. */
export const transcribe = openai.action({
  name: 'transcribe',
  displayName: 'Transcribe audio',
  description: 'Writes down what is said in a recording, in its language.',
  input: z.object({
    audio: file({ label: 'Audio', description: 'At most 25 MB: mp3, mp4, m4a, wav, webm, flac or ogg.' }),
    language: shortText({
      label: 'Language',
      description: 'Two letters, such as en or es. Found out where left out.',
      required: false,
    }),
    model: model(TRANSCRIBER, (id) => /whisper|transcribe/.test(id)),
  }),
  idempotent: true,
  timeoutMs: ANSWER_TIMEOUT_MS,
  async run({ input: { audio, language, model }, http, services }) {
    const form = recording(await services.files.read(audio), model)
    if (language) form.set('language', language)
    return http.post('/audio/transcriptions', { body: form, timeoutMs: ANSWER_TIMEOUT_MS })
  },
})

/** Writes down in English what is said. */
export const translate = openai.action({
  name: 'translate',
  displayName: 'Translate audio',
  description: 'Writes down in English what is said in a recording, whatever its language.',
  input: z.object({ audio: file({ label: 'Audio' }) }),
  idempotent: true,
  timeoutMs: ANSWER_TIMEOUT_MS,
  async run({ input: { audio }, http, services }) {
    const body = recording(await services.files.read(audio), TRANSCRIBER)
    return http.post('/audio/translations', { body, timeoutMs: ANSWER_TIMEOUT_MS })
  },
})

function recording({ name, contentType, bytes }: FileContent, model: string): FormData {
  const form = new FormData()
  form.set('file', new Blob([bytes], { type: contentType }), name)
  form.set('model', model)
  return form
}

const Models = z.object({ data: z.array(z.looseObject({ id: z.string() })) })

/** What there is to choose from. */
export const listModels = openai.action({
  name: 'list_models',
  displayName: 'List models',
  description: 'The models this account may use.',
  input: z.object({
    contains: shortText({
      label: 'Only with',
      description: 'A part of the id, such as gpt.',
      required: false,
    }),
  }),
  idempotent: true,
  async run({ input: { contains = '' }, http }) {
    const { data } = await http.get('/models', { answer: Models })
    const models = data.filter(({ id }) => id.toLowerCase().includes(contains.trim().toLowerCase()))
    return { count: models.length, models }
  },
})
