import * as z from 'zod'
import type { Db } from '../db/client.ts'
import { agentsOf, type ConnectionUse, usesOf } from '../db/connections.ts'
import { CONNECTION_TYPES, type ConnectionRow } from '../db/schema-connections.ts'
import { isoTime } from '../run/run-view.ts'
import { shortPieceName } from '../workflow/piece-name.ts'

/** A connection in Diga's form. What stands after `status` is ours. Never a secret. */
export const ConnectionView = z
  .object({
    id: z.string(),
    external_id: z.string().meta({ description: "What steps name: `{{connections['<external_id>']}}`" }),
    display_name: z.string(),
    piece_name: z.string(),
    status: z.enum(['ACTIVE', 'ERROR']),
    status_reason: z.string().nullable(),
    type: z.enum(CONNECTION_TYPES),
    used_by: z
      .array(
        z.union([
          z.object({ flow_id: z.string(), name: z.string(), state: z.enum(['published', 'draft']) }),
          z.object({ agent_id: z.string(), name: z.string() }),
        ]),
      )
      .meta({ description: 'Workflows that name it, and agents that reach their platform by it.' }),
    created: z.iso.datetime(),
    updated: z.iso.datetime(),
  })
  .meta({ id: 'Connection' })

/** Connections as `ConnectionView` describes them. */
export async function viewConnections(
  db: Db,
  rows: readonly ConnectionRow[],
): Promise<z.input<typeof ConnectionView>[]> {
  const ids = rows.map(({ id }) => id)
  const [named, reached] = await Promise.all([usesOf(db, ids), agentsOf(db, ids)])
  const uses = Map.groupBy(named, ({ connectionId }) => connectionId)
  const agents = Map.groupBy(reached, ({ connectionId }) => connectionId)
  return rows.map((row) => viewConnection(row, uses.get(row.id) ?? [], agents.get(row.id) ?? []))
}

function viewConnection(
  row: ConnectionRow,
  uses: readonly ConnectionUse[],
  agents: readonly { id: string; name: string }[],
): z.input<typeof ConnectionView> {
  return {
    id: row.id,
    external_id: row.id,
    display_name: row.displayName,
    piece_name: packageName(row.pieceName),
    status: row.status,
    status_reason: row.statusReason,
    type: row.type,
    used_by: [
      ...uses.map(({ workflowId, name, state }) => ({ flow_id: workflowId, name, state })),
      ...agents.map(({ id, name }) => ({ agent_id: id, name })),
    ],
    created: isoTime(row.createdAt),
    updated: isoTime(row.updatedAt),
  }
}

/** The short name of a piece as requests name it: `slack`, its package, or Diga's `piece-slack`. */
export const namedPiece = (name: string): string => shortPieceName(name).replace(/^piece-/, '')

/** The name of a piece in a request, handed on as its short name. */
export const pieceName = z
  .string()
  .min(1)
  .max(200)
  .transform(namedPiece)
  .meta({ description: '`slack`, `piece-slack` or `@activepieces/piece-slack`' })

/** A piece's name as the catalogue answers it. */
export const packageName = (pieceName: string): string => `@activepieces/piece-${pieceName}`
