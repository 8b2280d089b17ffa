import { describe, expect, test } from 'vitest'
import { fieldsOf } from '../../src/piece/fields.ts'
import { createHttpClient } from '../../src/piece/http-client.ts'
import { dynamicFieldsOf } from '../../src/piece/options.ts'
import { pieceKit } from '../../test/support/piece-kit.ts'
import jotform from './index.ts'

// Held against: a description of Jotform's API (not Jotform's own). It knows no query parameters, so lists are held
// against https://api.jotform.com/docs, which has `limit` and `offset`.

const connection = { type: 'CUSTOM_AUTH', props: { apiKey: 'key', region: 'eu' } }
const kit = pieceKit(jotform, { connection, contract: 'jotform' })
const free = pieceKit(jotform, { connection })

const submission = {
  id: 's1',
  form_id: 'f1',
  created_at: '2026-05-01 09:30:00',
  answers: {
    3: {
      name: 'name',
      text: 'Your Name',
      type: 'control_fullname',
      answer: { first: 'Ana', last: 'Ruiz' },
      prettyFormat: 'Ana Ruiz',
    },
    4: { name: 'phone', text: 'Phone?', type: 'control_phone', answer: { area: '600', phone: '000' } },
    5: { name: 'tags', text: 'Tags', type: 'control_checkbox', answer: ['a', 'b'] },
    6: { name: 'submit', text: 'Submit', type: 'control_button' },
  },
}
const fields = { 'Your Name': 'Ana Ruiz', 'Phone?': '600 000', Tags: ['a', 'b'] }
const answer = (content: unknown) => ({ body: { responseCode: 200, message: 'success', content } })

test('a form is submitted, with parts of answers and lists', async () => {
  const input = {
    formId: 'f1',
    answers: { 3: { first: 'Ana', last: 'Ruiz' }, 4: '600', 5: ['a', 'b'], 6: '' },
  }
  const { output, sent } = await kit.run('jotform_create_form_submission', input, [
    answer({ submissionID: 's1' }),
  ])
  expect(output).toEqual({ submissionID: 's1' })
  expect(sent[0]).toMatchObject({
    method: 'POST',
    url: { href: 'https://eu-api.jotform.com/form/f1/submissions' },
  })
  expect(sent[0]?.headers.get('apikey')).toBe('key')
  expect(sent[0]?.body).toEqual({
    'submission[3_first]': 'Ana',
    'submission[3_last]': 'Ruiz',
    'submission[4]': '600',
    'submission[5][0]': 'a',
    'submission[5][1]': 'b',
  })
})

test('submissions are read with their answers by question', async () => {
  const one = await kit.run('jotform_get_submission', { submissionId: 's1' }, [answer(submission)])
  expect(one.output).toEqual({ ...submission, fields })
  expect(one.sent[0]?.url.pathname).toBe('/submission/s1')
  const many = await free.run('jotform_list_form_submissions', { formId: 'f1', limit: 2, offset: 4 }, [
    answer([submission, { id: 's2', answers: [] }]),
  ])
  expect(many.output).toMatchObject([{ fields }, { id: 's2', fields: {} }])
  expect(many.sent[0]?.url.href).toBe('https://eu-api.jotform.com/form/f1/submissions?limit=2&offset=4')
})

test('a form and its questions are read', async () => {
  const form = await kit.run('jotform_get_form', { formId: 'f1' }, [answer({ id: 'f1', title: 'Call me' })])
  expect(form.output).toEqual({ id: 'f1', title: 'Call me' })
  expect(form.sent[0]?.url.pathname).toBe('/form/f1')
  const questions = await kit.run('jotform_list_form_questions', { formId: 'f1' }, [
    answer({ 3: { qid: '3' } }),
  ])
  expect(questions.output).toEqual({ 3: { qid: '3' } })
  expect(questions.sent[0]?.url.pathname).toBe('/form/f1/questions')
})

