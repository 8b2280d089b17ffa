import { execFile } from 'node:child_process'
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

const ROOT = join(import.meta.dirname, '..')
const VITE = join(ROOT, 'node_modules/vite/bin/vite.js')
const PAGE = join(ROOT, 'public/app/index.html')
const ASSETS = join(ROOT, 'public/app/assets')

/** What the builder is made from: its own source, the modules it takes from the rest, and the tools. */
const SOURCES = [
  'src/builder',
  'src/client',
  'src/workflow',
  'src/expression',
  'vite.config.ts',
  'package-lock.json',
].map((path) => join(ROOT, path))

/**
 * `npm run build`: builds the builder into `public/app`, unless nothing has changed since.
 * @throws Error with what Vite said
 */
export async function buildBuilder(): Promise<void> {
  const built = existsSync(PAGE) ? statSync(PAGE).mtimeMs : 0
  if (Math.max(...SOURCES.map(lastChange)) < built) return
  // By itself Vite would take over the NODE_ENV of whoever starts us, and build React for development.
  const env = { ...process.env, NODE_ENV: 'production' }
  const start = Date.now()
  await promisify(execFile)(process.execPath, [VITE, 'build', '--logLevel', 'warn'], { cwd: ROOT, env })
  removeOlder(ASSETS, start)
}

/** Old files go once the new ones are there: a server that watches the folder never finds it without its page. */
function removeOlder(folder: string, time: number): void {
  for (const name of readdirSync(folder)) {
    const file = join(folder, name)
    if (statSync(file).mtimeMs < time) rmSync(file)
  }
}

/** When a file, or anything in a folder, changed last. A folder's own time tells what was deleted in it. */
function lastChange(path: string): number {
  const stats = statSync(path)
  if (!stats.isDirectory()) return stats.mtimeMs
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => lastChange(join(path, name))))
}

if (import.meta.main) await buildBuilder()
