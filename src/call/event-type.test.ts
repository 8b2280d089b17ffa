import { expect, test } from 'vitest'
import { eventType } from './event-type.ts'

test.each([
  [{ type: 'galaxy_updated' }, 'galaxy_updated'],
  [{ event: 'galaxy_changed', call: { id: 'c' } }, 'galaxy_changed'],
  [{ message: { type: 'galaxy-update' } }, 'galaxy-update'],
  [{ data: { event_type: 'galaxy.updated' } }, 'galaxy.updated'],
  [{ CallSid: 'c', CallStatus: 'teleported' }, 'teleported'],
  [{ type: 7, event: { name: 'x' }, message: 'hello', data: ['x'] }, ''],
  [{}, ''],
])('the type of %j is "%s"', (body, type) => {
  expect(eventType(body)).toBe(type)
})

test('a type is printable, and no longer than may be kept', () => {
  expect(eventType({ type: ' a\u0000b\n\u202ec\u00e9 ' })).toBe('abc')
  expect(eventType({ type: 'x'.repeat(5_000) })).toBe('x'.repeat(64))
})
