import { flowMigrations } from 'activepieces-shared-0.20'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arbitraryOldFlow, type OldFlow } from '../../../test/support/arbitrary-old-flow.ts'
import { readWorkflow } from './read.ts'
import { connectionIdsIn } from './report.ts'

/*
 * Activepieces shipped its flow migrations in its shared package up to 0.20: from no schema version to '7', with
 * BRANCH, http's Return Response and inputUiInfo among them. Later ones (ranges of versions, nested references) are in
 * its server only; `renew.test.ts` and `dialect.test.ts` hold those to what is known of them.
 */

function theirs(flow: OldFlow): { trigger: unknown; connectionIds: string[] } {
  const version = { ...structuredClone(flow), schemaVersion: undefined, agentIds: [], connectionIds: [] }
  return flowMigrations.apply(version as never) as unknown as { trigger: unknown; connectionIds: string[] }
}

/**
 * What is compared: all but sample data (left behind here), `schema` once `propertySettings` has it, `propertySettings`
 * that say nothing, and `~` before a version, which a later migration takes off.
 */
function normalised(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normalised)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).flatMap(([key, item]): [string, unknown][] => {
    if (item === undefined || key === 'sampleData' || key === 'sampleDataSettings') return []
    if (key === 'propertySettings' && Object.keys(item as object).length === 0) return []
    if (key === 'pieceVersion') return [[key, String(item).replace(/^[~^]/, '')]]
    if (key === 'nextAction' && item === null) return []
    if (key === 'settings') {
      const { schema: _, ...settings } = item as Record<string, unknown>
      return [[key, normalised(settings)]]
    }
    return [[key, normalised(item)]]
  })
  return Object.fromEntries(entries)
}

test('an old flow becomes what the migrations of Activepieces make of it', () => {
  const seen = new Set<string>()
  fc.assert(
    fc.property(arbitraryOldFlow(), (flow) => {
      for (const [type] of JSON.stringify(flow).matchAll(
        /"(?:BRANCH|LOOP_ON_ITEMS|return_response|schema)"/g,
      ))
        seen.add(type)
      const before = structuredClone(flow)
      const read = readWorkflow(flow)
      expect(flow).toEqual(before)
      if (!read.ok) throw new Error(JSON.stringify(read.issues))
      const { trigger, connectionIds } = theirs(flow)
      expect(normalised(read.value.definition.trigger)).toEqual(normalised(trigger))
      expect(new Set(connectionIdsIn(read.value.definition))).toEqual(new Set(connectionIds))
    }),
    { numRuns: 400, seed: 22 },
  )
  expect(seen.size).toBe(4)
})
