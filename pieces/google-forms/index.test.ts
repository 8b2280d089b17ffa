import { describe, expect, test } from 'vitest'
import type { SentRequest } from '../../test/support/contract.ts'
import { pieceKit } from '../../test/support/piece-kit.ts'
import googleForms from './index.ts'

// Held against: Google's own descriptions of the Forms and Drive APIs (their discovery documents). What the test
// answers is shaped like them too.

const connection = { type: 'OAUTH2', access_token: 'ya29.test', data: {} }
const kit = pieceKit(googleForms, { connection, contract: 'google-forms' })
const drive = pieceKit(googleForms, { connection, contract: 'google-drive' })

const described = ({ method, url }: SentRequest) => `${method} ${url.pathname}`
const query = (request: SentRequest | undefined) => Object.fromEntries(request?.url.searchParams ?? [])

const form = {
  formId: 'fo1',
  info: { title: 'Callback' },
  items: [
    { title: 'Name', questionItem: { question: { questionId: 'q1' } } },
    { title: 'When', questionItem: { question: { questionId: 'q2' } } },
    { title: 'Welcome' },
    {
      title: 'How was',
      questionGroupItem: {
        questions: [
          { questionId: 'q3', rowQuestion: { title: 'the agent' } },
          { questionId: 'q4', rowQuestion: { title: 'the line' } },
        ],
      },
    },
    { title: 'Photo', questionItem: { question: { questionId: 'q5' } } },
    { title: 'Other', questionItem: { question: { questionId: 'q6' } } },
    { title: 'Other', questionItem: { question: { questionId: 'q7' } } },
  ],
}
const text = (...values: string[]) => ({ textAnswers: { answers: values.map((value) => ({ value })) } })
const response = {
  responseId: 'r1',
  lastSubmittedTime: '2026-03-02T10:00:00.500Z',
  respondentEmail: 'ana@example.com',
  answers: {
    q1: text('Ana'),
    q2: text('Morning', 'Noon'),
    q3: text('Good'),
    q5: { fileUploadAnswers: { answers: [{ fileId: 'f1', fileName: 'a.jpg', mimeType: 'image/jpeg' }] } },
    q7: text('Bye'),
    q8: text('Gone'),
  },
}
const values = {
  Name: 'Ana',
  When: ['Morning', 'Noon'],
  'How was: the agent': 'Good',
  Photo: 'f1',
  q7: 'Bye',
  q8: 'Gone',
}

describe('forms', () => {
  test('a form is read', async () => {
    const { sent, output } = await kit.run('get_form', { form_id: 'fo1' }, [{ body: form }])
    expect(sent.map(described)).toEqual(['GET /v1/forms/fo1'])
    expect(output).toEqual(form)
  })

  test('forms are offered by name', async () => {
    const answers = [{ body: { files: [{ id: 'fo1', name: 'Callback' }] } }]
    const shared = { include_team_drives: true }
    const { options, sent } = await drive.options('actions', 'get_form', 'form_id', shared, answers)
    expect(options).toEqual([{ value: 'fo1', label: 'Callback' }])
    expect(query(sent[0])).toMatchObject({
      q: "mimeType = 'application/vnd.google-apps.form' and trashed = false",
      corpora: 'allDrives',
    })
  })

  test('a good token is told from a bad one', async () => {
    const [sent] = await drive.validate([{ body: { user: {} } }])
    expect(described(sent!)).toBe('GET /drive/v3/about')
    await expect(drive.validate([{ status: 401, body: {} }])).rejects.toMatchObject({
      code: 'CONNECTION_REFUSED',
    })
  })

  test('any other method can be called', async () => {
    const { sent } = await kit.run('custom_api_call', { url: '/forms/fo1' }, [{ body: form }])
    expect(described(sent[0]!)).toBe('GET /v1/forms/fo1')
  })
})

describe('responses', () => {
  test('answers are told by question, and as Google gives them', async () => {
    const input = { form_id: 'fo1', filter: 'timestamp > 2026-01-01T00:00:00Z', max_results: 1 }
    const { sent, output } = await kit.run('list_responses', input, [
      { body: form },
      { body: { responses: [response], nextPageToken: 'p2' } },
    ])
    expect(sent.map(described)).toEqual(['GET /v1/forms/fo1', 'GET /v1/forms/fo1/responses'])
    expect(query(sent[1])).toEqual({ filter: 'timestamp > 2026-01-01T00:00:00Z', pageSize: '1' })
    expect(output).toEqual({ count: 1, responses: [{ ...response, values }] })
  })

  test('one response is read, or is not there', async () => {
    const input = { form_id: 'fo1', response_id: 'r1' }
    const found = await kit.run('get_response', input, [{ body: response }, { body: form }])
    expect(found.sent.map(described)).toEqual(['GET /v1/forms/fo1/responses/r1', 'GET /v1/forms/fo1'])
    expect(found.output).toEqual({ found: true, response: { ...response, values } })
    const none = await kit.run('get_response', input, [{ status: 404, body: {} }])
    expect(none.output).toEqual({ found: false, response: null })
  })

  test('Google’s refusal is passed on', async () => {
    const body = { error: { code: 403, message: 'The caller does not have permission' } }
    const run = kit.run('get_response', { form_id: 'fo1', response_id: 'r1' }, [{ status: 403, body }])
    await expect(run).rejects.toMatchObject({ code: 'PERMISSION_DENIED' })
  })

  test('new responses are asked for since the last one, and told again once edited', async () => {
    const edited = { ...response, lastSubmittedTime: '2026-03-02T11:00:00.000Z' }
    const since = Date.parse('2026-03-02T09:00:00Z')
    const { items, sent } = await kit.poll(
      'new_response',
      { form_id: 'fo1' },
      [{ body: { responses: [response, edited] } }, { body: form }],
      since,
    )
    expect(query(sent[0]).filter).toBe('timestamp > 2026-03-02T09:00:00.000Z')
    expect(items).toMatchObject([
      { id: 'r1@2026-03-02T10:00:00.500Z', at: since + 3_600_500, data: { values } },
      { id: 'r1@2026-03-02T11:00:00.000Z', at: since + 2 * 3_600_000 },
    ])
  })

  test('where nothing was answered, nothing more is asked', async () => {
    const { items, sent } = await kit.poll('new_response', { form_id: 'fo1' }, [{ body: {} }])
    expect([items, sent.length]).toEqual([[], 1])
  })
})
