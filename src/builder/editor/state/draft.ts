import { isObject } from '../../../json.ts'
import { contentText } from '../../../workflow/content.ts'
import { copy } from '../../../workflow/copy.ts'
import type { OperationType } from '../../../workflow/operations.ts'
import { applyOperation } from '../../../workflow/operations.ts'
import type { Definition } from '../../../workflow/schema.ts'
import { linkKeys } from '../../../workflow/walk.ts'

/** One edit, as `applyOperation` and the API take it. */
export interface Operation {
  type: OperationType
  request: unknown
}

/** A draft as the server has it. `revision` tells one state of it from the next. */
export interface Draft {
  definition: Definition
  revision: string
}

/** The fields of an answered workflow or version that make its definition. */
interface DefinitionParts {
  name: string
  trigger: object
  schemaVersion?: string | null | undefined
  settings?: object | undefined
  notes?: readonly object[] | undefined
}

/** The definition in an answer, where a branch without steps is `{}` instead of null. */
export function definitionOf({ name, trigger, schemaVersion, settings, notes }: DefinitionParts): Definition {
  const definition = copy({ displayName: name, schemaVersion, settings, notes, trigger }) as Definition
  const pending: object[] = [definition.trigger]
  for (let step = pending.pop(); step; step = pending.pop()) {
    for (const key of linkKeys(Reflect.get(step, 'type'))) {
      const link: unknown = Reflect.get(step, key)
      if (Array.isArray(link)) Reflect.set(step, key, link.map(stepOrNothing))
      for (const child of [stepOrNothing(link), ...(Array.isArray(link) ? link.map(stepOrNothing) : [])]) {
        if (child) pending.push(child)
      }
    }
  }
  return definition
}

const stepOrNothing = (link: unknown): object | null =>
  isObject(link) && Object.keys(link).length > 0 ? link : null

/** All edits in order. @throws CodedError what the first one that doesn't fit is refused with */
export function applyAll(definition: Definition, operations: readonly Operation[]): Definition {
  return operations.reduce(applyOperation, definition)
}

/** The edits that bring a definition back whole, whatever it has become. */
export function restoring({ displayName, trigger, schemaVersion, settings, notes }: Definition): Operation[] {
  return [
    { type: 'IMPORT_FLOW', request: { displayName, trigger, schemaVersion } },
    { type: 'UPDATE_SETTINGS', request: { settings: settings ?? {} } },
    { type: 'UPDATE_NOTES', request: { notes: notes ?? [] } },
  ]
}

/** True where both say the same, notes included. */
export function sameDraft(a: Definition, b: Definition): boolean {
  const text = (definition: Definition) =>
    contentText({ ...definition, settings: definition.settings ?? {} }) +
    JSON.stringify(definition.notes ?? [])
  return text(a) === text(b)
}
