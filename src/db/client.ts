import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1'
import { DrizzleQueryError } from 'drizzle-orm/errors'
import { CodedError } from '../errors.ts'

export type Db = DrizzleD1Database

/** A handle on the database. Costs nothing, so make one per request. */
export function openDb(binding: D1Database): Db {
  return drizzle(binding)
}

/** A new id such as `wf_3f9a…`: 96 random bits. */
export function newId(prefix: string): string {
  return `${prefix}_${Buffer.from(crypto.getRandomValues(new Uint8Array(12))).toString('hex')}`
}

/**
 * Drizzle's error as one that may be shown and stored: its own message holds every value of the query, secrets
 * included. Any other error is handed back as it is.
 */
export function withoutValues(error: unknown): unknown {
  if (!(error instanceof DrizzleQueryError)) return error
  const reason = error.cause?.message ?? 'the query failed'
  return new CodedError('DATABASE_ERROR', `The database did not answer: ${reason}`, { retryable: true })
}

/** The result of a query; its errors can be stored. @throws CodedError DATABASE_ERROR */
export async function guarded<T>(query: PromiseLike<T>): Promise<T> {
  try {
    return await query
  } catch (error) {
    throw withoutValues(error)
  }
}
