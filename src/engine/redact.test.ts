import { expect, test } from 'vitest'
import { REDACTED } from '../secret-names.ts'
import { redactedText } from './redact.ts'

const file = `data:application/pdf;base64,${'A'.repeat(5_000)}`

test('a file that stands in an input is not recorded with it', () => {
  expect(JSON.parse(redactedText({ to: 'ana', files: [file] }))).toEqual({
    to: 'ana',
    files: ['data:application/pdf;base64,… (5028 characters)'],
  })
})

test('a small data URI is recorded as it is, and a secret one is not', () => {
  expect(
    JSON.parse(redactedText({ icon: 'data:,x', password: 'data:,x', mine: 'data:,x' }, ['mine'])),
  ).toEqual({
    icon: 'data:,x',
    password: REDACTED,
    mine: REDACTED,
  })
})
