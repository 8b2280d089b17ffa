import { type ChildProcess, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { type ManagementApi, managementApi } from '../../scripts/management-api.ts'
import { killTree, treeOf, untilGone } from './processes.ts'

const START = join(import.meta.dirname, '../../scripts/start.ts')
const running = new Set<number>()
process.once('exit', () => running.forEach(killTree))

/** The product as `npm start` runs it. */
export interface Server {
  url: string
  adminToken: string
  api: ManagementApi
  /** everything it has printed */
  output(): string
  /** ids of all its processes, the one of `npm start` first */
  tree(): number[]
  /** SIGKILL to every process at once; resolves when all are gone */
  kill(): Promise<void>
  /** resolves with the exit code when it has ended by itself */
  ended(): Promise<number | null>
  /** asks it to end, as Ctrl-C does; resolves with the exit code */
  stop(): Promise<number | null>
}

export interface ServerOptions {
  /** folder of local state */
  state: string
  port?: number
  env?: Record<string, string>
}

/** Starts the server and waits until it says that it is ready. @throws Error with its output where it ends instead */
export async function startServer({ state, port, env }: ServerOptions): Promise<Server> {
  const child = spawnStart({ PORT: String(port ?? (await freePort())), PATCHCORD_STATE: state, ...env })
  const pid = child.pid as number
  running.add(pid)
  const exited = once(child, 'close').finally(() => running.delete(pid)) as Promise<[number | null]>
  let output = ''
  const ready = new Promise<void>((resolve) => {
    const listen = (chunk: Buffer) => {
      output += chunk
      if (/Admin token: \S+\n/.test(output)) resolve()
    }
    child.stdout?.on('data', listen)
    child.stderr?.on('data', listen)
  })
  const failed = exited.then(([code]) => {
    throw new Error(`The server ended with ${code} before it was ready:\n${output}`)
  })
  await Promise.race([ready, failed])
  const url = /Patchcord ready on (\S+)/.exec(output)?.[1] ?? ''
  const adminToken = /Admin token: (\S+)/.exec(output)?.[1] ?? ''
  return {
    url,
    adminToken,
    api: managementApi(url, adminToken),
    output: () => output,
    tree: () => treeOf(pid),
    async kill() {
      await untilGone(killTree(pid))
    },
    ended: async () => (await exited)[0],
    async stop() {
      child.kill('SIGTERM')
      const [code] = await exited
      return code
    },
  }
}

/** Runs the start script to its end, for starts that are meant to fail. */
export async function failToStart(
  env: Record<string, string>,
): Promise<{ code: number | null; output: string }> {
  const child = spawnStart(env)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output += chunk
    })
  }
  const [code] = await once(child, 'close')
  return { code, output }
}

/**
 * A port of the loopback interface that nobody listens on. It lies below those that a system gives to whoever asks for
 * any (32768 upwards on Linux): a server takes its port seconds later, with other tests beside it.
 */
export async function freePort(): Promise<number> {
  const port = randomInt(15_000, 30_000)
  const server = createServer().listen(port, '127.0.0.1')
  try {
    await once(server, 'listening')
  } catch {
    return freePort()
  }
  server.close()
  return port
}

function spawnStart(env: Record<string, string>): ChildProcess {
  const options = { env: { ...process.env, ...env }, detached: true }
  return spawn(process.execPath, [START], { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
}
