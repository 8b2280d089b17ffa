import { describe, expect, test } from 'vitest'
import { memoryFiles } from '../../test/support/memory-files.ts'
import { memoryStore } from '../../test/support/memory-store.ts'
import { openAiAnswer } from '../../test/support/model-answers.ts'
import { pieceKit } from '../../test/support/piece-kit.ts'
import openai from './index.ts'

// Held against: OpenAI's own description of its API.

const kit = pieceKit(openai, {
  connection: { type: 'SECRET_TEXT', secret_text: 'sk-test' },
  contract: 'openai',
})
const services = () => {
  const store = memoryStore()
  return { store: () => store, files: memoryFiles() }
}
const models = (...ids: string[]) => ({
  body: { object: 'list', data: ids.map((id) => ({ id, object: 'model', created: 1, owned_by: 'openai' })) },
})

describe('ask_chatgpt', () => {
  test('sends the messages before it, the question and the style', async () => {
    const input = {
      model: 'gpt-4o',
      prompt: 'Who called?',
      maxTokens: 100,
      temperature: 0,
      topP: 0.5,
      frequencyPenalty: 1,
      presencePenalty: -1,
      roles: [
        { role: 'system', content: 'Be short.' },
        { role: 'user', content: 'Hi' },
        { role: 'assistant', content: 'Hello' },
      ],
    }
    const answers = [openAiAnswer({ text: 'Ana' })]
    const { output, sent } = await kit.run('ask_chatgpt', input, answers, { services: services() })
    expect(output).toBe('Ana')
    expect(sent[0]?.body).toEqual({
      model: 'gpt-4o',
      messages: [
        { role: 'system', content: 'Be short.' },
        { role: 'user', content: 'Hi' },
        { role: 'assistant', content: 'Hello' },
        { role: 'user', content: 'Who called?' },
      ],
      max_completion_tokens: 100,
      temperature: 0,
      top_p: 0.5,
      frequency_penalty: 1,
      presence_penalty: -1,
    })
  })

  test('goes on with a conversation', async () => {
    const kept = { services: services() }
    await kit.run(
      'ask_chatgpt',
      { prompt: 'I am Ana.', memoryKey: 'a' },
      [openAiAnswer({ text: 'Hello' })],
      kept,
    )
    const again = { prompt: 'Who am I?', memoryKey: 'a' }
    const { sent } = await kit.run('ask_chatgpt', again, [openAiAnswer({ text: 'Ana' })], kept)
    expect(sent[0]?.body).toMatchObject({
      messages: [
        { role: 'user', content: 'I am Ana.' },
        { role: 'assistant', content: 'Hello' },
        { role: 'user', content: 'Who am I?' },
      ],
    })
  })

  test('tells refusals, cut answers and roles that are none', async () => {
    const ask = (answer: object, more: object = {}) =>
      kit.run('ask_chatgpt', { prompt: 'x', ...more }, [answer], { services: services() })
    const refused = ask(openAiAnswer({ refusal: 'No.' }))
    await expect(refused).rejects.toMatchObject({
      code: 'AI_REFUSED',
      message: expect.stringContaining('No.'),
    })
    await expect(ask(openAiAnswer({ text: 'O' }, 'length'))).rejects.toMatchObject({
      code: 'AI_ANSWER_TRUNCATED',
    })
    await expect(ask({}, { roles: [{ role: 'god', content: 'x' }] })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
    })
  })
})

test('vision_prompt sends the image inside the question', async () => {
  const input = { image: 'https://example.com/bill.png', prompt: 'How much?', detail: 'high' }
  const answers = [openAiAnswer({ text: '12 €' })]
  const { output, sent } = await kit.run('vision_prompt', input, answers, { services: services() })
  expect(output).toBe('12 €')
  const url = `data:image/png;base64,${btoa('bill.png')}`
  const content = [
    { type: 'text', text: 'How much?' },
    { type: 'image_url', image_url: { url, detail: 'high' } },
  ]
  expect(sent[0]?.body).toMatchObject({ messages: [{ role: 'user', content }] })
})

test('extract-structured-data gives the fields asked for', async () => {
  const params = [{ propName: 'name', propDescription: 'Of the caller', propDataType: 'string' }]
  const input = { text: 'Ana called', prompt: 'Callers', params }
  const { output, sent } = await kit.run('extract-structured-data', input, [
    openAiAnswer({ call: { name: 'Ana' } }),
  ])
  expect(output).toEqual({ name: 'Ana' })
  expect(sent[0]?.body).toMatchObject({
    messages: [
      { role: 'system', content: 'Callers' },
      { role: 'user', content: 'Ana called' },
    ],
    tools: [
      {
        function: {
          parameters: {
            properties: { name: { type: 'string', description: 'Of the caller' } },
            required: ['name'],
          },
        },
      },
    ],
  })
})

