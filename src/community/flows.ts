import { eq, isNull } from 'drizzle-orm'
import type { Db } from '../db/client.ts'
import { versions, workflows } from '../db/schema.ts'
import type { Json } from '../json.ts'
import { shortPieceName } from '../workflow/piece-name.ts'
import type { Definition } from '../workflow/schema.ts'

/** Enough for a form's list. */
const MAX_FLOWS = 500

/** Published workflows as Activepieces' pieces see flows, for those that call others. */
export async function callableFlows(db: Db): Promise<Json> {
  const rows = await db
    .select({ id: workflows.id, status: workflows.status, definition: versions.definition })
    .from(workflows)
    .innerJoin(versions, eq(versions.id, workflows.publishedVersionId))
    .where(isNull(workflows.deletedAt))
    .limit(MAX_FLOWS)
  return rows.map(({ id, status, definition }) => flowOf(id, status, definition as Definition))
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
