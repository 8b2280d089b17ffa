import { parseArgs } from 'node:util'
import {
  ANSWERED,
  campaignWorld,
  type Fate,
  preparedRows,
  randomFrom,
  violations,
} from '../test/support/campaign-world.ts'
import { memorySql } from '../test/support/memory-store.ts'

/** A campaign on a virtual clock: how long it takes, and what it asks of the platform. `npm run bench:campaign` */

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '100000' },
    pace: { type: 'string', default: '600' },
    calls: { type: 'string', default: '300' },
    check: { type: 'boolean', default: false },
  },
})
const rows = Number(values.rows)
const pace = Number(values.pace)
const calls = Number(values.calls)

/** A Monday, midnight in Madrid. */
const START = Date.parse('2026-03-02T00:00:00+01:00')
const HOUR_MS = 3_600_000

/** Where the numbers are, by how many of a hundred. */
const ZONES: readonly (readonly [percent: number, zones: string[]])[] = [
  [40, ['Europe/Madrid']],
  [5, ['Atlantic/Canary']],
  [20, ['America/New_York']],
  [10, ['America/Chicago']],
  [5, ['America/Denver']],
  [10, ['America/Los_Angeles']],
  [5, ['America/New_York', 'America/Chicago']],
  [5, ['Asia/Kolkata']],
]

/** What comes of a call, by how many of a hundred, and for how many seconds on average. */
const OUTCOMES: readonly (readonly [percent: number, fate: Partial<Fate>, seconds: number])[] = [
  [45, { outcome: 'answered' }, 90],
  [25, { outcome: 'no_answer' }, 30],
  [10, { outcome: 'busy' }, 5],
  [15, { outcome: 'voicemail' }, 40],
  [3, { outcome: 'failed' }, 10],
  [1, { answer: 'unclear' }, 60],
  [1, { answer: 'later', rings: false, retryAfterMs: 5_000 }, 0],
]

const random = randomFrom(1)

function chosen<T extends readonly [number, ...unknown[]]>(table: readonly T[]): T {
  let left = random() * 100
  const found = table.find(([percent]) => {
    left -= percent
    return left < 0
  })
  return found ?? table[0]!
}

function anyFate(): Fate {
  const [, fate, seconds] = chosen(OUTCOMES)
  return { ...ANSWERED, callMs: seconds * 1_000 * (0.5 + random()), ...fate }
}

/** Counts the statements that a campaign's object runs. */
function countingSql() {
  const sql = memorySql()
  const counted = { statements: 0 }
  return {
    counted,
    exec: ((query: string, ...bindings: unknown[]) => {
      counted.statements++
      return sql.exec(query, ...bindings)
    }) as typeof sql.exec,
  }
}

const sql = countingSql()
const world = campaignWorld({
  start: START,
  sql,
  fateOf: anyFate,
  settings: { calls_per_minute: pace, max_concurrent_calls: calls, retry: { max_attempts: 3 } },
})
const list = preparedRows(rows, () => chosen(ZONES)[1])
const began = performance.now()
for (let n = 0; n < list.length; n += 10_000) world.add(list.slice(n, n + 10_000))
const added = performance.now() - began
const changesOf = () => Number(sql.exec<{ n: number }>('SELECT total_changes() AS n').toArray()[0]?.n)
const written = changesOf()
world.control('start')
await world.play(100_000_000)
const took = performance.now() - began

const { spent, asked } = world
const each = (n: number) => `${n.toLocaleString('en')} (${(n / rows).toFixed(2)} a row)`
const byReason = Map.groupBy(world.rows(), ({ reason }) => reason ?? 'none')
console.table({
  rows: rows.toLocaleString('en'),
  'virtual time, hours': ((world.now() - START) / HOUR_MS).toFixed(1),
  'requests to dial': each(asked.length),
  'alarm wake-ups': each(spent.alarms),
  'D1 statements': each(spent.statements),
  'of them projections': each(spent.projections),
  'requests (dials, ends told, look-ups)': each(spent.requests),
  'DO statements': each(sql.counted.statements),
  'DO rows changed while adding': each(written),
  'DO rows changed while calling': each(changesOf() - written),
  'real time to add, s': (added / 1000).toFixed(1),
  'real time in all, s': (took / 1000).toFixed(1),
  ended: [...byReason].map(([reason, { length }]) => `${reason} ${length}`).join(', '),
  status: String(world.status()),
})
if (values.check) {
  const zones = new Map(list.map((row) => [row.number, row.zones]))
  console.log('violations:', violations(world, zones))
}
