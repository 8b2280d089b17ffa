import { isBlank } from './blank.ts'
import { type Issue, stepIssue } from './issue.ts'
import {
  BooleanOperator,
  type Branch,
  type Condition,
  ExistenceOperator,
  OPERATORS,
  type RouterAction,
} from './schema.ts'

/** Operators that look at one value only. */
const ONE_VALUE = new Set<string>([
  ...BooleanOperator.options,
  ...ExistenceOperator.options,
  'LIST_IS_EMPTY',
  'LIST_IS_NOT_EMPTY',
])
const KNOWN = new Set<string>(OPERATORS)

/** What a router lacks: its branches must match its children, the fallback comes last, conditions are whole. */
export function routerIssues({ name, children, settings: { branches } }: RouterAction): Issue[] {
  const issues: Issue[] = []
  if (branches.length === 0) {
    issues.push(stepIssue(name, 'settings.branches', 'BRANCH_MISSING', 'add a branch.'))
  }
  if (children.length !== branches.length) {
    const complaint = `it has ${branches.length} branches and ${children.length} children: give each branch one.`
    issues.push(stepIssue(name, 'children', 'BRANCH_COUNT', complaint))
  }
  return [
    ...issues,
    ...fallbackIssues(name, branches),
    ...branches.flatMap((branch, index) => branchIssues(name, branch, index)),
  ]
}

function fallbackIssues(step: string, branches: Branch[]): Issue[] {
  const first = branches.findIndex(isFallback)
  if (branches.filter(isFallback).length > 1) {
    const complaint = 'it has more than one fallback branch: keep one.'
    return [stepIssue(step, 'settings.branches', 'FALLBACK_COUNT', complaint)]
  }
  if (first < 0 || first === branches.length - 1) return []
  const path = `settings.branches[${first}]`
  return [stepIssue(step, path, 'FALLBACK_NOT_LAST', 'move the fallback branch to the end.')]
}

/** True for the branch that is taken when no other is. */
export function isFallback(branch: Branch): boolean {
  return branch.branchType === 'FALLBACK'
}

function branchIssues(step: string, branch: Branch, index: number): Issue[] {
  if (isFallback(branch)) return []
  const path = `settings.branches[${index}].conditions`
  const groups = branch.conditions ?? []
  if (groups.every((group) => group.length === 0)) {
    return [stepIssue(step, path, 'CONDITION_MISSING', `give the branch "${branch.branchName}" a condition.`)]
  }
  return groups.flatMap((group, or) =>
    group.flatMap((condition, and) => conditionIssues(step, condition, `${path}[${or}][${and}]`)),
  )
}

function conditionIssues(step: string, condition: Condition, path: string): Issue[] {
  const { operator, firstValue, secondValue } = condition
  if (operator === undefined || !KNOWN.has(operator)) {
    const complaint = operator ? `there is no operator ${operator}.` : 'choose how to compare.'
    return [stepIssue(step, `${path}.operator`, 'OPERATOR_UNKNOWN', complaint)]
  }
  const issues: Issue[] = []
  const missing = (field: string) =>
    stepIssue(step, `${path}.${field}`, 'VALUE_MISSING', `${operator} needs a ${field}.`)
  if (isBlank(firstValue)) issues.push(missing('firstValue'))
  if (!ONE_VALUE.has(operator) && isBlank(secondValue)) issues.push(missing('secondValue'))
  return issues
}
