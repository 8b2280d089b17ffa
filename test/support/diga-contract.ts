import { Validator } from '@cfworker/json-schema'
import { expect } from 'vitest'
import contract from '../fixtures/diga-workflow-openapi.json' with { type: 'json' }

/** Checks an answer against a schema of Diga's published API description. */
export function expectContract(schema: string, answer: unknown): void {
  const { components } = contract
  const validator = new Validator(
    { $ref: `#/components/schemas/${schema}`, components } as object,
    '2020-12',
    false,
  )
  const { valid, errors } = validator.validate(answer)
  expect(valid, JSON.stringify(errors, null, 1)).toBe(true)
}
