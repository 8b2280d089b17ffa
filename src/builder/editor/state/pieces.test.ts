import { expect, test } from 'vitest'
import type { Step } from '../../../workflow/walk.ts'
import { newTrigger } from './actions.ts'
import { pieceOf, piecesOf, rulesFrom } from './pieces.ts'

const part = { name: 'go', displayName: 'Go', description: 'Goes.', props: {}, type: 'POLLING' }
const entry = (name: string, version: string, more: object = {}) => ({
  name,
  displayName: name,
  description: '',
  version,
  categories: [],
  suggestedActions: [part],
  suggestedTriggers: [part],
  ...more,
})
const SLACK = '@activepieces/piece-slack'
const pieces = piecesOf([
  entry(SLACK, '0.1.0'),
  entry(SLACK, '0.17.9+community', { community: true }),
  entry(SLACK, '0.16.0+community', { community: true, suggestedActions: [] }),
  entry('@acme/piece-crm', '1.0.0+community', { community: true }),
])
const step = (pieceName: string, pieceVersion?: string) =>
  ({
    name: 's',
    type: 'PIECE',
    displayName: 's',
    settings: { pieceName, pieceVersion, actionName: 'go' },
  }) as Step

test.each([
  [SLACK, undefined, 'slack'],
  ['slack', '0.1.0', 'slack'],
  // Imported flows pin the version they were made with: ours does what they ask for.
  [SLACK, '0.17.9', 'slack'],
  [SLACK, '0.17.9+community', 'slack@0.17.9+community'],
  [SLACK, '0.16.0+community', 'slack@0.16.0+community'],
  [SLACK, '0.15.0+community', undefined],
  ['@acme/piece-crm', '1.0.0', 'crm@1.0.0+community'],
  ['crm', '1.0.0+community', 'crm@1.0.0+community'],
  ['crm', '2.0.0', undefined],
])('a step that names %s in version %s gets %s', (name, version, id) => {
  expect(pieceOf(step(name, version), pieces)?.id).toBe(id)
  const rules = rulesFrom(pieces, undefined).piece(name.replace(/^.*piece-/, ''), version)
  expect(rules?.version).toBe(id && pieces.get(id)?.version)
})

test('what is chosen pins the piece it was chosen of', () => {
  for (const piece of pieces.values()) {
    const trigger = newTrigger(piece, part)
    expect(pieceOf(trigger, pieces)).toBe(piece)
    expect(trigger.settings).toMatchObject({ pieceName: piece.name, pieceVersion: piece.version })
  }
})
