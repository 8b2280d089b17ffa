import { setImmediate } from 'node:timers/promises'
import type { CallOutcome } from '../../src/call/result.ts'
import { type DialAnswer, readDialId } from '../../src/calling/dials.ts'
import { nextAllowed, zonesThatCount } from '../../src/calling/rules.ts'
import { addRows, type PreparedRow } from '../../src/campaign/add.ts'
import { readCampaign } from '../../src/campaign/book.ts'
import { type Command, control, createCampaign } from '../../src/campaign/control.ts'
import type { CampaignDeps, Dial, Gate, Network, Placed } from '../../src/campaign/deps.ts'
import { createDriver, type Driver } from '../../src/campaign/driver.ts'
import { callEnded } from '../../src/campaign/ended.ts'
import { createOpenings } from '../../src/campaign/openings.ts'
import { listRows, type Row } from '../../src/campaign/rows.ts'
import { CampaignSettings } from '../../src/campaign/settings.ts'
import { migrate } from '../../src/campaign/tables.ts'
import type { Json } from '../../src/json.ts'
import type { Sql } from '../../src/run/store.ts'
import { memorySql } from './memory-store.ts'

/** A world for one campaign: a clock, a register of dials and a telephone network, none of which is real. */

/** What the network does with one request. Times are milliseconds. */
export interface Fate {
  /** what the platform answers */
  answer: 'placed' | 'refused' | 'later' | 'wait' | 'unclear' | 'impossible'
  answerMs: number
  /** whether a phone rings; with `placed` it does */
  rings: boolean
  outcome: CallOutcome
  /** from the request to the end of the call */
  callMs: number
  /** how often the end is told */
  tellings: number
  /** with `later` and `wait` */
  retryAfterMs?: number | null
}

export const ANSWERED: Fate = {
  answer: 'placed',
  answerMs: 300,
  rings: true,
  outcome: 'answered',
  callMs: 60_000,
  tellings: 1,
}

export interface WorldOptions {
  settings?: Record<string, unknown>
  /** epoch milliseconds at the start */
  start: number
  fateOf?: (dial: Dial, nth: number) => Fate
  /** whether the platform can be asked what became of a request */
  findable?: boolean
  /** whether the end of a call whose request had no clear answer finds the campaign, by the id it carries */
  joins?: boolean
  doNotCall?: ReadonlySet<string>
  agentCap?: number
  sql?: Sql
  /** called at each point where the outside world is met; one that never returns is a process that died */
  atFault?: (point: string) => Promise<void>
}

/** One request as the network saw it. */
export interface Asked {
  dial: Dial
  at: number
  fate: Fate
  callId: string
  endsAt: number
}

const ID = 'camp_0000000000000000000000aa'
const RETELL_MS = 2_000

interface RegisteredDial {
  number: string
  at: number
  expiresAt: number
  ended: boolean
}

