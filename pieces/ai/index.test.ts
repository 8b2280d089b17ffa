import { describe, expect, test } from 'vitest'
import { memoryFiles } from '../../test/support/memory-files.ts'
import { memoryStore } from '../../test/support/memory-store.ts'
import {
  anthropicAnswer,
  geminiAnswer,
  mistralAnswer,
  openAiAnswer,
} from '../../test/support/model-answers.ts'
import { type Answer, pieceKit } from '../../test/support/piece-kit.ts'
import ai from './index.ts'

// Held against: OpenAI's, Anthropic's, Google's and Mistral's own descriptions of their APIs.

const connection = (provider: string, more: object = {}) => ({
  type: 'CUSTOM_AUTH',
  props: { provider, apiKey: 'key-for-tests', model: 'usual-model', ...more },
})
const kitOf = (provider: string, contract?: string, more?: object) =>
  pieceKit(ai, { connection: connection(provider, more), ...(contract && { contract }) })
const openai = kitOf('openai', 'openai')
const anthropic = kitOf('anthropic', 'anthropic')
const google = kitOf('google', 'google-gemini')
const mistral = kitOf('mistral', 'mistral')
const custom = kitOf('custom', undefined, { baseUrl: 'https://llm.example.com/v1' })

const services = () => {
  const store = memoryStore()
  return { store: () => store, files: memoryFiles() }
}

type Kit = typeof openai
interface Spoken {
  name: string
  kit: Kit
  path: string
  text(text: string): Answer
  data(data: unknown): Answer
  tooLong: Answer
}
const spoken: Spoken[] = [
  {
    name: 'OpenAI',
    kit: openai,
    path: '/v1/chat/completions',
    text: (text) => openAiAnswer({ text }),
    data: (call) => openAiAnswer({ call }),
    tooLong: openAiAnswer({ text: 'Once' }, 'length'),
  },
  {
    name: 'Anthropic',
    kit: anthropic,
    path: '/v1/messages',
    text: (text) => anthropicAnswer({ text }),
    data: (call) => anthropicAnswer({ call }, 'tool_use'),
    tooLong: anthropicAnswer({ text: 'Once' }, 'max_tokens'),
  },
  {
    name: 'Google',
    kit: google,
    path: '/v1beta/models/usual-model:generateContent',
    text: (text) => geminiAnswer(text),
    data: (data) => geminiAnswer(JSON.stringify(data)),
    tooLong: geminiAnswer('Once', 'MAX_TOKENS'),
  },
  {
    name: 'Mistral',
    kit: mistral,
    path: '/v1/chat/completions',
    text: (text) => mistralAnswer({ text }),
    data: (call) => mistralAnswer({ call }, 'tool_calls'),
    tooLong: mistralAnswer({ text: 'Once' }, 'length'),
  },
  {
    name: 'a service that speaks as OpenAI does',
    kit: custom,
    path: '/v1/chat/completions',
    text: (text) => openAiAnswer({ text }),
    data: (call) => openAiAnswer({ text: `\`\`\`json\n${JSON.stringify(call)}\n\`\`\`` }),
    tooLong: openAiAnswer({ text: 'Once' }, 'length'),
  },
]

const wanted = {
  mode: 'simple',
  schema: {
    fields: [
      { name: 'First name', type: 'string', isRequired: true },
      { name: 'age', description: 'In years', type: 'number', isRequired: false },
    ],
  },
}

