import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { full, quick } from './plan.ts'
import { machine, markdown, type Results } from './report.ts'
import { measureFinished, measureLoops, measureTools } from './scenarios.ts'
import { openSession } from './session.ts'
import { measureStartup } from './startup.ts'

/** `npm run bench [-- --quick]`: prints the figures as Markdown, writes them to `.bench/latest.json`. */

const plan = process.argv.includes('--quick') ? quick : full
const session = await openSession()
try {
  const results: Results = {
    machine: machine(),
    tools: await measureTools(session, plan),
    finished: await measureFinished(session, plan),
    loops: await measureLoops(session, plan),
    startup: await measureStartup(session.server.bundle, plan.startups),
    bad: session.bad,
  }
  const folder = join(import.meta.dirname, '../.bench')
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'latest.json'), `${JSON.stringify(results, null, 2)}\n`)
  console.log(markdown(results))
  if (results.bad.length > 0) process.exitCode = 1
} finally {
  await session.server.stop()
}