export function campaignWorld(options: WorldOptions) {
  const { start, fateOf = () => ANSWERED, findable = true, joins = true, agentCap } = options
  const settings = CampaignSettings.parse({ name: 'Test', agent: 'agent_1', ...options.settings })
  const sql = options.sql ?? memorySql()
  const clock = createClock(start)
  const asked: Asked[] = []
  const register = new Map<string, RegisteredDial>()
  const dialsTo = new Map<string, Set<string>>()
  const callsOf = new Map<string, Asked[]>()
  const watched = new Set<string>()
  const told: { runId: string; key: string; payload: Json }[] = []
  const spent = { statements: 0, requests: 0, alarms: 0, projections: 0 }
  let driver: Driver
  let life = 0

  /** Everything the process awaits goes through here: one that died never hears the answer. */
  async function outside<T>(point: string, work: () => Promise<T>): Promise<T> {
    const mine = life
    await options.atFault?.(`${point}.before`)
    if (mine !== life) return new Promise<never>(() => undefined)
    const result = await work()
    await options.atFault?.(`${point}.after`)
    return mine === life ? result : new Promise<never>(() => undefined)
  }

  const gate: Gate = {
    enter: (wanted, terms) =>
      outside('enter', async () => {
        spent.statements++
        const answers: DialAnswer[] = []
        for (const { id, number } of wanted) {
          const ofNumber = [...(dialsTo.get(number) ?? [])].filter((each) => each !== id)
          const others = ofNumber.flatMap((each) => register.get(each) ?? [])
          const since = terms.now - (terms.hoursBetweenCalls ?? 0) * 3_600_000
          const open = ({ ended, expiresAt }: RegisteredDial) => !ended && expiresAt > terms.now
          const busy = others.filter((dial) => open(dial) || dial.at > since)
          const isFull = (cap: number) =>
            [...register].filter(([each, dial]) => each !== id && open(dial)).length >= cap
          if (options.doNotCall?.has(number)) answers.push({ kind: 'DO_NOT_CALL' })
          else if (busy.length > 0) {
            const again = Math.max(...busy.map((dial) => dial.at - since + terms.now))
            answers.push({ kind: 'CALLED_RECENTLY', again: Math.max(again, terms.now + 60_000) })
          } else if (agentCap !== undefined && isFull(agentCap)) answers.push({ kind: 'AGENT_BUSY' })
          else {
            dialsTo.set(number, (dialsTo.get(number) ?? new Set()).add(id))
            register.set(id, { number, at: terms.now, expiresAt: terms.now + terms.openMs, ended: false })
            answers.push({ kind: 'entered' })
          }
        }
        if (answers.some(({ kind }) => kind !== 'entered')) spent.statements++
        return answers
      }),
    release: (ids) =>
      outside('release', async () => {
        spent.statements++
        for (const id of ids) register.delete(id)
      }),
    settle: (id) =>
      outside('settle', async () => {
        spent.statements++
        const dial = register.get(id)
        if (dial) dial.ended = true
      }),
  }

  /** Told until it was taken, as a call's object does. */
  function tell(call: Asked): void {
    const ended = {
      outcome: call.fate.outcome,
      call_id: call.callId,
      end_reason: null,
      duration_seconds: 5,
      ended_at: new Date(call.endsAt).toISOString(),
      recording_url: null,
    }
    spent.requests++
    const mine = life
    let taken = false
    const again = () => {
      if (!taken && mine !== life) tell(call)
    }
    void callEnded(driver.deps, call.dial.id, ended).then(
      () => {
        taken = true
      },
      () => clock.at(clock.now() + RETELL_MS, () => tell(call)),
    )
    // A process that died says nothing.
    if (options.atFault) clock.at(clock.now() + RETELL_MS, again)
  }

  function ends(call: Asked): void {
    const hears = watched.has(call.dial.id) || (joins && call.fate.answer === 'unclear')
    if (!hears) return
    for (let n = 0; n < call.fate.tellings; n++) clock.at(clock.now() + n * RETELL_MS, () => tell(call))
  }

  const network: Network = {
    place: (dial) =>
      outside('place', async () => {
        spent.requests++
        const former = callsOf.get(dial.id) ?? []
        const fate = fateOf(dial, former.length + 1)
        const call = {
          dial,
          at: clock.now(),
          fate,
          callId: `call_${dial.id}`,
          endsAt: clock.now() + fate.callMs,
        }
        asked.push(call)
        callsOf.set(dial.id, [...former, call])
        if (fate.answer === 'placed') watched.add(dial.id)
        if (fate.rings) clock.at(call.endsAt, () => ends(call))
        await new Promise<void>((resolve) => clock.at(clock.now() + fate.answerMs, resolve))
        return placedOf(fate, call.callId)
      }),
    find: ({ id }) =>
      outside('find', async () => {
        spent.requests++
        if (!findable) return null
        const call = callsOf.get(id)?.find(({ fate }) => fate.rings)
        return call ? { callId: call.callId } : 'never_placed'
      }),
    watch: ({ id }) =>
      outside('watch', async () => {
        spent.requests++
        watched.add(id)
        const call = callsOf.get(id)?.find(({ fate }) => fate.rings)
        if (call && call.endsAt <= clock.now()) ends(call)
      }),
  }

  function boot(): void {
    const outsideWorld: Omit<CampaignDeps, 'changed'> = {
      sql,
      id: ID,
      now: clock.now,
      openings: createOpenings(),
      gate,
      network,
      project: () =>
        outside('project', async () => {
          spent.statements++
          spent.projections++
        }),
      tellRun: (runId, key, payload) => outside('tell', async () => void told.push({ runId, key, payload })),
    }
    const mine = life
    driver = createDriver(outsideWorld, (at) => {
      if (mine === life) alarmAt = at
    })
  }

  let alarmAt: number | null = null
  let ringing = false

  migrate(sql)
  boot()
  createCampaign(driver!.deps, settings)

  /** Lets the next thing happen. False where nothing will, ever. */
  async function step(): Promise<boolean> {
    await setImmediate()
    const next = clock.next()
    const isAlarm = alarmAt !== null && !ringing && (next === undefined || alarmAt <= next)
    if (isAlarm) {
      clock.advance(alarmAt!)
      alarmAt = null
      spent.alarms++
      const mine = life
      ringing = true
      void driver.alarm().then(() => {
        if (mine === life) ringing = false
      })
      return true
    }
    return clock.run()
  }

  return {
    id: ID,
    sql,
    asked,
    register,
    told,
    spent,
    settings,
    now: clock.now,
    at: clock.at,
    get deps() {
      return driver.deps
    },
    step,
    add: (rows: readonly PreparedRow[]) => addRows(driver.deps, rows),
    control: (command: Command) => control(driver.deps, command),
    status: () => readCampaign(sql)?.state.status,
    /** the process dies and is started again: what it awaited is never answered, what was durable is all there is */
    restart(): void {
      life++
      // The alarm that was going off goes off again.
      if (ringing) alarmAt = clock.now()
      ringing = false
      boot()
    },
    /** until nothing happens any more */
    async play(maxSteps = 1_000_000): Promise<void> {
      for (let n = 0; n < maxSteps; n++) {
        if (!(await step())) return
      }
      throw new Error('It goes on and on.')
    },
    rows: (): Row[] => listRows(sql, { limit: 1_000_000 }),
  }
}

