import { FLAT_SCHEMA_VERSION } from './dialect.ts'
import type { Definition } from './schema.ts'

/** What a new workflow starts with: a trigger that is still to be chosen. */
export function emptyDefinition(displayName: string): Definition {
  return {
    displayName,
    schemaVersion: FLAT_SCHEMA_VERSION,
    trigger: { name: 'trigger', type: 'EMPTY', displayName: 'Select a trigger', valid: false, settings: {} },
  }
}
