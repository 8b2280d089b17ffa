import { type FlowOperationRequest, flowOperations } from '@activepieces/shared'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arbitraryDefinition } from '../../test/support/arbitrary-definition.ts'
import { dice, operationFor } from '../../test/support/arbitrary-operation.ts'
import { isCoded } from '../errors.ts'
import { applyOperation, OPERATION_TYPES } from './operations.ts'
import type { Definition } from './schema.ts'

/*
 * Activepieces' own operations are the judge. Where we differ on purpose we refuse what it does silently:
 * - an unknown step, place or branch: it changes nothing (or, moving a step into itself, deletes it)
 * - a taken name, a copy or move of the fallback, an update with another number of branches
 * It also stamps `lastUpdatedDate` and `valid`, puts a new branch behind the fallback when told to, drops fields it
 * does not know, and in a copy renames references in inputs only (ours follow in loops and conditions too, and leave
 * string literals alone). The operations below stay clear of these.
 */

type Tree = Pick<Definition, 'displayName' | 'trigger'>

/** What is compared: everything but the stamps, with absent and undefined the same. */
function normalised(definition: Tree): unknown {
  const dropped = new Set(['lastUpdatedDate', 'valid', 'customLogoUrl'])
  const clean = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(clean)
    if (typeof value !== 'object' || value === null) return value
    const entries = Object.entries(value).filter(([key, item]) => !dropped.has(key) && item !== undefined)
    // A removed link is null in one place and absent in another: both say that nothing follows.
    const kept = entries.filter(
      ([key, item]) => !(key.endsWith('Action') && item === null) && !(key === 'skip' && !item),
    )
    return Object.fromEntries(kept.map(([key, item]) => [key, clean(item)]))
  }
  return clean({ displayName: definition.displayName, trigger: definition.trigger })
}
function theirs(definition: Definition, operation: { type: string; request: unknown }): Tree {
  const version = {
    ...definition,
    id: 'v',
    flowId: 'f',
    state: 'DRAFT',
    valid: true,
    notes: [],
    agentIds: [],
    connectionIds: [],
  }
  return flowOperations.apply(version as never, structuredClone(operation) as FlowOperationRequest) as Tree
}

describe('operations give the tree that Activepieces gives', () => {
  test('for random sequences on random definitions', () => {
    const compared = new Map<string, number>()
    fc.assert(
      fc.property(arbitraryDefinition(), fc.array(dice, { maxLength: 12 }), (start, sequence) => {
        let current = start
        for (const roll of sequence) {
          const operation = operationFor(current, roll)
          let ours: Definition
          try {
            ours = applyOperation(current, operation)
          } catch (error) {
            if (!isCoded(error)) throw error
            expect(REFUSED).toContain(error.code)
            continue
          }
          expect(normalised(ours), JSON.stringify(operation)).toEqual(normalised(theirs(current, operation)))
          compared.set(operation.type, (compared.get(operation.type) ?? 0) + 1)
          current = ours
        }
      }),
      { numRuns: 800, seed: 20 },
    )
    const others = OPERATION_TYPES.filter((type) => type !== 'IMPORT_FLOW' && type !== 'CHANGE_NAME')
    for (const type of others) expect(compared.get(type), type).toBeGreaterThan(25)
  })

  test('for the import of a whole definition', () => {
    fc.assert(
      fc.property(arbitraryDefinition(), arbitraryDefinition(), (start, imported) => {
        const operation = { type: 'IMPORT_FLOW', request: { ...imported, displayName: 'Imported' } }
        expect(normalised(applyOperation(start, operation))).toEqual(normalised(theirs(start, operation)))
      }),
      { numRuns: 50, seed: 21 },
    )
  })
})

const REFUSED = [
  'STEP_NOT_FOUND',
  'STEP_IS_TRIGGER',
  'STEP_IS_NO_ROUTER',
  'MOVE_INTO_ITSELF',
  'BRANCH_NOT_FOUND',
  'BRANCH_IS_FALLBACK',
]