test('forms are offered by title, and questions become fields', async () => {
  const { options } = await free.options('triggers', 'new_submission', 'formId', {}, [
    answer([{ id: 'f1', title: 'Call me' }]),
  ])
  expect(options).toEqual([{ value: 'f1', label: 'Call me' }])
  const questions = {
    1: { qid: '1', text: 'Welcome', type: 'control_head' },
    3: { qid: '3', text: 'Your Name', type: 'control_fullname' },
    4: { qid: '4', text: 'Message', type: 'control_textarea' },
  }
  const play = async () => Response.json(answer(questions).body)
  const form = await dynamicFieldsOf(
    jotform,
    {
      part: 'actions',
      name: 'jotform_create_form_submission',
      field: 'answers',
      connection: { value: connection },
      input: { formId: 'f1' },
    },
    createHttpClient({ allowPrivateHosts: true, fetch: play as unknown as typeof fetch }),
  )
  const kinds = Object.entries(fieldsOf(form)).map(([id, { label, kind }]) => [id, label, kind])
  expect(kinds).toEqual([
    ['3', 'Your Name', 'SHORT_TEXT'],
    ['4', 'Message', 'LONG_TEXT'],
  ])
})

test('the credentials are tried out where the account lies', async () => {
  const [request] = await kit.validate([answer({ username: 'me' })])
  expect(request?.url.href).toBe('https://eu-api.jotform.com/user')
  const us = pieceKit(jotform, {
    connection: { type: 'CUSTOM_AUTH', props: { apiKey: 'key' } },
    contract: 'jotform',
  })
  const [other] = await us.validate([answer({})])
  expect(other?.url.origin).toBe('https://api.jotform.com')
})

test('what Jotform refuses is told in its words, whatever the status', async () => {
  const body = { responseCode: 401, message: 'Invalid API key', content: '' }
  for (const status of [200, 401]) {
    await expect(kit.run('jotform_get_form', { formId: 'f1' }, [{ status, body }])).rejects.toMatchObject({
      code: 'CONNECTION_REFUSED',
      message: expect.stringContaining('Invalid API key'),
    })
  }
})

test('any other method can be called', async () => {
  const { output } = await kit.run('custom_api_call', { url: '/user/usage' }, [answer({ submissions: '4' })])
  expect(output).toMatchObject({ status: 200 })
})

describe('webhooks', () => {
  const secret = 'a-secret-of-this-trigger'
  const webhookURL = `https://patchcord.example/webhooks/wf_1?token=${secret}`
  const trigger = jotform.triggers.new_submission!
  const body = {
    formID: 'f1',
    submissionID: 's1',
    ip: '203.0.113.7',
    type: 'WEB',
    pretty: 'Your Name:Ana Ruiz',
  }
  const request = (token: string) => ({
    method: 'POST',
    headers: {},
    queryParams: { token },
    body: body as never,
    rawBody: new Uint8Array(),
  })

  test('the address is registered with a secret, and found again to be taken back', async () => {
    const { sent, state } = await kit.subscribe('new_submission', { formId: 'f1' }, [
      answer({ 0: 'https://other.example', 1: webhookURL }),
      answer({ 0: 'https://other.example', 1: webhookURL }),
      answer({ 0: 'https://other.example' }),
    ])
    expect(state).toEqual({ webhookURL })
    expect(sent[0]?.body).toEqual({ webhookURL })
    expect(sent.map(({ method, url }) => `${method} ${url.pathname}`)).toEqual([
      'POST /form/f1/webhooks',
      'GET /form/f1/webhooks',
      'DELETE /form/f1/webhooks/1',
    ])
    const gone = await kit.subscribe('new_submission', { formId: 'f1' }, [answer({}), answer([])])
    expect(gone.sent).toHaveLength(2)
  })

  test('a request without the secret of the address is refused', () => {
    const verify = (token: string) => trigger.verify!(request(token), {}, { secret } as never)
    expect(() => verify(secret)).not.toThrow()
    for (const bad of ['guess', '']) expect(() => verify(bad)).toThrow(/Jotform/)
  })

  test('a submission comes with its answers by question, once', async () => {
    const asked: string[] = []
    const http = {
      async get(path: string) {
        asked.push(path)
        return { content: submission }
      },
    }
    const [event] = await trigger.events!({ http, request: request(secret) } as never)
    expect(event).toEqual({
      form_id: 'f1',
      submission_id: 's1',
      ip: '203.0.113.7',
      type: 'WEB',
      pretty: 'Your Name:Ana Ruiz',
      your_name: 'Ana Ruiz',
      phone: '600 000',
      tags: ['a', 'b'],
    })
    expect(asked).toEqual(['/submission/s1'])
    expect(trigger.eventId!(event!)).toBe('s1')
    expect(await trigger.events!({ http, request: { ...request(secret), body: {} } } as never)).toEqual([])
  })
})
