import type { CpuProfile } from './cpu-profile.ts'

/** Microseconds between two samples. */
const INTERVAL = 250

/** The CPU profile of one Worker's isolate while `work` goes on, over the DevTools protocol. */
export async function profiled(
  inspector: URL,
  worker: string,
  work: () => Promise<unknown>,
): Promise<CpuProfile> {
  const listed = await fetch(`http://${inspector.host}/json`)
  const targets = (await listed.json()) as { id: string; webSocketDebuggerUrl: string }[]
  const target = targets.find(({ id }) => id.endsWith(`:${worker}`))
  if (!target) throw new Error(`no isolate named ${worker} among ${targets.map(({ id }) => id)}`)
  const socket = new WebSocket(target.webSocketDebuggerUrl)
  await new Promise((open, fail) => {
    socket.addEventListener('open', open)
    socket.addEventListener('error', fail)
  })
  try {
    await command(socket, 1, 'Profiler.enable')
    await command(socket, 2, 'Profiler.setSamplingInterval', { interval: INTERVAL })
    await command(socket, 3, 'Profiler.start')
    await work()
    const { profile } = (await command(socket, 4, 'Profiler.stop')) as { profile: CpuProfile }
    return profile
  } finally {
    socket.close()
  }
}

function command(socket: WebSocket, id: number, method: string, params: object = {}): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>()
  socket.addEventListener('message', function listen({ data }) {
    const message = JSON.parse(String(data)) as { id?: number; result?: unknown; error?: { message: string } }
    if (message.id !== id) return
    socket.removeEventListener('message', listen)
    if (message.error) reject(new Error(`${method}: ${message.error.message}`))
    else resolve(message.result)
  })
  socket.send(JSON.stringify({ id, method, params }))
  return promise
}
