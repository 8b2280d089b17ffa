import { type FlowOperationRequest, flowOperations } from '@activepieces/shared'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arbitraryDefinition } from '../../test/support/arbitrary-definition.ts'
import { dice, operationFor } from '../../test/support/arbitrary-operation.ts'
import { isCoded } from '../errors.ts'
import { applyOperation, OPERATION_TYPES } from './operations.ts'
import type { Definition } from './schema.ts'

/*
 * Activepieces' own operations are the judge of all of ours. Where we differ on purpose we refuse what it does silently:
 * - an unknown step, place or branch: it changes nothing (or, moving a step into itself, deletes it)
 * - a taken name, a copy or move of the fallback, an update with another number of branches
 * It also stamps `lastUpdatedDate` and `valid`, puts a new branch behind the fallback when told to, drops fields it
 * does not know, and in a copy renames references in inputs only (ours follow in loops and conditions too, and leave
 * string literals alone). The random operations stay clear of these.
 *
 * USE_AS_DRAFT is an IMPORT_FLOW of an older version, in its server as here, and is compared as such. Not comparable:
 * - INSIDE_ON_SUCCESS_BRANCH and INSIDE_ON_FAILURE_BRANCH (other fields than our failure branch, with another meaning)
 * - notes (ADD_NOTE, UPDATE_NOTE, DELETE_NOTE), which are replaced here all at once (UPDATE_NOTES)
 * - UPDATE_SAMPLE_DATA_INFO and SAVE_SAMPLE_DATA: samples are no part of a definition here
 * - LOCK_FLOW, LOCK_AND_PUBLISH, CHANGE_STATUS, CHANGE_FOLDER, UPDATE_METADATA, UPDATE_OWNER, UPDATE_MINUTES_SAVED: they
 *   change the flow's row and not its tree
 * - paste, which is no operation but a list of ADD_ACTION
 */

type Tree = Pick<Definition, 'displayName' | 'trigger'>

/** Operations that only we have. */
const OURS: ReadonlySet<string> = new Set(['UPDATE_SETTINGS', 'UPDATE_NOTES'])

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
    const sequences = fc.array(dice, { maxLength: 80, size: 'max' })
    fc.assert(
      fc.property(arbitraryDefinition(), arbitraryDefinition(), sequences, (start, other, sequence) => {
        const versions = [start, other]
        let current = start
        for (const roll of sequence) {
          const operation = operationFor(current, roll, versions)
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
          if (versions.length < 5) versions.push(ours)
        }
      }),
      { numRuns: 150, seed: 20 },
    )
    for (const type of OPERATION_TYPES) {
      if (!OURS.has(type)) expect(compared.get(type), type).toBeGreaterThan(25)
    }
  }, 60_000)
})

const REFUSED = [
  'STEP_NOT_FOUND',
  'STEP_IS_TRIGGER',
  'STEP_IS_NO_ROUTER',
  'MOVE_INTO_ITSELF',
  'BRANCH_NOT_FOUND',
  'BRANCH_IS_FALLBACK',
]
