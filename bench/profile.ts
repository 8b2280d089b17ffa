import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { SourceMap } from 'node:module'
import { join, relative, resolve } from 'node:path'
import { type CpuProfile, selfTimes } from './cpu-profile.ts'
import { profiled } from './inspector.ts'
import type { Shot } from './load.ts'
import { type Agent, bookingShot, finishedShot, loopShot } from './product.ts'
import { fireProduct, openSession, settle } from './session.ts'

/** `node bench/profile.ts [warm|new|finished|loop]`: where the time of such requests goes, by function, most first. */

const CALLERS = 10
const SHOWN = 40

type Kind = (agent: Agent, tag: string, caller: number, index: number) => Shot
const KINDS: Record<string, { requests: number; shot: Kind }> = {
  warm: {
    requests: 4000,
    shot: (agent, tag, caller, index) => bookingShot(agent, `${tag}-${caller}`, index),
  },
  new: { requests: 1000, shot: (agent, tag, _, index) => bookingShot(agent, `${tag}-${index}`, index) },
  finished: { requests: 1000, shot: (agent, tag, _, index) => finishedShot(agent, `${tag}-${index}`) },
  loop: { requests: 20, shot: (agent, tag, _, index) => loopShot(agent, `${tag}-${index}`, 1000) },
}
const name = process.argv[2] ?? 'warm'
const kind = KINDS[name]
if (!kind) throw new Error(`There is no "${name}": choose one of ${Object.keys(KINDS).join(', ')}`)
const { requests, shot } = kind

const session = await openSession({ inspect: true })
try {
  const { inspector, bundle } = session.server
  if (!inspector) throw new Error('the server has no inspector')
  const fire = (tag: string) =>
    fireProduct(session, CALLERS, requests, (caller, index) => shot(session.agent, tag, caller, index))
  await fire('warm-up')
  await settle(session)
  const profile = await profiled(inspector, 'product', () => fire('profiled'))
  const folder = join(import.meta.dirname, '../.bench')
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, `${name}.cpuprofile`), JSON.stringify(profile))
  console.log(await table(profile, bundle))
} finally {
  await session.server.stop()
}

/** Functions by self time, with their place in the sources. */
async function table(profile: CpuProfile, bundle: string): Promise<string> {
  const map = new SourceMap(JSON.parse(await readFile(join(bundle, 'index.js.map'), 'utf8')))
  const root = join(import.meta.dirname, '..')
  const rows = selfTimes(profile)
  const lines = rows.slice(0, SHOWN).map(({ frame, selfMs, totalMs }) => {
    const entry = map.findEntry(frame.lineNumber, frame.columnNumber)
    const place =
      frame.url.endsWith('index.js') && 'originalSource' in entry
        ? `${relative(root, resolve(bundle, entry.originalSource))}:${entry.originalLine + 1}`
        : frame.url
    const perCall = (time: number) => `${((time * 1000) / requests).toFixed(1)}`
    return `| ${perCall(selfMs)} | ${perCall(totalMs)} | ${frame.functionName || '(anonymous)'} | ${place} |`
  })
  return [
    '| self µs a call | total µs a call | function | where |',
    '| --- | --- | --- | --- |',
    ...lines,
  ].join('\n')
}
