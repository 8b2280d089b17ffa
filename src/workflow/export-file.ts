import { isObject } from '../json.ts'

/**
 * The definitions inside what a user pastes or uploads: a bare definition, Activepieces' template file
 * `{name, flows: […]}`, or its older form `{name, template: {…}}`. A definition without a name of its own takes
 * the file's.
 */
export function definitionsIn(input: unknown): unknown[] {
  if (!isObject(input) || 'trigger' in input) return [input]
  if (Array.isArray(input.flows)) return input.flows.map((flow) => named(flow, input.name))
  if (isObject(input.template)) return [named(input.template, input.name)]
  return [input]
}

function named(flow: unknown, name: unknown): unknown {
  return isObject(flow) && flow.displayName === undefined ? { ...flow, displayName: name } : flow
}
