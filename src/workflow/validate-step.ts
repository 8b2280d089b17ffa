import { isBlank } from './blank.ts'
import type { Catalogue, StepRule } from './catalogue.ts'
import { type Issue, stepIssue, stepWarning } from './issue.ts'
import { pieceRules } from './piece-step.ts'
import { fromZod } from './plain-message.ts'
import { ActionFields, type LoopAction, type PieceAction, type Trigger } from './schema.ts'
import { isTemplate } from './templates.ts'
import { routerIssues } from './validate-router.ts'
import { isTrigger, type Step } from './walk.ts'

/** What one step lacks to run, whatever stands around it. */
export function stepIssues(step: Step, catalogue: Catalogue): Issue[] {
  if (isTrigger(step)) return triggerIssues(step, catalogue)
  const { success, error } = ActionFields.safeParse(step, { reportInput: true })
  const issues = success ? [] : error.issues.map((issue) => fromZod(issue, step.name))
  if ('continueOnFailureBranches' in step && step.continueOnFailureBranches) {
    const complaint = "Activepieces' continueOnFailureBranches do not run here: use a failure branch."
    issues.push(stepWarning(step.name, 'continueOnFailureBranches', 'FIELD_IGNORED', complaint))
  }
  if ((step.type === 'LOOP_ON_ITEMS' || step.type === 'ROUTER') && step.onFailure) {
    const complaint = 'only piece and code steps can have a failure branch: remove it.'
    issues.push(stepIssue(step.name, 'onFailure', 'ON_FAILURE_UNSUPPORTED', complaint))
  }
  switch (step.type) {
    case 'PIECE':
      return [...issues, ...actionIssues(step, catalogue)]
    case 'CODE':
      return [...issues, ...(isBlank(step.settings.sourceCode.code) ? [codeMissing(step.name)] : [])]
    case 'LOOP_ON_ITEMS':
      return [...issues, ...(isBlank(step.settings.items) ? [itemsMissing(step)] : [])]
    case 'ROUTER':
      return [...issues, ...routerIssues(step)]
  }
}

function codeMissing(step: string): Issue {
  return stepIssue(step, 'settings.sourceCode.code', 'CODE_MISSING', 'write its code.')
}

function itemsMissing(step: LoopAction): Issue {
  return stepIssue(step.name, 'settings.items', 'ITEMS_MISSING', 'choose the list to go through.')
}

function triggerIssues(trigger: Trigger, catalogue: Catalogue): Issue[] {
  if (trigger.type === 'EMPTY')
    return [stepIssue(trigger.name, 'type', 'TRIGGER_MISSING', 'choose a trigger.')]
  const { pieceName, triggerName, input } = trigger.settings
  const found = pieceRules(trigger, catalogue)
  if (found === undefined) return [pieceUnknown(trigger.name, pieceName)]
  const rule = own(found.triggers, triggerName)
  if (rule) return inputIssues(trigger.name, rule, input ?? {})
  const complaint = `${pieceName} has no trigger "${triggerName ?? ''}": choose one of ${namesIn(found.triggers)}.`
  return [stepIssue(trigger.name, 'settings.triggerName', 'TRIGGER_UNKNOWN', complaint)]
}

function actionIssues(step: PieceAction, catalogue: Catalogue): Issue[] {
  const { pieceName, actionName, input } = step.settings
  const found = pieceRules(step, catalogue)
  if (found === undefined) return [pieceUnknown(step.name, pieceName)]
  const rule = own(found.actions, actionName)
  if (rule) return inputIssues(step.name, rule, input ?? {})
  const complaint = `${pieceName} has no action "${actionName ?? ''}": choose one of ${namesIn(found.actions)}.`
  return [stepIssue(step.name, 'settings.actionName', 'ACTION_UNKNOWN', complaint)]
}

function pieceUnknown(step: string, pieceName: string): Issue {
  return stepIssue(step, 'settings.pieceName', 'PIECE_UNKNOWN', `there is no piece ${pieceName} here.`)
}

/** A rule by its name, never something an object inherits. */
function own(rules: Record<string, StepRule>, name: string | undefined): StepRule | undefined {
  return name !== undefined && Object.hasOwn(rules, name) ? rules[name] : undefined
}

function namesIn(rules: Record<string, StepRule>): string {
  return Object.keys(rules).join(', ') || 'another piece'
}

function inputIssues(step: string, rule: StepRule, input: Record<string, unknown>): Issue[] {
  const issues = Object.entries(rule.input).flatMap(([field, { required, choices, when }]) => {
    if (when && !when.is.includes(input[when.field])) return []
    const value = input[field]
    const path = `settings.input.${field}`
    if (isBlank(value))
      return required ? [stepIssue(step, path, 'INPUT_REQUIRED', `${field} is required.`)] : []
    if (choices === undefined || isTemplate(value) || choices.includes(value)) return []
    return [
      stepIssue(step, path, 'INPUT_CHOICE', `${field} must be one of ${choices.map(String).join(', ')}.`),
    ]
  })
  if (rule.needsConnection && isBlank(input.auth)) {
    issues.unshift(stepIssue(step, 'settings.input.auth', 'CONNECTION_MISSING', 'choose a connection.'))
  }
  return issues
}
