import { and, desc, eq, isNull, or, sql } from 'drizzle-orm'
import { pinOf, shortPieceName } from '../workflow/piece-name.ts'
import { steps } from '../workflow/walk.ts'
import { type Db, guarded } from './client.ts'
import { versions, workflows } from './schema.ts'
import { type CommunityPieceRow, communityPieces } from './schema-pieces.ts'

/** The community pieces that were uploaded. */

/** One version of a piece, by its short name. */
interface Which {
  name: string
  version: string
}

const isThis = ({ name, version }: Which) =>
  and(eq(communityPieces.name, name), eq(communityPieces.version, version))

/** An uploaded version. @throws CodedError DATABASE_ERROR */
export const findUploaded = (db: Db, which: Which): Promise<CommunityPieceRow | undefined> =>
  guarded(db.select().from(communityPieces).where(isThis(which)).get())

/** The versions of a piece that were uploaded. @throws CodedError DATABASE_ERROR */
export async function uploadedVersions(db: Db, name: string): Promise<string[]> {
  const rows = db.select({ version: communityPieces.version }).from(communityPieces)
  return (await guarded(rows.where(eq(communityPieces.name, name)))).map(({ version }) => version)
}

/** All that were uploaded, by name. @throws CodedError DATABASE_ERROR */
export const listUploaded = (db: Db): Promise<CommunityPieceRow[]> =>
  guarded(db.select().from(communityPieces).orderBy(communityPieces.name, desc(communityPieces.createdAt)))

/** Keeps an upload, unless its name and version are there. Gives what is kept. @throws CodedError DATABASE_ERROR */
export async function keepUploaded(db: Db, row: CommunityPieceRow): Promise<CommunityPieceRow> {
  const [, [kept]] = await guarded(
    db.batch([
      db.insert(communityPieces).values(row).onConflictDoNothing(),
      db.select().from(communityPieces).where(isThis(row)),
    ]),
  )
  return kept ?? row
}

/** Forgets an upload. Gives what it was, or undefined where it was not there. @throws CodedError DATABASE_ERROR */
export async function removeUploaded(db: Db, which: Which): Promise<CommunityPieceRow | undefined> {
  const [removed] = await guarded(db.delete(communityPieces).where(isThis(which)).returning())
  return removed
}

/** Workflows that are looked at at most: more than these that use one piece are never named one by one. */
const MAX_USERS = 500

/**
 * The workflows whose draft or published version names this version of a piece.
 * @param isOurs whether a piece of ours has the name, so that only what asks for the community's counts
 * @throws CodedError DATABASE_ERROR
 */
export async function workflowsUsing(db: Db, { name, version }: Which, isOurs: boolean) {
  const candidates = await guarded(
    db
      .select({ id: workflows.id, name: versions.name, definition: versions.definition })
      .from(versions)
      .innerJoin(
        workflows,
        and(
          eq(workflows.id, versions.workflowId),
          or(eq(versions.id, workflows.draftVersionId), eq(versions.id, workflows.publishedVersionId)),
        ),
      )
      .where(
        and(
          isNull(workflows.deletedAt),
          sql`EXISTS (SELECT 1 FROM json_each(${versions.pieces}) WHERE value = ${name})`,
        ),
      )
      .limit(MAX_USERS),
  )
  const using = candidates.filter(({ definition }) => {
    for (const { step } of steps(definition)) {
      if (step.type !== 'PIECE' && step.type !== 'PIECE_TRIGGER') continue
      const { pieceName, pieceVersion } = step.settings
      const pin = pinOf(pieceVersion)
      if (shortPieceName(pieceName) === name && pin.version === version && (pin.isCommunity || !isOurs))
        return true
    }
    return false
  })
  return [...new Map(using.map(({ id, name: title }) => [id, { id, name: title }])).values()]
}
