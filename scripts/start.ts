import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseEnv } from 'node:util'
import { buildBuilder } from './build-builder.ts'
import { seedAdministrator, seedDemo } from './demo/seed.ts'
import { assertPortFree, type DevServer, startDevServer } from './dev-server.ts'
import { ensureDevVars, writePrivate } from './dev-vars.ts'
import { migrate } from './migrate.ts'

/**
 * `npm start`: the whole product on this machine. Environment: PORT, PATCHCORD_STATE (folder of local state),
 * PATCHCORD_ADMIN_TOKEN (in place of the one in `.dev.vars`), PATCHCORD_DEMO=0 (an empty store stays empty).
 */

const ROOT = join(import.meta.dirname, '..')
const DEV_VARS = join(ROOT, '.dev.vars')
const MINUTE_MS = 60_000

interface Options {
  port: number
  state: string
  adminToken: string | undefined
  demo: boolean
}

function readOptions(env: NodeJS.ProcessEnv): Options {
  const port = Number(env.PORT || 8787)
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Error(`PORT is "${env.PORT}". Give a port number from 1 to 65535.`)
  }
  return {
    port,
    state: resolve(ROOT, env.PATCHCORD_STATE || '.patchcord'),
    adminToken: env.PATCHCORD_ADMIN_TOKEN || undefined,
    demo: env.PATCHCORD_DEMO !== '0',
  }
}

/** The files that wrangler reads the secrets from, where `.dev.vars` alone won't do. */
function envFiles({ state, adminToken }: Options): string[] {
  if (!adminToken) return []
  const override = join(state, 'override.env')
  writePrivate(override, `PATCHCORD_ADMIN_TOKEN=${JSON.stringify(adminToken)}\n`)
  return [DEV_VARS, override]
}

/** `wrangler dev` never fires a Cron Trigger, so we do, at the full minute as Cloudflare would. */
async function tickEveryMinute(url: string): Promise<never> {
  while (true) {
    await sleep(MINUTE_MS - (Date.now() % MINUTE_MS), undefined, { ref: false })
    const endpoint = `${url}/cdn-cgi/local/scheduled?cron=*+*+*+*+*`
    fetch(endpoint, { signal: AbortSignal.timeout(MINUTE_MS) }).catch((error: unknown) =>
      console.error('The cron tick failed:', error),
    )
  }
}

/** Seeds what is missing. An older demo keeps its data; only the addresses follow the port. */
async function prepareDemo(server: DevServer, adminToken: string, file: string): Promise<void> {
  const before = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {}
  const demo = await seedDemo(server.url, adminToken)
  const login = await seedAdministrator(server.url, adminToken)
  const lines = Object.entries({ ...before, ...demo, ...login }).map(([key, value]) => `${key}=${value}\n`)
  if (lines.length === 0) return
  writePrivate(file, lines.join('').replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, server.url))
}

/** Says where the demo's secrets are, and how to log in to it. */
function printDemo(file: string): void {
  if (!existsSync(file)) return
  const demo = parseEnv(readFileSync(file, 'utf8'))
  if (demo.PATCHCORD_DEMO_PASSWORD) {
    console.log(`Log in as ${demo.PATCHCORD_DEMO_EMAIL} with the password ${demo.PATCHCORD_DEMO_PASSWORD}`)
  }
  console.log(`Addresses and secrets of the demo: ${file}`)
}

async function main(stopped: Promise<void>): Promise<void> {
  const options = readOptions(process.env)
  await assertPortFree(options.port)
  mkdirSync(options.state, { recursive: true })
  const devVars = ensureDevVars(DEV_VARS)
  const adminToken = options.adminToken ?? devVars.PATCHCORD_ADMIN_TOKEN
  await Promise.all([buildBuilder(), migrate(options.state)])
  const server = startDevServer({ port: options.port, state: options.state, envFiles: envFiles(options) })
  const demoFile = join(options.state, 'demo.env')
  const serve = async () => {
    await server.ready
    if (options.demo) await prepareDemo(server, adminToken, demoFile)
    console.log(`Patchcord ready on ${server.url}`)
    console.log(`Admin token: ${adminToken}`)
    printDemo(demoFile)
    return tickEveryMinute(server.url)
  }
  const failed = server.ended.then((how) => {
    throw new Error(`wrangler dev ended by itself with ${how}. What it said is above.`)
  })
  try {
    await Promise.race([serve(), failed, stopped])
  } finally {
    await server.stop()
  }
}

const { promise: stopped, resolve: stop } = Promise.withResolvers<void>()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop())
// An npm that is killed tells us nothing: without this the server would outlive it, and hold its port.
if (process.env.npm_lifecycle_event) {
  const parent = process.ppid
  setInterval(() => process.ppid !== parent && stop(), 500).unref()
}
try {
  await main(stopped)
  process.exit(0)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
