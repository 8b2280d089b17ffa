import { isObject } from '../../json.ts'

/**
 * The workflows inside what a user pastes or uploads, each as it came: a bare definition (Diga's import body, or what
 * our API answers), a flow as Activepieces answers it (`{id, version}`), its template file `{name, flows: […]}`, the
 * older `{name, template: {…}}`, and Diga's template record, which has that form too. A workflow without a
 * `displayName` takes the name around it.
 */
export function flowsIn(input: unknown): unknown[] {
  if (!isObject(input)) return [input]
  if ('trigger' in input) return [named(input, input.name)]
  if (Array.isArray(input.flows)) return input.flows.map((flow) => named(flow, input.name))
  const { template, version } = input
  if (isObject(template)) {
    // A template record may hold a whole file, which is looked into once and no deeper.
    if (Array.isArray(template.flows)) {
      return template.flows.map((flow) => named(flow, template.name ?? input.name))
    }
    return [named(template, input.name)]
  }
  return [isObject(version) ? version : input]
}

function named(flow: unknown, name: unknown): unknown {
  const isNameless = isObject(flow) && flow.displayName === undefined && name !== undefined
  return isNameless ? { ...flow, displayName: name } : flow
}
