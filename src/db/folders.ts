import { and, eq, isNull, sql } from 'drizzle-orm'
import { CodedError } from '../errors.ts'
import { type Db, newId } from './client.ts'
import { type Page, type PageRequest, readRows } from './page.ts'
import { type FolderRow, folders, workflows } from './schema.ts'

/** A folder with the number of workflows in it. */
export interface Folder extends FolderRow {
  workflows: number
}

/** Adds an empty folder. */
export async function createFolder(db: Db, name: string, now: number): Promise<Folder> {
  const folder = { id: newId('folder'), name, createdAt: now }
  await db.insert(folders).values(folder)
  return { ...folder, workflows: 0 }
}

/** One page of the folders, newest first. @throws CodedError CURSOR_INVALID */
export async function listFolders(db: Db, request: PageRequest): Promise<Page<Folder>> {
  const page = await readRows(db, folders, undefined, request)
  return { ...page, data: await counted(db, page.data) }
}

/** Gives a folder another name. @throws CodedError FOLDER_NOT_FOUND */
export async function renameFolder(db: Db, id: string, name: string): Promise<Folder> {
  const renamed = await db.update(folders).set({ name }).where(eq(folders.id, id)).returning()
  const [folder] = await counted(db, renamed)
  return folder ?? notFound(id)
}

/** Deletes a folder; its workflows are in none from then on. @throws CodedError FOLDER_NOT_FOUND */
export async function deleteFolder(db: Db, id: string): Promise<void> {
  const [deleted] = await db.batch([
    db.delete(folders).where(eq(folders.id, id)).returning({ id: folders.id }),
    db.update(workflows).set({ folderId: null }).where(eq(workflows.folderId, id)),
  ])
  if (deleted.length === 0) notFound(id)
}

async function counted(db: Db, rows: FolderRow[]): Promise<Folder[]> {
  const ids = JSON.stringify(rows.map(({ id }) => id))
  const among = sql`${workflows.folderId} IN (SELECT value FROM json_each(${ids}))`
  const counts = await db
    .select({ folderId: workflows.folderId, total: sql<number>`count(*)` })
    .from(workflows)
    .where(and(among, isNull(workflows.deletedAt)))
    .groupBy(workflows.folderId)
  const totals = new Map(counts.map(({ folderId, total }) => [folderId, total]))
  return rows.map((row) => ({ ...row, workflows: totals.get(row.id) ?? 0 }))
}

function notFound(id: string): never {
  throw new CodedError('FOLDER_NOT_FOUND', `There is no folder "${id}".`)
}
