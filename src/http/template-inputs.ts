import { credentialsOf } from '../connection/credentials.ts'
import { isConnectionId, newConnection } from '../connection/keep.ts'
import { invalid } from '../connection/value.ts'
import { openDb } from '../db/client.ts'
import { findConnection } from '../db/connections.ts'
import type { ConnectionRow } from '../db/schema-connections.ts'
import { CodedError } from '../errors.ts'
import { loadPiece } from '../piece/registry.ts'
import type { Template, TemplateConnection } from '../template/records.ts'
import type { PlaceholderValue } from '../workflow/placeholders.ts'

/** What a copy of a template is given: checked against what the template asks for. */

/** A connection as a request gives it. */
interface Given {
  key: string
  /** id of a connection, or a secret */
  value: string
}

/** The values of a template's variables. @throws CodedError VALIDATION_FAILED where it has no such variable */
export function valuesFor(
  { variables }: Template,
  given: Readonly<Record<string, PlaceholderValue>>,
): [string, PlaceholderValue][] {
  const entries = Object.entries(given)
  const unknown = entries.find(([name]) => !variables.has(name))
  if (!unknown) return entries
  const [name] = unknown
  throw refused(
    `variables.${name}`,
    `this template has no such variable. It has: ${listed(variables.keys())}`,
  )
}

/** Whether a copy is given secrets, which make connections. */
export const hasSecrets = (given: readonly Given[]): boolean =>
  given.some(({ value }) => !isConnectionId(value))

/**
 * The connections for a copy, by the keys of the template: those that are there, and those that secrets make, which
 * are still to be stored.
 * @throws CodedError VALIDATION_FAILED, CONNECTION_VALUE_INVALID, CONNECTION_REFUSED, SERVICE_UNAVAILABLE
 */
export async function connectionsFor(
  env: Cloudflare.Env,
  template: Template,
  given: readonly Given[],
): Promise<{ ids: [string, string][]; made: ConnectionRow[] }> {
  const asked = given.map(({ value }, index) => ({
    needed: neededBy(template, given, index),
    value,
    field: `connections[${index}].value`,
  }))
  const ids: [string, string][] = []
  const made: ConnectionRow[] = []
  for (const { needed, value, field } of asked) {
    const isKept = isConnectionId(value)
    const row = await (isKept ? keptConnection : fromSecret)(env, needed, value, field)
    if (!isKept) made.push(row)
    ids.push([needed.key, row.id])
  }
  return { ids, made }
}

function neededBy({ connections }: Template, given: readonly Given[], index: number): TemplateConnection {
  const key = given[index]?.key
  const field = `connections[${index}].key`
  const needed = connections.find((each) => each.key === key)
  if (!needed) {
    const keys = listed(connections.map((each) => each.key))
    throw refused(field, `this template asks for no connection "${key}". It asks for: ${keys}`)
  }
  const isFirst = given.findIndex((each) => each.key === key) === index
  if (!isFirst) throw refused(field, `"${key}" is given twice`)
  return needed
}

async function keptConnection(
  env: Cloudflare.Env,
  { piece, name }: TemplateConnection,
  value: string,
  field: string,
): Promise<ConnectionRow> {
  const row = await findConnection(openDb(env.DB), value)
  if (!row) throw invalid(field, 'there is no such connection')
  if (row.pieceName === piece) return row
  throw invalid(field, `connection "${value}" is one of ${row.pieceName}; ${name} is wanted`)
}

async function fromSecret(
  env: Cloudflare.Env,
  { piece: pieceName, name }: TemplateConnection,
  secret: string,
  field: string,
): Promise<ConnectionRow> {
  const piece = await loadPiece(pieceName)
  const takesSecret = piece.auth.length === 0 || piece.auth.some(({ type }) => type === 'SECRET_TEXT')
  if (!takesSecret) throw invalid(field, `${name} takes no single secret: connect it first, and send the id`)
  const value = await credentialsOf(env, piece, 'SECRET_TEXT', { secret_text: secret })
  return newConnection(env, { piece, displayName: name, value, validate: true })
}

function refused(field: string, complaint: string): CodedError {
  return new CodedError('VALIDATION_FAILED', `"${field}": ${complaint}.`, {
    details: [{ field, message: complaint }],
  })
}

const listed = (names: Iterable<string>) => [...names].join(', ') || 'none'
