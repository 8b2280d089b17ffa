import { expect, test } from 'vitest'
import catalogue from '../../../piece/generated/catalogue.json' with { type: 'json' }
import { piecesOf } from '../state/pieces.ts'
import { piecesIn, searchOffers } from './offers.ts'

const pieces = piecesOf(
  catalogue.map((piece) => ({
    ...piece,
    suggestedActions: Object.values(piece.actions),
    suggestedTriggers: Object.values(piece.triggers),
  })),
)
const named = (query: string, wanted: 'actions' | 'triggers' = 'actions') =>
  searchOffers(query, wanted, pieces).map(({ piece, part }) => `${piece.id} ${part.displayName}`)

test('every piece with actions is in a tab, and so is every piece with triggers', () => {
  for (const wanted of ['actions', 'triggers'] as const) {
    const tabs = (['calls', 'apps', 'logic', 'ai', 'approvals'] as const).flatMap((tab) =>
      piecesIn(tab, wanted, pieces).map(({ id }) => id),
    )
    const all = [...pieces.values()].filter((piece) => Object.keys(piece[wanted]).length > 0)
    expect(all.map(({ id }) => id).filter((id) => !tabs.includes(id))).toEqual([])
  }
})

test('no tab names a piece that there is not', () => {
  expect(piecesIn('explore', 'actions', pieces)).toHaveLength(10)
})

test.each([
  ['slack', 'slack Send'],
  ['slack channel', 'slack Send message to channel'],
  ['HTTP', 'http Send HTTP request'],
  ['make call', 'diga Make call'],
])('"%s" finds first %s', (query, first) => {
  expect(named(query)[0]).toContain(first.split(' ')[0])
})

test('accents and case make no difference', () => {
  expect(named('SLÁCK').length).toBe(named('slack').length)
})

test('what fits every word is found, and nothing else', () => {
  expect(named('row google sheets').every((name) => name.startsWith('google-sheets'))).toBe(true)
  expect(named('no such thing anywhere')).toEqual([])
  expect(named('pre-call', 'triggers')).toContain('diga Pre-call')
})
