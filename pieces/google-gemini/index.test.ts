import { expect, test } from 'vitest'
import { memoryFiles } from '../../test/support/memory-files.ts'
import { memoryStore } from '../../test/support/memory-store.ts'
import { geminiAnswer } from '../../test/support/model-answers.ts'
import { pieceKit } from '../../test/support/piece-kit.ts'
import gemini from './index.ts'

// Held against: Google's own description of the Gemini API (v1beta).

const kit = pieceKit(gemini, {
  connection: { type: 'SECRET_TEXT', secret_text: 'AIza-test' },
  contract: 'google-gemini',
})
const services = () => {
  const store = memoryStore()
  return { store: () => store, files: memoryFiles() }
}
const inline = (mimeType: string, name: string) => ({ inlineData: { mimeType, data: btoa(name) } })

test('generate_content sends the prompt with its files and instructions', async () => {
  const input = {
    model: 'gemini-x',
    prompt: 'What is said?',
    systemInstruction: 'Be short.',
    files: [{ file: 'call.mp3' }, {}, { file: 'notes.pdf' }],
    temperature: 0,
    maxTokens: 100,
  }
  const { output, sent } = await kit.run('generate_content', input, [geminiAnswer('Hello')], {
    services: services(),
  })
  expect(output).toBe('Hello')
  expect(sent[0]?.url.href).toBe(
    'https://generativelanguage.googleapis.com/v1beta/models/gemini-x:generateContent',
  )
  expect(sent[0]?.headers.get('x-goog-api-key')).toBe('AIza-test')
  const files = [inline('audio/mpeg', 'call.mp3'), inline('application/pdf', 'notes.pdf')]
  expect(sent[0]?.body).toEqual({
    systemInstruction: { parts: [{ text: 'Be short.' }] },
    contents: [{ role: 'user', parts: [...files, { text: 'What is said?' }] }],
    generationConfig: { maxOutputTokens: 100, temperature: 0 },
  })
})

test.each([
  ['google-search', {}, { tools: [{ googleSearch: {} }] }],
  ['url-context', {}, { tools: [{ urlContext: {} }] }],
  [
    'google-maps',
    { latitude: 40.4, longitude: -3.7 },
    {
      tools: [{ googleMaps: {} }],
      toolConfig: { retrievalConfig: { latLng: { latitude: 40.4, longitude: -3.7 } } },
    },
  ],
])('generate_content lets the model use %s', async (toolType, toolProperties, body) => {
  const input = { prompt: 'Where?', toolType, toolProperties }
  const { sent } = await kit.run('generate_content', input, [geminiAnswer('There')])
  expect(sent[0]?.body).toMatchObject(body)
})

test('what a model thought is no part of its answer', async () => {
  const parts = [{ text: 'Hm', thought: true }, { text: 'An' }, { text: 'a' }]
  const body = { candidates: [{ content: { role: 'model', parts }, finishReason: 'STOP' }] }
  expect((await kit.run('generate_content', { prompt: 'Who?' }, [{ body }])).output).toBe('Ana')
})

test('generate_content_from_image and chat_gemini answer as they do in Activepieces', async () => {
  const given = { services: services() }
  const image = { image: 'a.png', prompt: 'Who?' }
  const seen = await kit.run('generate_content_from_image', image, [geminiAnswer('Ana')], given)
  expect(seen.output).toEqual({ text: 'Ana' })
  expect(seen.sent[0]?.body).toMatchObject({
    contents: [{ parts: [inline('image/png', 'a.png'), { text: 'Who?' }] }],
  })
  const first = { prompt: 'I am Ana', memoryKey: 'a' }
  await kit.run('chat_gemini', first, [geminiAnswer('Hello')], given)
  const next = await kit.run('chat_gemini', { prompt: 'Who?', memoryKey: 'a' }, [geminiAnswer('Ana')], given)
  expect(next.output).toMatchObject({ response: 'Ana', history: [{ text: 'I am Ana' }, { text: 'Hello' }] })
  expect(next.sent[0]?.body).toMatchObject({
    contents: [
      { role: 'user', parts: [{ text: 'I am Ana' }] },
      { role: 'model', parts: [{ text: 'Hello' }] },
      { role: 'user', parts: [{ text: 'Who?' }] },
    ],
  })
})

