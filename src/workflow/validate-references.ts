import { parses } from '../expression/parse.ts'
import { compileTemplate, references } from '../expression/template.ts'
import { extractTokens } from '../expression/tokens.ts'
import { type Issue, stepIssue, stepWarning } from './issue.ts'
import { templateTexts } from './templates.ts'
import type { Step } from './walk.ts'

/** The names of all steps of a definition, and of those that never run. */
export interface KnownNames {
  all: ReadonlySet<string>
  skipped: ReadonlySet<string>
}

/** What is wrong with a step's expressions, given the names of the steps that can have run before it (`scope`). */
export function referenceIssues(step: Step, scope: ReadonlySet<string>, known: KnownNames): Issue[] {
  const issues: Issue[] = []
  for (const { path, text } of templateTexts(step)) {
    const names = [...references(compileTemplate(text))].filter((name) => name !== 'connections')
    for (const name of names) {
      const issue = nameIssue(step.name, path, name, scope, known)
      if (issue) issues.push(issue)
    }
    if (extractTokens(text).some(({ source }) => source.trim() !== '' && !parses(source))) {
      const complaint = 'an expression is not valid, so it will come to nothing.'
      issues.push(stepWarning(step.name, path, 'EXPRESSION_INVALID', complaint))
    }
  }
  return issues
}

function nameIssue(
  step: string,
  path: string,
  name: string,
  scope: ReadonlySet<string>,
  known: KnownNames,
): Issue | null {
  if (!scope.has(name)) {
    const complaint = known.all.has(name)
      ? `${name} can't have run before this step: refer to an earlier one.`
      : `there is no step called ${name}.`
    return stepIssue(step, path, 'REFERENCE_UNKNOWN', complaint)
  }
  if (!known.skipped.has(name)) return null
  return stepWarning(step, path, 'REFERENCE_SKIPPED', `${name} is skipped, so it has no output.`)
}
