import { describe, expect, test } from 'vitest'
import { memoryFiles } from '../../test/support/memory-files.ts'
import { anthropicAnswer } from '../../test/support/model-answers.ts'
import { pieceKit } from '../../test/support/piece-kit.ts'
import claude from './index.ts'

// Held against: Anthropic's own description of its API.

const kit = pieceKit(claude, {
  connection: { type: 'SECRET_TEXT', secret_text: 'sk-ant-test' },
  contract: 'anthropic',
})
const services = () => ({ files: memoryFiles() })

describe('ask_claude', () => {
  test('sends the question, the instructions and what was said', async () => {
    const input = {
      model: 'claude-x',
      prompt: 'Who called?',
      systemPrompt: 'Be short.',
      temperature: 0,
      maxTokens: 50,
      roles: [{ role: 'assistant', content: 'It was' }],
    }
    const { output, sent } = await kit.run('ask_claude', input, [anthropicAnswer({ text: 'Ana' })])
    expect(output).toBe('Ana')
    expect(sent[0]?.headers.get('x-api-key')).toBe('sk-ant-test')
    expect(sent[0]?.headers.get('anthropic-version')).toBe('2023-06-01')
    expect(sent[0]?.body).toEqual({
      model: 'claude-x',
      max_tokens: 50,
      system: 'Be short.',
      temperature: 0,
      messages: [
        { role: 'user', content: 'Who called?' },
        { role: 'assistant', content: 'It was' },
      ],
    })
  })

  test('thinks first where it is told to, without a temperature', async () => {
    const input = {
      prompt: 'x',
      thinkingMode: true,
      thinkingModeParams: { budgetTokens: 1500 },
      temperature: 1,
    }
    const { sent } = await kit.run('ask_claude', input, [anthropicAnswer({ text: 'y' })])
    expect(sent[0]?.body).toMatchObject({ thinking: { type: 'enabled', budget_tokens: 1500 } })
    expect(sent[0]?.body).not.toHaveProperty('temperature')
  })

  test('tells refusals, cut answers and messages that are none', async () => {
    const ask = (answer: object, more: object = {}) =>
      kit.run('ask_claude', { prompt: 'x', ...more }, [answer])
    const refused = ask(anthropicAnswer({ text: '' }, 'refusal'))
    await expect(refused).rejects.toMatchObject({ code: 'AI_REFUSED' })
    const cut = ask(anthropicAnswer({ text: 'On' }, 'max_tokens'))
    await expect(cut).rejects.toMatchObject({ code: 'AI_ANSWER_TRUNCATED' })
    await expect(ask({}, { roles: [{ role: 'system', content: 'x' }] })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
    })
  })
})

test.each([
  ['bill.png', 'image', 'image/png'],
  ['bill.pdf', 'document', 'application/pdf'],
])('vision_prompt and ask_claude send %s before the question', async (name, type, media_type) => {
  const source = { type: 'base64', media_type, data: btoa(name) }
  const content = [
    { type, source },
    { type: 'text', text: 'How much?' },
  ]
  for (const action of ['vision_prompt', 'ask_claude']) {
    const input = { image: `https://example.com/${name}`, prompt: 'How much?' }
    const answers = [anthropicAnswer({ text: '12 €' })]
    const { output, sent } = await kit.run(action, input, answers, { services: services() })
    expect(output).toBe('12 €')
    expect(sent[0]?.body).toMatchObject({ messages: [{ role: 'user', content }] })
  }
})

describe('extract-structured-data', () => {
  const schema = { fields: [{ name: 'name', type: 'string', isRequired: true }] }

  test('makes the model call a tool with the data', async () => {
    const input = { text: 'Ana called', image: 'a.png', schema }
    const answers = [anthropicAnswer({ call: { name: 'Ana' } }, 'tool_use')]
    const { output, sent } = await kit.run('extract-structured-data', input, answers, {
      services: services(),
    })
    expect(output).toEqual({ name: 'Ana' })
    expect(sent[0]?.body).toMatchObject({
      max_tokens: 2000,
      tools: [{ input_schema: { properties: { name: { type: 'string' } }, required: ['name'] } }],
      tool_choice: { type: 'tool' },
    })
  })

  test('asks once more for data that does not fit, then gives up', async () => {
    const wrong = anthropicAnswer({ call: { name: 7 } }, 'tool_use')
    const run = kit.run('extract-structured-data', { text: 'x', schema }, [wrong, wrong])
    await expect(run).rejects.toMatchObject({ code: 'AI_ANSWER_INVALID', retryable: false })
    const nothing = kit.run('extract-structured-data', { schema })
    await expect(nothing).rejects.toMatchObject({ code: 'INPUT_INVALID' })
  })
})

test('tokens are counted, models are listed and offered', async () => {
  const counted = await kit.run('count_tokens', { model: 'claude-x', prompt: 'Hi' }, [
    { body: { input_tokens: 8 } },
  ])
  expect(counted.output).toEqual({ input_tokens: 8 })
  expect(counted.sent[0]?.body).toEqual({ model: 'claude-x', messages: [{ role: 'user', content: 'Hi' }] })
  const one = {
    id: 'claude-x',
    display_name: 'Claude X',
    type: 'model',
    created_at: '2026-01-01T00:00:00Z',
    capabilities: null,
    max_input_tokens: null,
    max_tokens: null,
  }
  const page = { body: { data: [one], first_id: 'claude-x', last_id: 'claude-x', has_more: false } }
  const listed = await kit.run('list_models', { limit: 5 }, [page])
  expect(listed.output).toEqual(page.body)
  expect(listed.sent[0]?.url.search).toBe('?limit=5')
  const { options } = await kit.options('actions', 'ask_claude', 'model', {}, [page])
  expect(options).toEqual([{ value: 'claude-x', label: 'Claude X' }])
  expect((await kit.validate([page]))[0]?.url.pathname).toBe('/v1/models')
  expect((await kit.run('custom_api_call', { url: '/v1/models' }, [page])).output).toMatchObject({
    status: 200,
  })
})

test('an overload may be tried again, and is told as Anthropic words it', async () => {
  const body = { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }
  await expect(kit.run('ask_claude', { prompt: 'x' }, [{ status: 529, body }])).rejects.toMatchObject({
    code: 'SERVICE_UNAVAILABLE',
    retryable: true,
    message: expect.stringContaining('Overloaded'),
  })
})