test('extract_structured_data asks for JSON of a schema, once more where it does not fit', async () => {
  const schema = { fields: [{ name: 'name', type: 'string', isRequired: true }] }
  const answers = [geminiAnswer('{"name": 7}'), geminiAnswer('{"name": "Ana"}')]
  const { output, sent } = await kit.run('extract_structured_data', { text: 'Ana', schema }, answers)
  expect(output).toEqual({ name: 'Ana' })
  const responseJsonSchema = { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] }
  expect(sent[0]?.body).toMatchObject({
    generationConfig: { responseMimeType: 'application/json', responseJsonSchema },
  })
  expect(sent).toHaveLength(2)
  await expect(kit.run('extract_structured_data', { schema })).rejects.toMatchObject({
    code: 'INPUT_INVALID',
  })
})

test('refused and cut answers are told', async () => {
  const ask = (body: object) => kit.run('generate_content', { prompt: 'x' }, [{ body }])
  await expect(ask({ promptFeedback: { blockReason: 'SAFETY' } })).rejects.toMatchObject({
    code: 'AI_REFUSED',
  })
  const cut = kit.run('generate_content', { prompt: 'x' }, [geminiAnswer('On', 'MAX_TOKENS')])
  await expect(cut).rejects.toMatchObject({ code: 'AI_ANSWER_TRUNCATED' })
  const empty = kit.run('generate_content', { prompt: 'x' }, [geminiAnswer('')])
  await expect(empty).rejects.toMatchObject({ code: 'AI_ANSWER_INVALID' })
})

test('generate_embeddings and count_tokens read the text alone', async () => {
  const input = { text: 'Ana', taskType: 'RETRIEVAL_QUERY', outputDimensionality: 2 }
  const vector = await kit.run('generate_embeddings', input, [{ body: { embedding: { values: [0.5, 1] } } }])
  expect(vector.output).toEqual({ embedding: [0.5, 1], dimensions: 2 })
  expect(vector.sent[0]?.url.pathname).toBe('/v1beta/models/gemini-embedding-001:embedContent')
  expect(vector.sent[0]?.body).toEqual({
    content: { parts: [{ text: 'Ana' }] },
    taskType: 'RETRIEVAL_QUERY',
    outputDimensionality: 2,
  })
  const counted = await kit.run('count_tokens', { text: 'Ana' }, [{ body: { totalTokens: 2 } }])
  expect(counted.output).toEqual({ totalTokens: 2 })
  expect(counted.sent[0]?.body).toEqual({ contents: [{ parts: [{ text: 'Ana' }] }] })
})

test('models are listed, and offered for what they can do', async () => {
  const models = [
    { name: 'models/gemini-x', displayName: 'Gemini X', supportedGenerationMethods: ['generateContent'] },
    { name: 'models/embed-x', displayName: 'Embed X', supportedGenerationMethods: ['embedContent'] },
  ]
  const page = [{ body: { models } }]
  const listed = await kit.run('list_models', { pageSize: 5 }, page)
  expect(listed.output).toEqual({ models })
  expect(listed.sent[0]?.url.search).toBe('?pageSize=5')
  const offered = async (action: string) => (await kit.options('actions', action, 'model', {}, page)).options
  expect(await offered('chat_gemini')).toEqual([{ value: 'gemini-x', label: 'Gemini X' }])
  expect(await offered('generate_embeddings')).toEqual([{ value: 'embed-x', label: 'Embed X' }])
})

test('a wrong key is told as Google words it', async () => {
  const error = {
    code: 400,
    message: 'API key not valid. Please pass a valid API key.',
    status: 'INVALID_ARGUMENT',
  }
  await expect(kit.validate([{ status: 400, body: { error } }])).rejects.toMatchObject({
    message: expect.stringContaining('API key not valid'),
  })
  const any = await kit.run('custom_api_call', { url: '/models' }, [{ body: { models: [] } }])
  expect(any.output).toMatchObject({ status: 200 })
})
