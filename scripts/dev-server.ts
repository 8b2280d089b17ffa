import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const ROOT = join(import.meta.dirname, '..')
const WRANGLER = join(ROOT, 'node_modules/wrangler/bin/wrangler.js')
const STOP_MS = 5_000

/** Wrangler as it should behave here: asks nothing, calls nobody, and records no requests (four times slower). */
const WRANGLER_ENV = {
  CI: '1',
  WRANGLER_SEND_METRICS: 'false',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  X_LOCAL_OBSERVABILITY: 'false',
}

/** `wrangler dev` and all that it starts. */
export interface DevServer {
  url: string
  /** resolves when it answers: never, where it ends before that */
  ready: Promise<void>
  /** resolves with how it ended: "exit code 1", "signal SIGKILL" */
  ended: Promise<string>
  /** ends the whole tree */
  stop(): Promise<void>
}

/** What a development server is started with. */
export interface DevServerOptions {
  port: number
  /** folder of local state */
  state: string
  /** files to read secrets from in place of `.dev.vars`; later ones win */
  envFiles: string[]
}

/** Starts `wrangler dev` in a process group of its own, so that all of it can be ended. */
export function startDevServer({ port, state, envFiles }: DevServerOptions): DevServer {
  const args = ['dev', '--ip', '127.0.0.1', '--port', String(port), '--persist-to', state]
  // Links to waiting runs must lead back here.
  args.push('--var', `PATCHCORD_PUBLIC_URL:http://127.0.0.1:${port}`)
  args.push('--inspector-port', '0', '--show-interactive-dev-session=false', '--log-level', 'error')
  args.push(...envFiles.flatMap((file) => ['--env-file', file]))
  const child = startWrangler(args)
  child.stdout?.pipe(process.stdout, { end: false })
  child.stderr?.pipe(process.stderr, { end: false })
  const url = `http://127.0.0.1:${port}`
  const ended = untilEnded(child)
  return { url, ended, ready: untilHealthy(url), stop: () => stopGroup(child, ended) }
}

/** Runs one wrangler command to its end. @throws Error with its output where it fails */
export async function runWrangler(args: string[]): Promise<void> {
  const child = startWrangler(args)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output += chunk
    })
  }
  const end = await untilEnded(child)
  if (child.exitCode !== 0) throw new Error(`wrangler ${args.join(' ')} ended with ${end}:\n${output}`)
}

/** @throws Error saying what to do where something listens on the port already */
export async function assertPortFree(port: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const probe = createServer()
  probe.once('error', (error: NodeJS.ErrnoException) => {
    const taken = `Port ${port} is in use. Stop what listens there, or choose another: PORT=8788 npm start`
    reject(error.code === 'EADDRINUSE' ? new Error(taken) : error)
  })
  probe.listen(port, '127.0.0.1', () => probe.close(() => resolve()))
  await promise
}

function startWrangler(args: string[]): ChildProcess {
  return spawn(process.execPath, [WRANGLER, ...args], {
    cwd: ROOT,
    detached: true,
    env: { ...process.env, ...WRANGLER_ENV },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

async function untilEnded(child: ChildProcess): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  child.once('error', reject)
  child.once('exit', (code, signal) => resolve(signal ? `signal ${signal}` : `exit code ${code}`))
  return promise
}

async function untilHealthy(url: string): Promise<void> {
  const isUp = async () => (await fetch(`${url}/healthz`).catch(() => undefined))?.ok === true
  while (!(await isUp())) await sleep(50)
}

async function stopGroup(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  child.kill('SIGTERM')
  await Promise.race([ended, sleep(STOP_MS, undefined, { ref: false })])
  // workerd and esbuild can outlive wrangler: whatever is left of the group goes now.
  try {
    if (child.pid) process.kill(-child.pid, 'SIGKILL')
  } catch {
    // Nothing was left.
  }
}
