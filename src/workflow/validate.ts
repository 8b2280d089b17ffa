import type { Catalogue } from './catalogue.ts'
import { copy } from './copy.ts'
import { isDigaAction, isDigaTrigger } from './diga.ts'
import { definitionIssue, type Issue, stepIssue, stepWarning } from './issue.ts'
import { MAX_ISSUES, MAX_STEPS, TOO_MANY_STEPS } from './limits.ts'
import type { Definition, Trigger } from './schema.ts'
import { visitWithScope } from './scope.ts'
import { connectionIssues } from './validate-connections.ts'
import { referenceIssues } from './validate-references.ts'
import { stepIssues } from './validate-step.ts'
import { isTrigger, type Step, steps, subtree } from './walk.ts'

/**
 * Everything that keeps a definition from running as its author means it, each thing located at its field. Skipped
 * steps, and what is nested in them, never run: only their names are checked. At most MAX_ISSUES are reported.
 */
export function validateDefinition(definition: Definition, catalogue: Catalogue): Issue[] {
  const issues = allIssues(definition, catalogue)
  if (issues.length <= MAX_ISSUES) return issues
  // Errors first: warnings must not crowd out what keeps it from being published.
  const isError = ({ severity }: Issue) => severity === 'error'
  return [...issues.filter(isError), ...issues.filter((issue) => !isError(issue))].slice(0, MAX_ISSUES)
}

/** True where nothing keeps the definition from being published. */
export function isPublishable(issues: readonly Issue[]): boolean {
  return issues.every(({ severity }) => severity !== 'error')
}

/** The definition with `valid` on every step: false where it has an error. What it said itself does not count. */
export function withValidity(definition: Definition, catalogue: Catalogue): Definition {
  const errors = allIssues(definition, catalogue).filter(({ severity }) => severity === 'error')
  const faulty = new Set(errors.map(({ step }) => step))
  const judged = copy(definition)
  for (const { step } of steps(judged)) step.valid = !faulty.has(step.name)
  return judged
}

function allIssues(definition: Definition, catalogue: Catalogue): Issue[] {
  const all = Array.from(steps(definition), ({ step }) => step)
  if (all.length > MAX_STEPS) return [definitionIssue('trigger', 'TOO_MANY_STEPS', TOO_MANY_STEPS)]
  const skipped = new Set(all.flatMap((step) => (!isTrigger(step) && step.skip ? [...subtree(step)] : [])))
  const runs = (step: Step) => isTrigger(step) || !skipped.has(step)
  const known = {
    all: new Set(all.map(({ name }) => name)),
    skipped: new Set(Array.from(skipped, ({ name }) => name)),
  }
  const found = [nameIssues(all)]
  visitWithScope(definition, (step, scope) => {
    if (!runs(step)) return
    found.push(stepIssues(step, catalogue), connectionIssues(step, catalogue))
    found.push(referenceIssues(step, scope, known))
  })
  found.push(answerIssues(definition.trigger, all.filter(runs)))
  return found.flat()
}

/** Names an expression already gives another meaning. */
const RESERVED = new Set(['connections', 'variables', 'constructor', 'prototype'])

function nameIssues(all: Step[]): Issue[] {
  const seen = new Set<string>()
  return all.flatMap(({ name }) => {
    const taken = seen.has(name)
    seen.add(name)
    if (taken) return stepIssue(name, 'name', 'NAME_TAKEN', `another step is called ${name} too: rename one.`)
    if (RESERVED.has(name))
      return stepIssue(name, 'name', 'NAME_RESERVED', `${name} has a meaning in expressions: rename it.`)
    return []
  })
}

/** A caller who waits must be answered: by Return Response in a function call, by Return Call Data before a call. */
function answerIssues(trigger: Trigger, all: Step[]): Issue[] {
  const warn = (action: string) =>
    stepWarning(trigger.name, '', 'ANSWER_MISSING', `the caller waits for an answer: end with ${action}.`)
  const has = (action: string) => all.some((step) => isDigaAction(step, action))
  const isSync = isDigaTrigger(trigger, 'functionCall') && trigger.settings.input?.executionMode !== 'async'
  if (isSync && !has('returnResponse')) return [warn('Return Response')]
  if (isDigaTrigger(trigger, 'preCall') && !has('returnCallData')) return [warn('Return Call Data')]
  return []
}
