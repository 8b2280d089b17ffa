import fc from 'fast-check'
import type { Definition } from '../../src/workflow/schema.ts'
import { findStep, nextStepName, stepNames } from '../../src/workflow/walk.ts'
import { namesOf } from './arbitrary-definition.ts'

/** Random numbers that become an operation. */
export interface Dice {
  kind: number
  a: number
  b: number
  c: number
}

export const dice: fc.Arbitrary<Dice> = fc.record({
  kind: fc.nat(999),
  a: fc.nat(99),
  b: fc.nat(99),
  c: fc.nat(99),
})

const at = <T>(list: readonly T[], index: number): T | undefined => list[index % Math.max(list.length, 1)]

const LOCATIONS = ['AFTER', 'INSIDE_LOOP', 'INSIDE_BRANCH']

/** Turns random numbers into an operation on what is there. `versions` are what may be imported over it. */
export function operationFor(
  definition: Definition,
  { kind, a, b, c }: Dice,
  versions: readonly Definition[] = [],
): { type: string; request: unknown } {
  const anyName = at(namesOf(definition), a) ?? 'trigger'
  const routers = namesOf(definition, 'ROUTER')
  const routerName = at(routers, a) ?? 'none'
  const place = placeOn(definition, at(namesOf(definition), b) ?? 'trigger', c)
  const router = findStep(definition, routerName)?.step
  const branchCount = router?.type === 'ROUTER' ? router.settings.branches.length : 1
  switch (kind % 13) {
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
      return { type: 'DELETE_ACTION', request: { names: someNames(definition, a, c) } }
    case 4:
      return { type: 'DUPLICATE_ACTION', request: { stepName: anyName } }
    case 5:
      return {
        type: 'ADD_BRANCH',
        request: {
          stepName: routerName,
          branchIndex: b % branchCount,
          branchName: `New ${c % 5}`,
          ...(c % 2 ? { conditions: [[{ operator: 'EXISTS', firstValue: '{{trigger.b}}' }]] } : {}),
        },
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
        : { type: 'SET_SKIP_ACTION', request: { names: someNames(definition, a, b), skip: c % 4 === 1 } }
    case 9:
      return { type: 'CHANGE_NAME', request: { displayName: `Name ${c}` } }
    case 10: {
      // Now and then: it starts the tree over.
      const version = c % 4 === 0 ? at(versions, b) : undefined
      if (version) return { type: 'IMPORT_FLOW', request: { ...version, displayName: `Version ${c}` } }
      return updateFor(definition, anyName, c)
    }
    default:
      return updateFor(definition, anyName, c)
  }
}

/** One to three names, nested in each other or not. */
function someNames(definition: Definition, a: number, c: number): string[] {
  const actions = namesOf(definition).slice(1)
  const picked = [a, a + 1, a + c].slice(0, 1 + (c % 3)).flatMap((index) => at(actions, index) ?? [])
  return picked.length > 0 ? [...new Set(picked)] : ['trigger']
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
