import { expect, test } from 'vitest'
import * as z from 'zod'
import { checkBody } from '../call/body.ts'
import { nameText, pageQuery, time } from './input.ts'

const errorOf = (schema: z.ZodType, value: unknown) => {
  try {
    return checkBody(schema, value)
  } catch (error) {
    return error
  }
}

test('a wrong value is refused with its field and what to do', () => {
  const schema = z.object({ name: nameText, seconds: z.number().max(60), flow_ids: z.array(z.string()) })
  expect(errorOf(schema, { name: '  ', seconds: 61, flow_ids: ['a', 7] })).toMatchObject({
    code: 'VALIDATION_FAILED',
    message:
      'name is not valid: give it 1 to 200 characters. seconds must be at most 60. flow_ids[1] must be a text, not a number.',
    details: [{ field: 'name' }, { field: 'seconds' }, { field: 'flow_ids[1]' }],
  })
})

test.each([null, [], 'text', 7])('a body that is %j and no object is refused', (body) => {
  expect(errorOf(z.object({ name: nameText }), body)).toMatchObject({
    message: expect.stringMatching(/^The body must be an object/),
  })
})

test.each([
  ['2026-03-03T10:00:00Z', '2026-03-03T10:00:00.000Z'],
  ['2026-03-03T10:00:00', '2026-03-03T10:00:00.000Z'],
  ['2026-03-03T12:00:00+02:00', '2026-03-03T10:00:00.000Z'],
  ['2026-03-03', '2026-03-03T00:00:00.000Z'],
])('the time %s is %s', (text, iso) => {
  expect(new Date(time.parse(text)).toISOString()).toBe(iso)
})

test.each(['yesterday', '2026-13-03T10:00:00Z', '1772532000', ''])('the time %j is refused', (text) => {
  expect(errorOf(z.object({ created_after: time }), { created_after: text })).toMatchObject({
    message: expect.stringContaining('created_after'),
  })
})

test.each([
  { limit: '0' },
  { limit: '31' },
  { limit: 'ten' },
  { page: '0' },
  { page: '1.5' },
  { order: 'asc' },
])('the page %j is refused', (query) =>
  expect(errorOf(pageQuery, query)).toMatchObject({ code: 'VALIDATION_FAILED' }),
)