test('generate_image keeps the painting, whether it comes as data or as an address', async () => {
  const given = { services: services() }
  const data = [{ b64_json: btoa('painted') }, { url: 'https://example.com/p.png', revised_prompt: 'A cat' }]
  const answers = [{ body: { created: 1, data } }]
  const { output, sent } = await kit.run(
    'generate_image',
    { prompt: 'A cat', quality: 'low' },
    answers,
    given,
  )
  expect(sent[0]?.body).toEqual({ model: 'gpt-image-1', prompt: 'A cat', quality: 'low' })
  expect(output).toEqual({
    images: [
      { url: 'https://files.example/image-1.png', fileName: 'image-1.png' },
      { url: 'https://files.example/image-2.png', fileName: 'image-2.png', revised_prompt: 'A cat' },
    ],
  })
  const texts = given.services.files.written.map(({ bytes }) => new TextDecoder().decode(bytes))
  expect(texts).toEqual(['painted', 'p.png'])
})

test('text_to_speech keeps the recording as it came', async () => {
  const given = { services: services() }
  const answers = [{ headers: { 'content-type': 'audio/mpeg' }, body: 'sound' }]
  const { output, sent } = await kit.run('text_to_speech', { text: 'Hello', fileName: 'hi' }, answers, given)
  const asked = { model: 'tts-1', input: 'Hello', voice: 'alloy', speed: 1, response_format: 'mp3' }
  expect(sent[0]?.body).toEqual(asked)
  expect(output).toMatchObject({ url: 'https://files.example/hi.mp3', contentType: 'audio/mpeg', size: 5 })
  expect(new TextDecoder().decode(given.services.files.written[0]?.bytes)).toBe('sound')
})

test.each([
  ['transcribe', { language: 'es' }, '/v1/audio/transcriptions', { model: 'whisper-1', language: 'es' }],
  ['translate', {}, '/v1/audio/translations', { model: 'whisper-1' }],
])('%s sends the recording under its name', async (action, more, path, form) => {
  const input = { audio: 'https://example.com/call.mp3', ...more }
  const { output, sent } = await kit.run(action, input, [{ body: { text: 'Hola' } }], {
    services: services(),
  })
  expect(output).toEqual({ text: 'Hola' })
  expect(sent[0]?.url.pathname).toBe(path)
  const { file, ...rest } = sent[0]!.body as { file: File }
  expect(rest).toEqual(form)
  expect([file.name, file.type, await file.text()]).toEqual(['call.mp3', 'audio/mpeg', 'call.mp3'])
})

test('create_embedding and classify_text give the one result', async () => {
  const usage = { prompt_tokens: 1, total_tokens: 1 }
  const data = [{ object: 'embedding', index: 0, embedding: [0.5, 1] }]
  const vector = await kit.run('create_embedding', { input: 'Ana', dimensions: 2 }, [
    { body: { object: 'list', model: 'text-embedding-3-small', data, usage } },
  ])
  expect(vector.sent[0]?.body).toEqual({ model: 'text-embedding-3-small', input: 'Ana', dimensions: 2 })
  expect(vector.output).toMatchObject({ embedding: [0.5, 1], usage })
  // The description demands all of some thirty categories: this answer is cut, and not held against it.
  const judged = pieceKit(openai, { connection: { type: 'SECRET_TEXT', secret_text: 'sk-test' } })
  const result = { flagged: true, categories: { violence: true }, category_scores: { violence: 0.9 } }
  const { output, sent } = await judged.run('classify_text', { input: 'Ouch' }, [
    { body: { id: 'modr-1', model: 'omni-moderation-latest', results: [result] } },
  ])
  expect(sent[0]?.body).toEqual({ model: 'omni-moderation-latest', input: 'Ouch' })
  expect(output).toEqual({ ...result, id: 'modr-1', model: 'omni-moderation-latest' })
})

test('models are listed, and offered where they fit', async () => {
  const all = models(
    'gpt-4o',
    'whisper-1',
    'tts-1',
    'gpt-image-1',
    'text-embedding-3-small',
    'omni-moderation-latest',
  )
  const { output } = await kit.run('list_models', { contains: 'GPT' }, [all])
  expect(output).toMatchObject({ count: 2, models: [{ id: 'gpt-4o' }, { id: 'gpt-image-1' }] })
  const offered = async (action: string) =>
    (await kit.options('actions', action, 'model', {}, [all])).options.map(({ value }) => value)
  expect(await offered('ask_chatgpt')).toEqual(['gpt-4o'])
  expect(await offered('transcribe')).toEqual(['whisper-1'])
  expect(await offered('text_to_speech')).toEqual(['tts-1'])
  expect(await offered('generate_image')).toEqual(['gpt-image-1'])
  expect(await offered('classify_text')).toEqual(['omni-moderation-latest'])
})

test('a connection is tried by listing models, and errors speak as OpenAI does', async () => {
  expect((await kit.validate([models()]))[0]?.headers.get('authorization')).toBe('Bearer sk-test')
  const error = {
    message: "This model's maximum context length is 8192 tokens",
    code: 'context_length_exceeded',
  }
  const tooLong = kit.run('create_embedding', { input: 'x' }, [{ status: 400, body: { error } }])
  await expect(tooLong).rejects.toMatchObject({
    code: 'INPUT_REJECTED',
    message: expect.stringContaining('maximum context length'),
  })
  const { output } = await kit.run('custom_api_call', { url: '/models' }, [models('gpt-4o')])
  expect(output).toMatchObject({ status: 200 })
})
