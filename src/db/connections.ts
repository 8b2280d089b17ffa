import { and, desc, eq, isNull, like, type SQL, sql } from 'drizzle-orm'
import { CodedError } from '../errors.ts'
import type { Json } from '../json.ts'
import type { Catalogue } from '../workflow/catalogue.ts'
import type { Definition } from '../workflow/schema.ts'
import { connectionsUsed } from '../workflow/uses.ts'
import { type Db, guarded } from './client.ts'
import { agents, versions, workflows } from './schema.ts'
import { type ConnectionRow, connections } from './schema-connections.ts'
import { holdsText } from './search.ts'

export interface ConnectionFilter {
  /** short name */
  pieceName?: string
  status?: ConnectionRow['status']
  /** text in the name */
  search?: string
}

/** A workflow whose draft or published version names a connection. */
export interface ConnectionUse {
  connectionId: string
  workflowId: string
  name: string
  state: 'published' | 'draft'
}

/** More than a list of this length nobody reads; Diga's list has no pages. */
const MAX_LISTED = 1_000

/** The connections that fit, newest first. */
export function listConnections(db: Db, filter: ConnectionFilter): Promise<ConnectionRow[]> {
  const { pieceName, status, search } = filter
  const chosen: (SQL | undefined)[] = [
    pieceName === undefined ? undefined : eq(connections.pieceName, pieceName),
    status && eq(connections.status, status),
    search ? holdsText(connections.displayName, search) : undefined,
  ]
  return db
    .select()
    .from(connections)
    .where(and(...chosen))
    .orderBy(desc(connections.createdAt), desc(connections.id))
    .limit(MAX_LISTED)
}

/** Ids of active OAuth connections whose id ends so. */
export async function connectionsToRenew(db: Db, ending: string, limit: number): Promise<string[]> {
  const isShare = sql`substr(${connections.id}, ${-ending.length}) = ${ending}`
  const rows = await guarded(
    db
      .select({ id: connections.id })
      .from(connections)
      .where(and(eq(connections.status, 'ACTIVE'), like(connections.type, '%OAUTH2'), isShare))
      .limit(limit),
  )
  return rows.map(({ id }) => id)
}

/** The connection of that id, or undefined. @throws CodedError DATABASE_ERROR */
export function findConnection(db: Db, id: string): Promise<ConnectionRow | undefined> {
  return guarded(db.select().from(connections).where(eq(connections.id, id)).get())
}

/** The connection of that id. @throws CodedError CONNECTION_NOT_FOUND, DATABASE_ERROR */
export async function getConnection(db: Db, id: string): Promise<ConnectionRow> {
  const row = await findConnection(db, id)
  if (row) return row
  throw new CodedError(
    'CONNECTION_NOT_FOUND',
    `There is no connection "${id}". Create it, or choose another.`,
  )
}

/** What validation asks about the connections a definition names. */
export async function connectionFacts(
  db: Db,
  definition: Definition,
): Promise<NonNullable<Catalogue['connection']>> {
  const ids = JSON.stringify(connectionsUsed(definition))
  const { id, pieceName, status } = connections
  const rows = await db
    .select({ id, pieceName, status })
    .from(connections)
    .where(sql`${id} IN (SELECT value FROM json_each(${ids}))`)
  const found = new Map(rows.map((row) => [row.id, row]))
  return (asked) => found.get(asked)
}

/** Adds a connection. */
export const insertConnection = (db: Db, row: ConnectionRow) => db.insert(connections).values(row)

/** Changes a connection. False where it is gone. */
export async function changeConnection(
  db: Db,
  id: string,
  change: Partial<Omit<ConnectionRow, 'id' | 'createdAt'>>,
): Promise<boolean> {
  const changed = await guarded(
    db.update(connections).set(change).where(eq(connections.id, id)).returning({ id: connections.id }),
  )
  return changed.length > 0
}

