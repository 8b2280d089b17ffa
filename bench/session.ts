import { setTimeout as sleep } from 'node:timers/promises'
import { fire, type Shot, type Volley } from './load.ts'
import { type Agent, setUp } from './product.ts'
import { type Server, type ServerOptions, startServer } from './server.ts'

/** How long the index of runs in D1 may lag behind the last answer before the benchmark calls it a loss. */
const INDEX_LAG_LIMIT_MS = 60_000

/** A running server under load, and a tally of what it has been asked for. */
export interface Session {
  server: Server
  agent: Agent
  /** runs that must have succeeded once everything has settled */
  runs: number
  /** answers that were wrong, all volleys together */
  bad: string[]
}

export async function openSession(options: ServerOptions = {}): Promise<Session> {
  const server = await startServer(options)
  try {
    return { server, agent: await setUp(server), runs: 0, bad: [] }
  } catch (error) {
    await server.stop()
    throw error
  }
}

/** A volley at the bare Worker. */
export function fireBare(session: Session, callers: number, requests: number, shot: ShotOf): Promise<Volley> {
  return tallied(session, fire(session.server.bare, callers, requests, shot))
}

/** A volley at the product, of which each request is a run. */
export function fireProduct(
  session: Session,
  callers: number,
  requests: number,
  shot: ShotOf,
): Promise<Volley> {
  session.runs += requests
  return tallied(session, fire(session.server.product, callers, requests, shot))
}

type ShotOf = (caller: number, index: number) => Shot

async function tallied(session: Session, firing: Promise<Volley>): Promise<Volley> {
  const volley = await firing
  session.bad.push(...volley.bad)
  return volley
}

/**
 * Waits until the index of runs shows every run as succeeded, so that one volley's work after its answers doesn't
 * slow the next one down. @returns how long that took, in milliseconds
 * @throws Error where runs are missing for good
 */
export async function settle({ server, runs, bad }: Session): Promise<number> {
  const begin = performance.now()
  for (;;) {
    const row = await server.db
      .prepare(`SELECT count(*) AS n FROM runs WHERE status = 'SUCCEEDED'`)
      .first<{ n: number }>()
    const lag = performance.now() - begin
    if (row && row.n >= runs - bad.length) return lag
    if (lag > INDEX_LAG_LIMIT_MS) throw new Error(`${row?.n} of ${runs} runs succeeded; the rest is missing`)
    await sleep(25)
  }
}
