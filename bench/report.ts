import { availableParallelism, totalmem } from 'node:os'
import type { FinishedRow, LoopRow, ToolRow } from './scenarios.ts'
import type { Startup } from './startup.ts'

export interface Results {
  machine: string
  tools: ToolRow[]
  finished: FinishedRow[]
  loops: LoopRow[]
  startup: Startup
  bad: string[]
}

/** The machine in words; its name says nothing to a reader. */
export function machine(): string {
  const memory = Math.round(totalmem() / 2 ** 30)
  return `${availableParallelism()} cores, ${memory} GB of memory, ${process.platform}, Node ${process.versions.node}`
}

/** All figures as Markdown. */
export function markdown({ machine, tools, finished, loops, startup, bad }: Results): string {
  return [
    `Measured on ${machine}; workerd without the development proxy, client and server on the same machine.`,
    '### Three-step sync function call (map, condition, return), all steps journaled',
    table(
      [
        'callers',
        'target',
        'p50 ms',
        'p95 ms',
        'p99 ms',
        'req/s',
        'p50 / route',
        'p50 / object',
        'index complete after ms',
      ],
      tools.map((row) => [
        String(row.callers),
        row.target,
        ...[row.p50, row.p95, row.p99].map(ms),
        whole(row.rate),
        ratio(row, 'bare route', tools),
        ratio(row, row.target.includes('new') ? 'bare new object' : 'bare warm object', tools),
        row.indexLagMs === null ? '' : whole(row.indexLagMs),
      ]),
    ),
    'A caller has one call, and so one object, of its own. "Object" compares warm with warm and new with new.',
    '### Call finished: accepted durably, one workflow each',
    table(
      [
        'callers',
        'events',
        'all accepted ms',
        'p50 ms',
        'p95 ms',
        'p99 ms',
        'events/s',
        'of bare new objects/s',
        'all runs done after ms',
      ],
      finished.map((row) => [
        ...[row.callers, row.events].map(String),
        whole(row.acceptedMs),
        ...[row.p50, row.p95, row.p99].map(ms),
        whole(row.rate),
        share(row, tools),
        whole(row.indexLagMs),
      ]),
    ),
    '### One step more',
    table(
      ['loop iterations', 'run ms', 'ms a step', 'bytes on disk a step'],
      loops.map((row) => [
        String(row.iterations),
        ms(row.runMs),
        row.msPerStep.toFixed(3),
        whole(row.bytesPerStep),
      ]),
    ),
    '### Start-up',
    `CPU ${ms(startup.cpuMs)} ms (wrangler check startup, here); bundle ${kib(startup.bundleBytes)} KiB, gzip ${kib(startup.gzipBytes)} KiB.`,
    bad.length === 0
      ? 'Every answer was checked; none was wrong.'
      : `**${bad.length} wrong answers.** The first: ${bad[0]}`,
  ].join('\n\n')
}

function ratio(row: ToolRow, target: ToolRow['target'], rows: ToolRow[]): string {
  const bare = rows.find((other) => other.callers === row.callers && other.target === target)
  return bare ? `${(row.p50 / bare.p50).toFixed(1)}x` : ''
}

/** Events a second, as a share of the objects a second that the bare Worker makes. */
function share({ callers, rate }: FinishedRow, tools: ToolRow[]): string {
  const bare = tools.find((row) => row.callers === callers && row.target === 'bare new object')
  return bare ? `${((100 * rate) / bare.rate).toFixed(0)} %` : ''
}

export const ms = (value: number) => value.toFixed(2)
export const whole = (value: number) => value.toFixed(0)
const kib = (bytes: number) => (bytes / 1024).toFixed(0)

/** A Markdown table. */
export function table(head: string[], rows: string[][]): string {
  const lines = [head, head.map(() => '---'), ...rows]
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
