import { describe, expect, test } from 'vitest'
import { memoryFiles } from '../../test/support/memory-files.ts'
import { answerOf, runAction } from '../../test/support/run-action.ts'
import piece from './index.ts'

const { form: formOf, input, sampleFor } = piece.triggers.form_submission!

describe('form_submission', () => {
  test('is read from the fields of Activepieces', () => {
    const given = input.parse({
      waitForResponse: true,
      inputs: [
        { displayName: 'First Name', type: 'text', required: true },
        { displayName: 'CV', type: 'file', description: 'As PDF', required: false },
        { displayName: 'Teléfono', type: 'phone', key: 'phone' },
      ],
    })
    expect(formOf?.(given)).toMatchObject({
      waitsForAnswer: true,
      fields: [
        { key: 'firstName', type: 'text', required: true },
        { key: 'cv', type: 'file', description: 'As PDF', required: false },
        { key: 'phone', type: 'phone' },
      ],
    })
  })

  test('requires every consent, and nothing that nobody could fill in', () => {
    const inputs = ['consent', 'toggle', 'hidden', 'text'].flatMap((type) =>
      [true, false].map((required) => ({ displayName: `${type} ${required}`, type, required })),
    )
    const required = formOf?.(input.parse({ inputs })).fields.filter((field) => field.required)
    expect(required?.map(({ label }) => label)).toEqual(['consent true', 'consent false', 'text true'])
  })

  test('makes up an event to try a workflow with', () => {
    const inputs = [
      { displayName: 'Phone', type: 'phone' },
      { displayName: 'Terms', type: 'consent', description: 'Call me.' },
      { displayName: 'When', type: 'dropdown', choices: ['Now', 'Later'] },
    ]
    expect(sampleFor?.(input.parse({ inputs }))).toEqual({
      phone: '+34600000001',
      terms: { accepted: true, text: 'Call me.', at: expect.any(String) },
      when: 'Now',
    })
  })
})

describe('return_response', () => {
  test('answers as Activepieces does, and the run goes on', async () => {
    const result = await runAction(piece, 'return_response', { markdown: 'Hello **Ana**' })
    const body = { type: 'markdown', value: 'Hello **Ana**', files: [] }
    expect(result.output).toEqual(body)
    expect(answerOf(result)).toEqual({ kind: 'response', format: 'json', status: 200, headers: {}, body })
    expect(result.stop).toBeUndefined()
  })

  test('keeps a file and gives a link to it', async () => {
    const files = memoryFiles()
    const result = await runAction(
      piece,
      'return_response',
      { file: 'https://example.com/a.txt' },
      { services: { files } },
    )
    expect(result.output).toMatchObject({ value: '', files: [{ mimeType: 'text/plain', fileName: 'a.txt' }] })
  })
})
