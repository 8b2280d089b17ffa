import { env } from 'cloudflare:workers'
import { type Db, openDb } from '../../src/db/client.ts'

/** A handle on the database that remembers what is asked, and how SQLite means to answer it. */
export function watchedDb(): { db: Db; plans(): Promise<string[]> } {
  const asked: { query: string; params: unknown[] }[] = []
  const watched = {
    prepare(query: string) {
      const statement = env.DB.prepare(query)
      return {
        bind(...params: unknown[]) {
          asked.push({ query, params })
          return statement.bind(...params)
        },
      }
    },
    batch: (statements: D1PreparedStatement[]) => env.DB.batch(statements),
  }
  return {
    db: openDb(watched as unknown as D1Database),
    async plans() {
      const lines: string[] = []
      for (const { query, params } of asked.splice(0)) {
        const explained = env.DB.prepare(`EXPLAIN QUERY PLAN ${query}`).bind(...params)
        const { results } = await explained.all<{ detail: string }>()
        lines.push(...results.map(({ detail }) => detail))
      }
      return lines
    },
  }
}

/** The lines of a plan that read a whole table or sort what they found. */
export function wasteful(plan: string[]): string[] {
  return plan.filter((line) => /TEMP B-TREE|SCAN (runs|calls)\b(?!.*USING)/.test(line))
}
