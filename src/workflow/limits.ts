import { isObject } from '../json.ts'
import { definitionIssue, type Issue, stepIssue } from './issue.ts'

/** Steps a definition may have, the trigger included. */
export const MAX_STEPS = 1000

export const TOO_MANY_STEPS = `The definition has more than ${MAX_STEPS} steps: split it into several workflows.`

/** How deep loops, branches and failure branches may nest: readers of definitions may recurse once per level. */
export const MAX_NESTING = 100

export const TOO_DEEP = `The definition nests deeper than ${MAX_NESTING} levels: move inner steps to a workflow of their own.`

/** Issues reported at once. Whoever has more than these starts with them. */
export const MAX_ISSUES = 100

/** How deep the value of one field may nest; the steps it links to do not count. */
export const MAX_VALUE_DEPTH = 100

/** Characters of a definition as JSON: with its other columns it must fit a D1 row of 2 MB. */
export const MAX_DEFINITION_CHARACTERS = 1_000_000

/**
 * What makes a field's value unsafe to hand on: nesting that would overflow a recursive reader, or a
 * `__proto__` key, which copying would turn into a prototype. Null where there is nothing to say.
 */
export function hostileValue(value: unknown, step: string | null, path: string): Issue | null {
  const issue = (code: string, complaint: string) => {
    const sentence = `${path || 'it'} ${complaint}.`
    return step === null ? definitionIssue(path, code, sentence) : stepIssue(step, path, code, sentence)
  }
  const pending = [{ value, depth: 0 }]
  for (let entry = pending.pop(); entry; entry = pending.pop()) {
    if (typeof entry.value !== 'object' || entry.value === null) continue
    if (entry.depth >= MAX_VALUE_DEPTH) {
      return issue('DEFINITION_TOO_DEEP', `nests deeper than ${MAX_VALUE_DEPTH} levels`)
    }
    if (isObject(entry.value) && Object.hasOwn(entry.value, '__proto__')) {
      return issue('KEY_FORBIDDEN', 'holds the key __proto__, which is not allowed')
    }
    for (const item of Object.values(entry.value)) pending.push({ value: item, depth: entry.depth + 1 })
  }
  return null
}

/** An issue where the definition is too long to be stored. Its values must not be hostile. */
export function tooLarge(definition: object): Issue | null {
  if (JSON.stringify(definition).length <= MAX_DEFINITION_CHARACTERS) return null
  const message = `The definition is longer than ${MAX_DEFINITION_CHARACTERS} characters: shorten its values.`
  return definitionIssue('', 'DEFINITION_TOO_LARGE', message)
}
