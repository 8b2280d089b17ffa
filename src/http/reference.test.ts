import { expect, test } from 'vitest'
import { management } from './management.ts'
import { describeApi } from './openapi.ts'
import { referencePage } from './reference.ts'

test('the reference shows every operation, those that take or answer files among them', async () => {
  const api = describeApi(management.routes, '1.0.0')
  const page = String(await referencePage(api))
  const operations = Object.values(api.paths).flatMap((methods) => Object.values(methods))
  for (const { operationId } of operations as { operationId: string }[]) {
    expect(page).toContain(`<section id="${operationId}">`)
  }
  expect(page).toContain('<code>text/csv</code>')
})