describe.each(spoken)('with $name', ({ kit, path, text, data, tooLong }) => {
  test('a question is answered as text', async () => {
    const input = { prompt: 'Who called?', systemPrompt: 'Be short.', creativity: 50 }
    const { output, sent } = await kit.run('askAi', input, [text('Ana')], { services: services() })
    expect(output).toBe('Ana')
    expect(sent[0]?.url.pathname).toBe(path)
    const body = JSON.stringify(sent[0]?.body)
    for (const said of ['Who called?', 'Be short.', '0.5', '2000']) expect(body).toContain(said)
  })

  test('a conversation goes on where it has a key', async () => {
    const kept = { services: services() }
    await kit.run('askAi', { prompt: 'I am Ana.', conversationKey: 'a' }, [text('Hello Ana')], kept)
    const again = await kit.run('askAi', { prompt: 'Who?', conversationKey: 'a' }, [text('Ana')], kept)
    expect(JSON.stringify(again.sent[0]?.body)).toMatch(/I am Ana\..*Hello Ana.*Who\?/)
    const other = await kit.run('askAi', { prompt: 'Who?', conversationKey: 'b' }, [text('?')], kept)
    expect(JSON.stringify(other.sent[0]?.body)).not.toContain('Ana')
  })

  test('a text is summarised and classified', async () => {
    const summary = await kit.run('summarizeText', { text: 'Ana called, and…' }, [text('Ana called.')])
    expect(summary.output).toBe('Ana called.')
    expect(JSON.stringify(summary.sent[0]?.body)).toContain('Ana called, and…')
    const input = { text: 'My bill is wrong', categories: ['billing', 'sales'] }
    const classified = await kit.run('classifyText', input, [data({ category: 'billing' })])
    expect(classified.output).toBe('billing')
    expect(JSON.stringify(classified.sent[0]?.body)).toContain('["billing","sales"]')
  })

  test('data comes back under the names it was asked for, out of texts and files', async () => {
    const input = { text: 'Ana, 30', files: [{ file: 'id.png' }, { file: 'cv.pdf' }], ...wanted }
    const answers = [data({ First_name: 'Ana', age: 30 })]
    const { output, sent } = await kit.run('extractStructuredData', input, answers, { services: services() })
    expect(output).toEqual({ 'First name': 'Ana', age: 30 })
    const body = JSON.stringify(sent[0]?.body)
    for (const part of [
      'Ana, 30',
      'First_name',
      'In years',
      btoa('id.png'),
      'image/png',
      'application/pdf',
    ]) {
      expect(body).toContain(part)
    }
  })

  test('data that does not fit is asked for once more', async () => {
    const answers = [data({ age: 'thirty' }), data({ First_name: 'Ana', age: null })]
    const run = await kit.run('extractStructuredData', { text: 'Ana', ...wanted }, answers)
    expect(run.output).toEqual({ 'First name': 'Ana', age: null })
    expect(JSON.stringify(run.sent[1]?.body)).toMatch(/thirty.*That does not fit: .*First_name/)
    const never = [data({ age: 1 }), data({ age: 'Ana is thirty' })]
    const error = await kit.run('extractStructuredData', { text: 'x', ...wanted }, never).catch((e) => e)
    expect(error).toMatchObject({ code: 'AI_ANSWER_INVALID' })
    expect(error.message).not.toContain('thirty')
  })

  test('an answer without an end or without words is an error', async () => {
    const ask = (answer: Answer) => kit.run('summarizeText', { text: 'x' }, [answer])
    await expect(ask(tooLong)).rejects.toMatchObject({ code: 'AI_ANSWER_TRUNCATED', retryable: false })
    await expect(ask(text(' '))).rejects.toMatchObject({ code: 'AI_ANSWER_INVALID', retryable: true })
  })
})

test.each([
  ['OpenAI', openai, openAiAnswer({ refusal: 'I cannot help with that' })],
  ["OpenAI's filter", openai, openAiAnswer({ text: '' }, 'content_filter')],
  ['Anthropic', anthropic, anthropicAnswer({ text: '' }, 'refusal')],
  ['Google, before it began', google, { body: { promptFeedback: { blockReason: 'SAFETY' } } }],
  ['Google, while it wrote', google, geminiAnswer('Well', 'SAFETY')],
])('a refusal of %s is told as one', async (_, kit, answer) => {
  await expect(kit.run('summarizeText', { text: 'x' }, [answer])).rejects.toMatchObject({
    code: 'AI_REFUSED',
  })
})

