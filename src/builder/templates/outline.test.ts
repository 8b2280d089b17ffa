import { expect, test } from 'vitest'
import { outlineOf } from './outline.ts'

const step = (name: string, more: object = {}) => ({
  name,
  type: 'PIECE',
  displayName: name.toUpperCase(),
  settings: { pieceName: 'slack', actionName: 'a', input: {} },
  ...more,
})

test('an outline reads as the workflow runs, and says what leads into branches, loops and failures', () => {
  const router = {
    name: 'r',
    type: 'ROUTER',
    displayName: 'R',
    settings: {
      branches: [{ branchName: 'Yes' }, { branchName: 'No' }],
      executionType: 'EXECUTE_FIRST_MATCH',
    },
    children: [step('y'), null],
    nextAction: step('end', { onFailure: step('f') }),
  }
  const loop = {
    name: 'l',
    type: 'LOOP_ON_ITEMS',
    displayName: 'L',
    settings: { items: '' },
    firstLoopAction: step('in'),
    nextAction: router,
  }
  const template = { displayName: 'T', trigger: step('t', { type: 'PIECE_TRIGGER', nextAction: loop }) }
  expect(outlineOf({ template }).map(({ name, level, way }) => [name, level, way])).toEqual([
    ['t', 0, null],
    ['l', 0, null],
    ['in', 1, { kind: 'loop' }],
    ['r', 0, null],
    ['y', 1, { kind: 'branch', name: 'Yes' }],
    ['end', 0, null],
    ['f', 1, { kind: 'onFailure' }],
  ])
})