/** Changes a connection as long as it holds the secret that was read. False where it holds another, or is gone. */
export async function changeUnlessReplaced(
  db: Db,
  { id, secret }: Pick<ConnectionRow, 'id' | 'secret'>,
  change: Partial<Pick<ConnectionRow, 'secret' | 'status' | 'statusReason' | 'updatedAt'>>,
): Promise<boolean> {
  const isSame = and(eq(connections.id, id), eq(connections.secret, secret))
  const changed = await guarded(
    db.update(connections).set(change).where(isSame).returning({ id: connections.id }),
  )
  return changed.length > 0
}

/**
 * Removes a connection that no published workflow and no agent names.
 * @throws CodedError CONNECTION_IN_USE, naming those that do
 */
export async function deleteConnection(db: Db, id: string): Promise<void> {
  const used = sql`EXISTS (
    SELECT 1 FROM ${workflows} JOIN ${versions} ON ${versions.id} = ${workflows.publishedVersionId},
      json_each(${versions.connections}) AS used
    WHERE ${workflows.deletedAt} IS NULL AND used.value = ${id})`
  const reached = sql`EXISTS (
    SELECT 1 FROM ${agents} WHERE ${agents.connectionId} = ${id} AND ${agents.deletedAt} IS NULL)`
  const removed = await db
    .delete(connections)
    .where(and(eq(connections.id, id), sql`NOT ${used}`, sql`NOT ${reached}`))
    .returning({ id: connections.id })
  if (removed.length > 0) return
  const [named, reachedBy] = await Promise.all([usesOf(db, [id]), agentsOf(db, [id])])
  const published = named
    .filter(({ state }) => state === 'published')
    .map(({ workflowId, name }) => ({ id: workflowId, name }))
  const users = {
    workflows: published,
    agents: reachedBy.map((agent) => ({ id: agent.id, name: agent.name })),
  }
  if (users.workflows.length + users.agents.length > 0) throw inUse(users)
}

interface Users {
  workflows: { id: string; name: string }[]
  agents: { id: string; name: string }[]
}

function inUse(users: Users): CodedError {
  const names = (list: { name: string }[]) => list.map(({ name }) => `"${name}"`).join(', ')
  const by = [
    users.workflows.length > 0 && `published workflows: ${names(users.workflows)}`,
    users.agents.length > 0 && `agents: ${names(users.agents)}`,
  ]
  const message = `The connection is used by ${by.filter(Boolean).join(', and by ')}. Choose another there, and publish the workflows, then delete it.`
  return new CodedError('CONNECTION_IN_USE', message, { details: users as unknown as Json })
}

/** The agents that reach their platform by these connections. */
export async function agentsOf(
  db: Db,
  ids: readonly string[],
): Promise<{ id: string; name: string; connectionId: string | null }[]> {
  if (ids.length === 0) return []
  const { id, name, connectionId } = agents
  return db
    .select({ id, name, connectionId })
    .from(agents)
    .where(
      and(
        isNull(agents.deletedAt),
        sql`${connectionId} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`,
      ),
    )
    .orderBy(desc(agents.createdAt))
}

/** Where these connections are named: by drafts, by published versions, or both. */
export function usesOf(db: Db, ids: readonly string[]): Promise<ConnectionUse[]> {
  if (ids.length === 0) return Promise.resolve([])
  const ofWorkflow = sql`${versions.id} IN (${workflows.draftVersionId}, ${workflows.publishedVersionId})`
  return db
    .select({
      connectionId: sql<string>`used.value`,
      workflowId: workflows.id,
      name: versions.name,
      state: sql<ConnectionUse['state']>`iif(${versions.state} = 'LOCKED', 'published', 'draft')`,
    })
    .from(workflows)
    .innerJoin(versions, and(ofWorkflow, sql`${versions.connections} <> '[]'`))
    .innerJoin(sql`json_each(${versions.connections}) AS used`, sql`true`)
    .where(
      and(
        isNull(workflows.deletedAt),
        sql`used.value IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`,
      ),
    )
    .orderBy(desc(workflows.createdAt), versions.state)
}
