import { copy } from './copy.ts'
import { renameCopy } from './duplicate.ts'
import type { Branch, Condition, Definition, RouterAction } from './schema.ts'
import { edited, refusal, requireStep } from './tree.ts'
import { isFallback } from './validate-router.ts'
import { stepNames } from './walk.ts'

/** A branch of a router, by its position from 0. */
export interface BranchRef {
  stepName: string
  branchIndex: number
}

/** The condition a new branch starts with, as in Activepieces' builder: to be filled in. */
const EMPTY_CONDITION: Condition = {
  operator: 'TEXT_CONTAINS',
  firstValue: '',
  secondValue: '',
  caseSensitive: false,
}

/**
 * Adds an empty branch at a position. The fallback stays last: a position behind it means right before it.
 * @throws CodedError STEP_NOT_FOUND, STEP_IS_NO_ROUTER or BRANCH_NOT_FOUND
 */
export function addBranch(
  definition: Definition,
  request: BranchRef & { branchName: string; conditions?: Condition[][] },
): Definition {
  return editRouter(definition, request.stepName, (router) => {
    const { branches } = router.settings
    const { branchIndex, branchName, conditions = [[EMPTY_CONDITION]] } = request
    if (branchIndex !== branches.length) requireBranch(router, branchIndex, 'branchIndex')
    const branch: Branch = { branchName, branchType: 'CONDITION', conditions: copy(conditions) }
    const last = branches.findIndex(isFallback)
    insertBranch(router, last < 0 ? branchIndex : Math.min(branchIndex, last), branch, null)
  })
}

/**
 * Deletes a branch with its steps.
 * @throws CodedError STEP_NOT_FOUND, STEP_IS_NO_ROUTER or BRANCH_NOT_FOUND
 */
export function deleteBranch(definition: Definition, request: BranchRef): Definition {
  return editRouter(definition, request.stepName, (router) => {
    requireBranch(router, request.branchIndex, 'branchIndex')
    takeBranch(router, request.branchIndex)
  })
}

/**
 * Puts a copy of a branch right after it, its steps under new names.
 * @throws CodedError STEP_NOT_FOUND, STEP_IS_NO_ROUTER, BRANCH_NOT_FOUND or BRANCH_IS_FALLBACK
 */
export function duplicateBranch(definition: Definition, request: BranchRef): Definition {
  return editRouter(definition, request.stepName, (router, draft) => {
    const { branchIndex } = request
    const branch = requireConditionBranch(router, branchIndex, 'branchIndex')
    const child = copy(router.children[branchIndex] ?? null)
    if (child) renameCopy(child, stepNames(draft))
    const made = { ...copy(branch), branchName: `${branch.branchName} Copy` }
    insertBranch(router, branchIndex + 1, made, child)
  })
}

/** Positions of a branch before and after a move, in the words of Activepieces' request. */
export interface BranchMove {
  stepName: string
  sourceBranchIndex: number
  targetBranchIndex: number
}

/**
 * Moves a branch with its steps to another position. The fallback can't move, nor can a branch take its position.
 * @throws CodedError STEP_NOT_FOUND, STEP_IS_NO_ROUTER, BRANCH_NOT_FOUND or BRANCH_IS_FALLBACK
 */
export function moveBranch(definition: Definition, request: BranchMove): Definition {
  return editRouter(definition, request.stepName, (router) => {
    const branch = requireConditionBranch(router, request.sourceBranchIndex, 'sourceBranchIndex')
    requireConditionBranch(router, request.targetBranchIndex, 'targetBranchIndex')
    const child = takeBranch(router, request.sourceBranchIndex)
    insertBranch(router, request.targetBranchIndex, branch, child)
  })
}

function editRouter(
  definition: Definition,
  stepName: string,
  edit: (router: RouterAction, draft: Definition) => void,
): Definition {
  return edited(definition, (draft) => {
    const step = requireStep(draft, stepName, 'stepName')
    if (step.type !== 'ROUTER')
      throw refusal('STEP_IS_NO_ROUTER', stepName, 'stepName', 'only routers have branches.')
    edit(step, draft)
  })
}

function requireBranch(router: RouterAction, index: number, path: string): Branch {
  const branch = router.settings.branches[index]
  if (!branch) throw refusal('BRANCH_NOT_FOUND', router.name, path, `there is no branch ${index}.`)
  return branch
}

function requireConditionBranch(router: RouterAction, index: number, path: string): Branch {
  const branch = requireBranch(router, index, path)
  if (!isFallback(branch)) return branch
  throw refusal('BRANCH_IS_FALLBACK', router.name, path, 'the fallback is one of a kind and stays last.')
}

function insertBranch(
  router: RouterAction,
  index: number,
  branch: Branch,
  child: RouterAction['children'][number],
) {
  router.settings.branches.splice(index, 0, branch)
  router.children.splice(index, 0, child)
}

function takeBranch(router: RouterAction, index: number): RouterAction['children'][number] {
  router.settings.branches.splice(index, 1)
  return router.children.splice(index, 1)[0] ?? null
}