export type CampaignWorld = ReturnType<typeof campaignWorld>

function placedOf({ answer, retryAfterMs = null }: Fate, callId: string): Placed {
  switch (answer) {
    case 'placed':
      return { kind: 'placed', callId }
    case 'later':
      return { kind: 'later', afterMs: retryAfterMs }
    case 'wait':
      return { kind: 'wait', afterMs: retryAfterMs ?? 0 }
    default:
      return { kind: answer, message: `${answer}, it said` }
  }
}

/** Virtual time: a heap of what happens when. */
function createClock(start: number) {
  let now = start
  let count = 0
  const heap: { at: number; n: number; run: () => void }[] = []
  const before = (a: number, b: number) =>
    heap[a]!.at < heap[b]!.at || (heap[a]!.at === heap[b]!.at && heap[a]!.n < heap[b]!.n)
  const swap = (a: number, b: number) => {
    ;[heap[a], heap[b]] = [heap[b]!, heap[a]!]
  }
  return {
    now: () => now,
    at(time: number, run: () => void): void {
      let i = heap.push({ at: Math.max(time, now), n: count++, run }) - 1
      for (let up = (i - 1) >> 1; i > 0 && before(i, up); up = (i - 1) >> 1) {
        swap(i, up)
        i = up
      }
    },
    next: (): number | undefined => heap[0]?.at,
    advance(time: number): void {
      now = Math.max(now, time)
    },
    run(): boolean {
      const first = heap[0]
      if (!first) return false
      const last = heap.pop()!
      if (heap.length > 0) {
        heap[0] = last
        for (let i = 0; ; ) {
          const [left, right] = [2 * i + 1, 2 * i + 2]
          let least = i
          if (left < heap.length && before(left, least)) least = left
          if (right < heap.length && before(right, least)) least = right
          if (least === i) break
          swap(i, least)
          i = least
        }
      }
      now = Math.max(now, first.at)
      first.run()
      return true
    },
  }
}

/** Rows that were read already, one for each number. */
export function preparedRows(
  count: number,
  zonesOf: (n: number) => string[] = () => ['Europe/Madrid'],
): PreparedRow[] {
  return Array.from({ length: count }, (_, n) => {
    const number = `+346${String(n).padStart(8, '0')}`
    return { key: number, number, zones: zonesOf(n), variables: {} }
  })
}

/** Random numbers from 0 to 1 that are the same for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** What must be true of every campaign, whatever happened to it. Throws what is not. */
export function violations(
  { asked, settings, rows }: CampaignWorld,
  zonesByNumber: Map<string, string[]>,
): string[] {
  const found: string[] = []
  const starts = asked.map(({ at }) => at).sort((a, b) => a - b)
  for (const [i, at] of starts.entries()) {
    const before = starts[i - settings.calls_per_minute]
    if (before !== undefined && at - before < 60_000) found.push(`too many in the minute before ${at}`)
  }
  for (const { dial, at } of asked) {
    const zones = zonesThatCount(settings.rules, zonesByNumber.get(dial.to) ?? [])
    if (nextAllowed(settings.rules, zones, at) !== at) found.push(`${dial.to} called out of hours`)
  }
  const rung = asked.filter(({ fate }) => fate.rings)
  const ids = rung.map(({ dial }) => dial.id)
  if (new Set(ids).size < ids.length) found.push('a dial rang twice')
  for (const call of rung) {
    const open = rung.filter((each) => each.at <= call.at && each.endsAt > call.at)
    if (open.length > settings.max_concurrent_calls) found.push(`${open.length} calls at once at ${call.at}`)
  }
  for (const row of rows()) {
    const attempts = rung.filter(({ dial }) => readDialId(dial.id)?.n === row.n)
    if (attempts.length > settings.retry.max_attempts) found.push(`row ${row.n} was called too often`)
    if (['QUEUED', 'DIALLING', 'IN_CALL'].includes(row.state)) found.push(`row ${row.n} is ${row.state}`)
    const last = attempts.toSorted((a, b) => a.at - b.at).at(-1)
    const isKnown = row.reason !== 'unknown' && row.reason !== 'no_result' && row.reason !== 'refused'
    if (last && isKnown && row.reason !== last.fate.outcome) {
      found.push(`row ${row.n} is ${row.reason}, and its last call was ${last.fate.outcome}`)
    }
  }
  return [...new Set(found)]
}
