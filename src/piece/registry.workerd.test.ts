import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { answerOf, outputOf, runAction } from '../../test/support/run-action.ts'
import { createStore } from '../run/store-client.ts'
import type { Piece } from './piece.ts'
import { loadPiece, pieceNames } from './registry.ts'

/** Pieces and their libraries on the real runtime, which has no DOM. */
const output = async (piece: string, action: string, input: Record<string, unknown>) =>
  outputOf((await loadPiece(piece)) as Piece, action, input)

test.each(pieceNames)('the piece %s loads', async (name) => {
  expect((await loadPiece(name)).name).toBe(name)
})

test('HTML is read, stripped and turned into Markdown and back', async () => {
  const html = '<h1>Hi</h1><p>a <b>b</b></p>'
  expect(await output('text-helper', 'extract_from_html', { html, target: 'headings' })).toBe('Hi')
  expect(await output('text-helper', 'stripHtml', { html })).toBe('Hi\na b')
  expect(await output('text-helper', 'html_to_markdown', { html })).toBe('# Hi\n\na **b**')
  expect(await output('text-helper', 'markdown_to_html', { markdown: '**b**' })).toBe(
    '<p><strong>b</strong></p>',
  )
  expect(await output('text-helper', 'slugify', { text: 'a b' })).toBe('a-b')
})

test('a date is understood in a zone', async () => {
  const input = { text: 'mañana a las 10', timeZone: 'Europe/Madrid', relativeTo: '2026-03-28T12:00:00Z' }
  expect(await output('date-helper', 'parse_date', input)).toMatchObject({
    timestamp: '2026-03-29T08:00:00.000Z',
  })
})

test('an agent is answered', async () => {
  const result = await runAction((await loadPiece('diga')) as Piece, 'returnResponse', { content: '{"a":1}' })
  expect(answerOf(result)).toMatchObject({ body: { a: 1 } })
})

test('a step of the store piece gets its value from the object that holds it', async () => {
  const services = { store: () => createStore(env.STORES, 'test:piece') }
  const store = (await loadPiece('store')) as Piece
  expect(await outputOf(store, 'append', { key: 'k', value: 'a' }, { services })).toBe('a')
  const again = { services, idempotencyKey: 'run_1/step_2' }
  const added = await runAction(store, 'add_to_list', { key: 'l', value: [{ a: 1 }] }, again)
  expect(added).toEqual({ output: [{ a: 1 }] })
})
