import { expect, test } from 'vitest'
import type { Properties } from '../../../piece/property.ts'
import { stillNoted } from './noted.ts'

const property = { displayName: '', required: false }
const properties: Properties = {
  mode: { ...property, type: 'SHORT_TEXT' },
  title: { ...property, type: 'SHORT_TEXT' },
  payload: { ...property, type: 'DYNAMIC', refreshers: ['mode'] },
}
const settings = { title: { type: 'MANUAL' }, payload: { type: 'MANUAL', schema: { a: { type: 'NUMBER' } } } }
const before = { mode: 'simple', title: 'A', payload: {} }
const noted = (change: object) => stillNoted(properties, settings, before, { ...before, ...change })

test('what a dynamic field has is noted until a field changes that it hangs on, or the connection', () => {
  expect(noted({ title: 'B', payload: { a: 1 } })).toEqual(settings)
  const forgotten = { ...settings, payload: { type: 'MANUAL' } }
  expect(noted({ mode: 'advanced' })).toEqual(forgotten)
  expect(noted({ auth: "{{connections['other']}}" })).toEqual(forgotten)
})
