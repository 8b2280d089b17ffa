import { expect, test } from 'vitest'
import { memoryFiles } from '../../test/support/memory-files.ts'
import { mistralAnswer } from '../../test/support/model-answers.ts'
import { pieceKit } from '../../test/support/piece-kit.ts'
import mistral from './index.ts'

// Held against: Mistral's own description of its API.

const kit = pieceKit(mistral, {
  connection: { type: 'SECRET_TEXT', secret_text: 'mistral-test' },
  contract: 'mistral',
})
const services = () => ({ files: memoryFiles() })

test('create_chat_completion asks with the style that was given', async () => {
  const input = {
    model: 'mistral-x',
    prompt: 'Who called?',
    systemPrompt: 'Be short.',
    temperature: 0,
    top_p: 1,
    max_tokens: 50,
    random_seed: 7,
  }
  const { output, sent } = await kit.run('create_chat_completion', input, [mistralAnswer({ text: 'Ana' })])
  expect(output).toBe('Ana')
  expect(sent[0]?.url.href).toBe('https://api.mistral.ai/v1/chat/completions')
  expect(sent[0]?.headers.get('authorization')).toBe('Bearer mistral-test')
  expect(sent[0]?.body).toEqual({
    model: 'mistral-x',
    messages: [
      { role: 'system', content: 'Be short.' },
      { role: 'user', content: 'Who called?' },
    ],
    temperature: 0,
    top_p: 1,
    max_tokens: 50,
    random_seed: 7,
  })
})

test('create_chat_completion tells a cut and a failed answer', async () => {
  const ask = (answer: object) => kit.run('create_chat_completion', { prompt: 'x' }, [answer])
  await expect(ask(mistralAnswer({ text: 'On' }, 'length'))).rejects.toMatchObject({
    code: 'AI_ANSWER_TRUNCATED',
  })
  await expect(ask(mistralAnswer({}, 'error'))).rejects.toMatchObject({
    code: 'AI_ANSWER_INVALID',
    retryable: true,
  })
})

test('extract_structured_data makes the model call a tool, and checks what it gives', async () => {
  const schema = { fields: [{ name: 'name', type: 'string', isRequired: true }] }
  const answers = [
    mistralAnswer({ call: { name: 7 } }, 'tool_calls'),
    mistralAnswer({ call: { name: 'Ana' } }, 'tool_calls'),
  ]
  const { output, sent } = await kit.run('extract_structured_data', { text: 'Ana called', schema }, answers)
  expect(output).toEqual({ name: 'Ana' })
  expect(sent).toHaveLength(2)
  expect(sent[0]?.body).toMatchObject({
    messages: [{ role: 'system' }, { role: 'user', content: 'Ana called' }],
    tool_choice: { type: 'function' },
  })
})

test('create_embeddings takes several texts', async () => {
  const usage = { prompt_tokens: 1, completion_tokens: 0, total_tokens: 1 }
  const data = [{ object: 'embedding', index: 0, embedding: [0.5] }]
  const body = { id: 'e1', object: 'list', model: 'mistral-embed', data, usage, choices: [] }
  const { output, sent } = await kit.run('create_embeddings', { input: ['Ana', 7] }, [{ body }])
  expect(output).toEqual(body)
  expect(sent[0]?.body).toEqual({ model: 'mistral-embed', input: ['Ana', '7'] })
})

const fileId = '497f6eca-6276-4993-bfeb-53cbbbba6f08'
const pdf = `data:application/pdf;base64,${btoa('bill.pdf')}`
const png = `data:image/png;base64,${btoa('bill.png')}`

test.each([
  [
    'url',
    { documentUrl: 'https://example.com/a.pdf' },
    { type: 'document_url', document_url: 'https://example.com/a.pdf' },
  ],
  [
    'url',
    { documentUrl: 'https://example.com/a.png', documentType: 'image_url' },
    { type: 'image_url', image_url: 'https://example.com/a.png' },
  ],
  ['fileId', { fileId }, { type: 'file', file_id: fileId }],
  ['file', { file: 'https://example.com/bill.pdf' }, { type: 'document_url', document_url: pdf }],
  ['file', { file: 'https://example.com/bill.png' }, { type: 'image_url', image_url: png }],
])('run_ocr reads a document from %s %j', async (documentSource, sourceFields, document) => {
  const pageOf = (index: number, markdown: string) => ({ index, markdown, images: [], dimensions: null })
  const pages = [pageOf(0, '# Bill'), pageOf(1, '12 €')]
  const body = { pages, model: 'mistral-ocr-latest', usage_info: { pages_processed: 2 } }
  const input = { documentSource, sourceFields, pages: ['0', 1] }
  const { output, sent } = await kit.run('run_ocr', input, [{ body }], { services: services() })
  expect(output).toEqual({ ...body, markdown: '# Bill\n\n12 €' })
  expect(sent[0]?.body).toEqual({ model: 'mistral-ocr-latest', document, pages: [0, 1] })
})

test('upload_file and transcribe_audio send the file under its name', async () => {
  const kept = {
    id: fileId,
    object: 'file',
    bytes: 5,
    created_at: 1,
    filename: 'a.pdf',
    purpose: 'ocr',
    sample_type: 'pretrain',
    source: 'upload',
  }
  const upload = { file: 'https://example.com/a.pdf', purpose: 'ocr' }
  const up = await kit.run('upload_file', upload, [{ body: kept }], { services: services() })
  expect(up.output).toEqual(kept)
  const { file: sentFile, ...upForm } = up.sent[0]!.body as { file: File }
  expect([upForm, sentFile.name, sentFile.type]).toEqual([{ purpose: 'ocr' }, 'a.pdf', 'application/pdf'])
  const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 }
  const said = { model: 'voxtral-mini-latest', text: 'Hola', language: 'es', usage }
  const call = { file: 'https://example.com/call.mp3', language: 'es' }
  const heard = await kit.run('transcribe_audio', call, [{ body: said }], { services: services() })
  expect(heard.output).toEqual(said)
  expect(heard.sent[0]?.body).toMatchObject({ model: 'voxtral-mini-latest', language: 'es' })
})

test('models are listed and offered, and errors say what Mistral says', async () => {
  const page = { body: { object: 'list', data: [{ id: 'mistral-x', object: 'model', capabilities: {} }] } }
  expect((await kit.run('list_models', {}, [page])).output).toEqual(page.body)
  const { options } = await kit.options('actions', 'create_chat_completion', 'model', {}, [page])
  expect(options).toEqual([{ value: 'mistral-x', label: 'mistral-x' }])
  const refused = { status: 401, body: { detail: 'Unauthorized' } }
  await expect(kit.validate([refused])).rejects.toMatchObject({ code: 'CONNECTION_REFUSED' })
  const detail = [{ type: 'missing', loc: ['body', 'model'], msg: 'Field required' }]
  for (const body of [{ detail }, { object: 'error', message: { detail } }]) {
    const run = kit.run('create_embeddings', { input: ['x'] }, [{ status: 422, body }])
    await expect(run).rejects.toMatchObject({
      message: expect.stringContaining('Field required (body.model)'),
    })
  }
  expect((await kit.run('custom_api_call', { url: '/models' }, [page])).output).toMatchObject({ status: 200 })
})
