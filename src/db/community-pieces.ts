import { and, desc, eq, exists, isNull, not, or, sql } from 'drizzle-orm'
import { communityPin } from '../workflow/piece-name.ts'
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

/**
 * Forgets an upload that no workflow uses. Gives what it was, or undefined where it is used or was not there.
 * @param isOurs as for `workflowsUsing`
 * @throws CodedError DATABASE_ERROR
 */
export async function removeUploaded(
  db: Db,
  which: Which,
  isOurs: boolean,
): Promise<CommunityPieceRow | undefined> {
  // In the statement itself: a workflow that names it may be saved at the same moment.
  const isUsed = exists(using(db, which, isOurs))
  const [removed] = await guarded(
    db
      .delete(communityPieces)
      .where(and(isThis(which), not(isUsed)))
      .returning(),
  )
  return removed
}

/** Workflows that are named at most. */
const MAX_USERS = 500

/**
 * The workflows whose draft or published version names this version of a piece.
 * @param isOurs whether a piece of ours has the name, so that only what asks for the community's counts
 * @throws CodedError DATABASE_ERROR
 */
export async function workflowsUsing(db: Db, which: Which, isOurs: boolean) {
  const found = await guarded(using(db, which, isOurs).limit(MAX_USERS))
  return [...new Map(found.map((each) => [each.id, each])).values()]
}

function using(db: Db, { name, version }: Which, isOurs: boolean) {
  const pins = [communityPin(version), ...(isOurs ? [] : [version])]
  return db
    .select({ id: workflows.id, name: versions.name })
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
        hasStep(name, pins),
      ),
    )
}

/** Whether a version has a step of the piece, by any of its names (`shortPieceName`), that is pinned like that. */
const hasStep = (name: string, pins: readonly string[]) =>
  // SQLite reads JSON of a thousand levels. Of a chain that is longer, the piece's name alone has to do.
  sql`CASE WHEN json_valid(${versions.definition}) THEN EXISTS (
    SELECT 1 FROM json_tree(${versions.definition}) AS step
    WHERE step.key = 'settings' AND CASE WHEN step.type = 'object' THEN
      step.value ->> '$.pieceVersion' IN (SELECT value FROM json_each(${JSON.stringify(pins)}))
      AND (step.value ->> '$.pieceName' = ${name}
        OR step.value ->> '$.pieceName' GLOB ${`@*/${name}`}
        OR step.value ->> '$.pieceName' GLOB ${`@*/piece-${name}`})
    END) ELSE 1 END`
