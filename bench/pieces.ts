import { execFile } from 'node:child_process'
import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { machine } from './report.ts'
import { wrangler } from './server.ts'
import { measureStartup, type Startup } from './startup.ts'

/**
 * `npm run bench:pieces [-- count]`: what start-up costs with the pieces there are and with as many generated ones on top.
 * The generated ones are copies of a real piece, so they weigh what pieces weigh.
 */

const MODEL = 'slack'
const COUNT = Number(process.argv[2] ?? 300)
const ROUNDS = 5
const COPIED = ['src', 'pieces', 'scripts', 'public', 'wrangler.toml', 'package.json', 'tsconfig.json']

const root = join(import.meta.dirname, '..')
const folder = await mkdtemp(join(tmpdir(), 'patchcord-pieces-'))
// Wrangler looks around where it is started.
process.chdir(folder)
try {
  for (const name of COPIED) await cp(join(root, name), join(folder, name), { recursive: true })
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
  const present = await measure('present')
  for (let n = 1; n <= COUNT; n++) await addPiece(`generated-${n}`)
  await promisify(execFile)(process.execPath, [join(folder, 'scripts/pieces/generate.ts')], { cwd: folder })
  const more = await measure('more')
  console.log(report(present, more))
} finally {
  await rm(folder, { recursive: true, force: true })
}

/** Bundles what is in the folder now, and profiles its start. */
async function measure(name: string): Promise<Startup> {
  const config = join(folder, 'wrangler.toml')
  const bundle = join(folder, `.bundle-${name}`)
  await wrangler('deploy', '--dry-run', '--config', config, '--outdir', bundle)
  return measureStartup(bundle, ROUNDS, config)
}

async function addPiece(name: string): Promise<void> {
  const target = join(folder, 'pieces', name)
  await cp(join(root, 'pieces', MODEL), target, { recursive: true })
  for (const file of await readdir(target)) {
    const path = join(target, file)
    if (file.endsWith('.test.ts')) await rm(path)
    else await writeFile(path, (await readFile(path, 'utf8')).replaceAll(`'${MODEL}'`, `'${name}'`))
  }
}

function report(present: Startup, more: Startup): string {
  const row = (what: string, key: keyof Startup, shown: (value: number) => string) =>
    `| ${what} | ${shown(present[key])} | ${shown(more[key])} | ${(more[key] / present[key]).toFixed(2)} |`
  const kilobytes = (bytes: number) => `${Math.round(bytes / 1024)} KiB`
  return [
    `${machine()}. Medians of ${ROUNDS}.`,
    '',
    `| | pieces as they are | with ${COUNT} more | ratio |`,
    '| --- | --- | --- | --- |',
    row('start-up CPU', 'cpuMs', (ms) => `${ms.toFixed(1)} ms`),
    row('bundle', 'bundleBytes', kilobytes),
    row('bundle, gzip', 'gzipBytes', kilobytes),
  ].join('\n')
}
