import { type FlowOperationRequest, flowOperations } from '@activepieces/shared'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arbitraryDefinition, namesOf } from '../../test/support/arbitrary-definition.ts'
import { isCoded } from '../errors.ts'
import { applyOperation, OPERATION_TYPES } from './operations.ts'
import type { Definition } from './schema.ts'
import { findStep, nextStepName, stepNames } from './walk.ts'

/*
 * Activepieces' own operations are the judge. Where we differ on purpose we refuse what it does silently:
 * - an unknown step, place or branch: it changes nothing (or, moving a step into itself, deletes it)
 * - a taken name, a copy or move of the fallback, an update with another number of branches
 * It also stamps `lastUpdatedDate` and `valid`, puts a new branch behind the fallback when told to, drops fields it
 * does not know, and in a copy renames references in inputs only (ours follow in loops and conditions too, and leave
 * string literals alone). The operations below stay clear of these.
 */

/** Random numbers that become an operation. */
interface Dice {
  kind: number
  a: number
  b: number
  c: number
}

const at = <T>(list: readonly T[], index: number): T | undefined => list[index % Math.max(list.length, 1)]

const LOCATIONS = ['AFTER', 'INSIDE_LOOP', 'INSIDE_BRANCH']

/** Turns random numbers into an operation on what is there. */
function operationFor(definition: Definition, { kind, a, b, c }: Dice): { type: string; request: unknown } {
  const anyName = at(namesOf(definition), a) ?? 'trigger'
  const routers = namesOf(definition, 'ROUTER')
  const routerName = at(routers, a) ?? 'none'
  const place = placeOn(definition, at(namesOf(definition), b) ?? 'trigger', c)
  switch (kind % 10) {
    case 0:
    case 1:
      return {
        type: 'ADD_ACTION',
        request: { ...place, action: newAction(nextStepName(stepNames(definition)), c) },
      }
    case 2: {
      const { parentStep, stepLocationRelativeToParent, branchIndex } = place
      return {
        type: 'MOVE_ACTION',
        request: {
          name: anyName,
          newParentStep: parentStep,
          stepLocationRelativeToNewParent: stepLocationRelativeToParent,
          branchIndex,
        },
      }
    }
    case 3:
      return { type: 'DELETE_ACTION', request: { names: [anyName] } }
    case 4:
      return { type: 'DUPLICATE_ACTION', request: { stepName: anyName } }
    case 5:
      return {
        type: 'ADD_BRANCH',
        request: { stepName: routerName, branchIndex: 0, branchName: `New ${c % 5}` },
      }
    case 6:
      return { type: 'DUPLICATE_BRANCH', request: { stepName: routerName, branchIndex: b % 4 } }
    case 7:
      return {
        type: 'MOVE_BRANCH',
        request: { stepName: routerName, sourceBranchIndex: b % 4, targetBranchIndex: c % 4 },
      }
    case 8:
      return c % 2 === 0
        ? { type: 'DELETE_BRANCH', request: { stepName: routerName, branchIndex: b % 4 } }
        : { type: 'SET_SKIP_ACTION', request: { names: [anyName], skip: c % 4 === 1 } }
    default:
      return updateFor(definition, anyName, c)
  }
}

function updateFor(definition: Definition, name: string, c: number) {
  const old = findStep(definition, name)!.step
  if (old.type === 'PIECE_TRIGGER' || old.type === 'EMPTY') {
    const settings = {
      pieceName: 'schedule',
      pieceVersion: '0.1.0',
      triggerName: 'every_day',
      input: {},
      propertySettings: {},
    }
    return {
      type: 'UPDATE_TRIGGER',
      request: { name, displayName: 'Every day', type: 'PIECE_TRIGGER', settings, valid: true },
    }
  }
  const { type, settings } = old.type === 'ROUTER' || c % 2 ? old : newAction(name, c)
  return {
    type: 'UPDATE_ACTION',
    request: { name, type, settings, displayName: `Updated ${c}`, skip: c % 2 === 0, valid: true },
  }
}

function placeOn(definition: Definition, parentStep: string, c: number) {
  const parent = findStep(definition, parentStep)!.step
  const inside = parent.type === 'LOOP_ON_ITEMS' ? 1 : parent.type === 'ROUTER' ? 2 : 0
  const stepLocationRelativeToParent = LOCATIONS[c % 2 ? inside : 0]!
  return {
    parentStep,
    stepLocationRelativeToParent,
    ...(inside === 2 && c % 2 ? { branchIndex: c % 3 } : {}),
  }
}

function newAction(name: string, c: number) {
  const common = { name, displayName: 'New', skip: false, valid: true }
  const settings = [
    {
      type: 'CODE',
      settings: { sourceCode: { code: 'x', packageJson: '{}' }, input: { a: '{{trigger.a}}' } },
    },
    {
      type: 'PIECE',
      settings: {
        pieceName: 'http',
        pieceVersion: '0.1.0',
        actionName: 'send_request',
        input: {},
        propertySettings: {},
      },
    },
    { type: 'LOOP_ON_ITEMS', settings: { items: '{{trigger.items}}' } },
    {
      type: 'ROUTER',
      settings: {
        executionType: 'EXECUTE_ALL_MATCH',
        branches: [
          {
            branchName: 'One',
            branchType: 'CONDITION',
            conditions: [[{ operator: 'EXISTS', firstValue: '1' }]],
          },
          { branchName: 'Otherwise', branchType: 'FALLBACK' },
        ],
      },
    },
  ][c % 4]!
  return { ...common, ...settings }
}

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
    const dice = fc.record({ kind: fc.nat(999), a: fc.nat(99), b: fc.nat(99), c: fc.nat(99) })
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
