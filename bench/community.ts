import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'
import { convertV4MiniflareOptions, Miniflare } from 'miniflare'
import { pieceBundles } from '../test/support/piece-bundles.ts'
import type { Asked } from './community-worker.ts'
import { machine } from './report.ts'

/**
 * `npm run bench:community`: what a step of a community piece takes, the first time and later, against a step of our
 * own. Services are played within the Worker and answer at once.
 */

const ROUNDS = 9
const WARM_CALLS = 200

const SLACK = { auth: { type: 'OAUTH2', access_token: 'xoxb-1', data: {} }, channel: 'C1', text: 'hi' }
const STEPS: Pick<Asked, 'name' | 'action' | 'input'>[] = [
  { name: 'data-mapper', action: 'advanced_mapping', input: { mapping: { a: 1 } } },
  { name: 'slack', action: 'send_channel_message', input: { ...SLACK, sendAsBot: true } },
]

const root = join(import.meta.dirname, '..')
const { outputFiles } = await build({
  entryPoints: [join(root, 'bench/community-worker.ts')],
  bundle: true,
  format: 'esm',
  target: 'esnext',
  conditions: ['workerd', 'worker', 'import'],
  // Of no use here, and not made for this bundler.
  external: ['cloudflare:*', 'node:*', 'mysql2', 'mysql2/*', 'pg', 'nodemailer', 'nodemailer/*'],
  write: false,
  logLevel: 'error',
})
const worker = new Miniflare(
  convertV4MiniflareOptions({
    modules: true,
    script: outputFiles[0]?.text ?? '',
    compatibilityDate: '2026-11-01',
    compatibilityFlags: ['nodejs_compat'],
    workerLoaders: { LOADER: {} },
  }),
)

try {
  console.log(`${machine()}. Medians of ${ROUNDS}, milliseconds.\n`)
  console.log('| step | ours | community, warm | community, first call |\n| --- | --- | --- | --- |')
  for (const step of STEPS) console.log(await row(step))
} finally {
  await worker.dispose()
}

async function row(step: (typeof STEPS)[number]): Promise<string> {
  const answer = await pieceBundles(
    new Request(`http://x/?package=@activepieces/piece-${step.name}`) as never,
  )
  const code = await answer.text()
  const { version } = JSON.parse(
    await readFile(join(root, `node_modules/@activepieces/piece-${step.name}/package.json`), 'utf8'),
  ) as { version: string }
  const community = { version, hash: step.name, code }
  await perCall({ ...step, times: 1 })
  await perCall({ ...step, community, times: 1 })
  // The code comes with the request: what that takes is no part of it.
  const empty = await median(() => perCall({ ...step, community, times: 0 }))
  const ours = await median(() => perCall({ ...step, times: WARM_CALLS }))
  const warm = await median(() => perCall({ ...step, community, times: WARM_CALLS }))
  let n = 0
  const cold = await median(() => {
    n++
    const fresh = { version, hash: `${step.name} ${n}`, code: `${code}\n//${n}` }
    return perCall({ ...step, community: fresh, times: 1 })
  })
  return `| ${step.name} (${Math.round(code.length / 1024)} KiB) | ${shown(ours)} | ${shown(warm)} | ${shown(cold - empty)} |`
}

/** Wall time of one call, milliseconds. */
async function perCall(asked: Asked): Promise<number> {
  const startedAt = performance.now()
  const answer = await worker.dispatchFetch('http://bench/', { method: 'POST', body: JSON.stringify(asked) })
  if (!answer.ok) throw new Error(await answer.text())
  return (performance.now() - startedAt) / Math.max(1, asked.times)
}

async function median(measure: () => Promise<number>): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round++) times.push(await measure())
  return times.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? Number.NaN
}

function shown(ms: number): string {
  return ms.toFixed(2)
}