test('a JSON Schema says what is wanted, and one that is none is refused', async () => {
  const fields = { type: 'object', properties: { tags: { type: 'array', items: { type: 'string' } } } }
  const input = { text: 'x', mode: 'advanced', schema: { fields } }
  const { output } = await openai.run('extractStructuredData', input, [
    openAiAnswer({ call: { tags: ['a'] } }),
  ])
  expect(output).toEqual({ tags: ['a'] })
  for (const bad of [{ type: 'string' }, { type: 'object', properties: { a: { $ref: '#/nowhere' } } }, []]) {
    const refused = openai.run('extractStructuredData', { ...input, schema: { fields: bad } })
    await expect(refused).rejects.toMatchObject({ code: 'INPUT_INVALID' })
  }
})

test('input that asks for nothing is refused before it costs anything', async () => {
  const none = openai.run('extractStructuredData', wanted)
  await expect(none).rejects.toMatchObject({
    code: 'INPUT_INVALID',
    message: expect.stringContaining('"text"'),
  })
  const twice = { fields: [{ name: 'a b' }, { name: 'a_b' }] }
  const alike = openai.run('extractStructuredData', { text: 'x', mode: 'simple', schema: twice })
  await expect(alike).rejects.toMatchObject({ code: 'INPUT_INVALID' })
  const drawers = openai.run('classifyText', { text: 'x', categories: [] })
  await expect(drawers).rejects.toMatchObject({ code: 'INPUT_INVALID' })
})

test('the model is that of the step, else that of the connection', async () => {
  const { sent } = await openai.run('summarizeText', { text: 'x', model: 'gpt-x' }, [
    openAiAnswer({ text: 'y' }),
  ])
  expect(sent[0]?.body).toMatchObject({ model: 'gpt-x', max_completion_tokens: 2000 })
  const none = kitOf('openai', 'openai', { model: undefined })
  await expect(none.run('summarizeText', { text: 'x' })).rejects.toMatchObject({ code: 'INPUT_INVALID' })
})

test('models are offered by name', async () => {
  const listed = (kit: Kit, body: object) => kit.options('actions', 'askAi', 'model', {}, [{ body }])
  const ids = {
    object: 'list',
    data: ['b', 'a'].map((id) => ({ id, object: 'model', created: 1, owned_by: 'x' })),
  }
  expect((await listed(openai, ids)).options.map(({ value }) => value)).toEqual(['a', 'b'])
  const capabilities = null
  const data = [
    { id: 'claude-x', display_name: 'Claude X', type: 'model', created_at: '2026-01-01T00:00:00Z' },
  ]
  const limits = { capabilities, max_input_tokens: null, max_tokens: null }
  const page = {
    data: data.map((each) => ({ ...each, ...limits })),
    first_id: null,
    last_id: null,
    has_more: false,
  }
  expect((await listed(anthropic, page)).options).toEqual([{ value: 'claude-x', label: 'Claude X' }])
  const models = [
    { name: 'models/gemini-x', displayName: 'Gemini X', supportedGenerationMethods: ['generateContent'] },
    { name: 'models/embedding', supportedGenerationMethods: ['embedContent'] },
  ]
  expect((await listed(google, { models })).options).toEqual([{ value: 'gemini-x', label: 'Gemini X' }])
})

test('a connection is tried by listing models, and one without an address is refused', async () => {
  const ids = { object: 'list', data: [] }
  expect((await openai.validate([{ body: ids }]))[0]?.url.href).toBe('https://api.openai.com/v1/models')
  const refused = { status: 401, body: { error: { message: 'Incorrect API key provided' } } }
  await expect(openai.validate([refused])).rejects.toMatchObject({ code: 'CONNECTION_REFUSED' })
  await expect(kitOf('custom').validate()).rejects.toMatchObject({ code: 'CONNECTION_INVALID' })
})

test('any other request carries the credentials', async () => {
  const { sent } = await custom.run('custom_api_call', { url: '/models' }, [{ body: { data: [] } }])
  expect(sent[0]?.url.href).toBe('https://llm.example.com/v1/models')
  expect(sent[0]?.headers.get('authorization')).toBe('Bearer key-for-tests')
})
