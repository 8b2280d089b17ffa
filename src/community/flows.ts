import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Db } from '../db/client.ts'
import { versions, workflows } from '../db/schema.ts'
import type { Json } from '../json.ts'
import { shortPieceName } from '../workflow/piece-name.ts'
import type { Definition } from '../workflow/schema.ts'

/** Enough for a form's list. */
const MAX_FLOWS = 500

/** Only these are for others to see and start: what else a trigger holds may be secret. */
const isCallable = sql`json_extract(${versions.definition}, '$.trigger.settings.triggerName') = 'callableFlow'`

/**
 * Published workflows that others call, as Activepieces' pieces see flows.
 * @param id of the only one asked for
 */
export async function callableFlows(db: Db, id?: string): Promise<Json[]> {
  const rows = await db
    .select({ id: workflows.id, status: workflows.status, definition: versions.definition })
    .from(workflows)
    .innerJoin(versions, eq(versions.id, workflows.publishedVersionId))
    .where(and(isNull(workflows.deletedAt), isCallable, id === undefined ? undefined : eq(workflows.id, id)))
    .limit(MAX_FLOWS)
  return rows.map((row) => flowOf(row.id, row.status, row.definition as Definition))
}

function flowOf(id: string, status: string, { displayName, trigger }: Definition): Json {
  return { id, externalId: id, status, version: { displayName, trigger: triggerOf(trigger) } }
}

/** With the piece's name in full: that is how pieces tell the triggers they call. */
function triggerOf({ type, settings }: Definition['trigger']): Json {
  if (type === 'EMPTY') return { type, settings: {} }
  const { pieceName, triggerName = null, input = {} } = settings
  const named = { pieceName: `@activepieces/piece-${shortPieceName(pieceName)}`, triggerName }
  return { type, settings: { ...named, input: input as Json } }
}
