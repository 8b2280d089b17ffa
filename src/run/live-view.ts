import { isTerminal, type RunStatus } from '../engine/records.ts'
import { type ErrorData, toErrorData } from '../errors.ts'
import { coalesce } from './coalesce.ts'
import { acceptFollower, bringUpToDate, followers, type Message, sayGoodbye } from './followers.ts'
import { runNotFound } from './run-rows.ts'
import { isoTime } from './run-view.ts'
import type { Sql } from './store.ts'

/** An entry of a run's event log, as a client gets it. */
interface EntryMessage extends Message {
  /** of the step it is about */
  path: string | null
  at: string
  /** of the run, where the entry changed it */
  status?: RunStatus
  /** how the step stands when the message is sent; its input and output are read with the run */
  step?: {
    status: string
    /** the latest attempt's number, from 1 */
    attempt: number
    startTime: string
    finishTime: string | null
    /** milliseconds */
    duration: number | null
    error: Pick<ErrorData, 'code' | 'message'> | null
  }
}

/** Shows the runs of an object to those who follow them. */
export interface LiveView {
  /** Opens a WebSocket on `?run=…&after=…`. @throws CodedError RUN_NOT_FOUND, TOO_MANY_FOLLOWERS */
  connect(request: Request): Response
  /** to be called after an entry was logged; costs nothing where nobody follows */
  logged(): void
}

const MAX_ERROR_MESSAGE = 500

/** The live view of an object. Topics of its sockets are run ids. */
export function createLiveView(ctx: DurableObjectState, sql: Sql): LiveView {
  const tell = coalesce(async () => {
    // An entry is logged amid a block of writes: look at them once the block is complete.
    await null
    const runs = new Set(followers(ctx).flatMap((socket) => ctx.getTags(socket)))
    for (const id of runs) await tellOf(ctx, sql, id)
  })
  const start = () => {
    tell().catch((error) => console.error('live.failed', toErrorData(error).code))
  }
  return {
    connect(request) {
      const query = new URL(request.url).searchParams
      const id = query.get('run') ?? ''
      if (!findRun(sql, id)) throw runNotFound(id)
      const response = acceptFollower(ctx, id, Number(query.get('after')))
      start()
      return response
    },
    logged() {
      if (ctx.getWebSockets().length > 0) start()
    },
  }
}

async function tellOf(ctx: DurableObjectState, sql: Sql, id: string): Promise<void> {
  let run = findRun(sql, id)
  const upToDate = await bringUpToDate(
    () => followers(ctx, id),
    (after, limit) => {
      // Read in one go with the entries: a run that has ended has no others.
      run = findRun(sql, id)
      return run ? entriesAfter(sql, run.n, after, limit) : []
    },
  )
  if (!run || !isTerminal(run.status)) return
  for (const socket of upToDate) sayGoodbye(socket, { type: 'end', status: run.status })
}

function findRun(sql: Sql, id: string): { n: number; status: RunStatus } | undefined {
  const query = 'SELECT n, status FROM runs WHERE id = ?'
  return sql.exec<{ n: number; status: RunStatus }>(query, id).toArray()[0]
}

type EntryRow = {
  seq: number
  type: string
  path: string | null
  at: number
  status: string | null
  attempt: number
  started_at: number
  ended_at: number | null
  error: string | null
}

function entriesAfter(sql: Sql, n: number, after: number, limit: number): EntryMessage[] {
  const query = `SELECT seq, type, log.path, at, status, attempt, started_at, ended_at, error
    FROM log LEFT JOIN steps ON steps.run = log.run AND steps.path = log.path
    WHERE log.run = ? AND seq > ? ORDER BY seq LIMIT ?`
  return sql.exec<EntryRow>(query, n, after, limit).toArray().map(viewEntry)
}

function viewEntry(row: EntryRow): EntryMessage {
  const { seq, type, path } = row
  const message: EntryMessage = { seq, type, path, at: isoTime(row.at) }
  const status = statusAfter(type)
  if (status) message.status = status
  if (row.status !== null) message.step = viewStep({ ...row, status: row.status })
  return message
}

function viewStep(row: EntryRow & { status: string }): EntryMessage['step'] {
  const error: ErrorData | null = row.error === null ? null : JSON.parse(row.error)
  return {
    status: row.status,
    attempt: row.attempt,
    startTime: isoTime(row.started_at),
    finishTime: isoTime(row.ended_at),
    duration: row.ended_at === null ? null : row.ended_at - row.started_at,
    error: error && { code: error.code, message: error.message.slice(0, MAX_ERROR_MESSAGE) },
  }
}

/** The run's status from an entry on, where the entry is about that. */
function statusAfter(type: string): RunStatus | undefined {
  if (type === 'run.started' || type === 'run.reopened') return 'RUNNING'
  if (!type.startsWith('run.') || type === 'run.answered') return undefined
  return type.slice('run.'.length).toUpperCase() as RunStatus
}
