import { expect, test } from 'vitest'
import * as z from 'zod'
import { fieldsOf } from './fields.ts'
import { loadPiece, pieceNames } from './registry.ts'

test.each(pieceNames)('the piece %s is complete', async (name) => {
  const piece = await loadPiece(name)
  expect(piece.name).toBe(name)
  for (const part of [...Object.values(piece.actions), ...Object.values(piece.triggers)]) {
    expect([part.name, part.displayName, part.description]).not.toContain('')
    for (const [field, meta] of Object.entries(fieldsOf(part.input))) {
      // Text between fields has nothing to be labelled.
      if (meta.kind !== 'MARKDOWN') expect([part.name, field, meta.label]).not.toContain('')
      if (meta.defaultValue === undefined) continue
      const parsed = part.input.shape[field]?.safeParse(undefined)
      expect([part.name, field, parsed?.data]).toEqual([part.name, field, meta.defaultValue])
    }
    expect(Object.keys(fieldsOf(part.input))).toEqual(Object.keys(part.input.shape))
    expect(() => z.toJSONSchema(part.input, { io: 'output' })).not.toThrow()
  }
})

test("a piece answers to its package's name too, and at once when it is loaded", async () => {
  const piece = await loadPiece('@activepieces/piece-http')
  expect(loadPiece('http')).toBe(piece)
})

test.each(['nothing', '__proto__', 'constructor'])('there is no piece "%s"', (name) => {
  expect(() => loadPiece(name)).toThrow(expect.objectContaining({ code: 'PIECE_UNKNOWN' }))
})
