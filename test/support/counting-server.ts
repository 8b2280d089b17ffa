import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** One request as it arrived. */
export interface Hit {
  method: string
  path: string
  /** its Idempotency-Key */
  key: string | undefined
  /** epoch milliseconds */
  at: number
}

/** What a request gets; 200 and its own path at once, where nothing is said. */
export interface Behaviour {
  status?: number
  body?: unknown
  delayMs?: number
  /** closes the connection instead of answering */
  hangUp?: boolean
}

export interface CountingServer {
  url: string
  hits: Hit[]
  /** requests with this method and path so far */
  count(method: string, path: string): number
  close(): Promise<void>
}

/**
 * A service on loopback that counts what reaches it. It notes a request before it deals with it.
 * @param behave says what a request gets; `nth` is 1 for the first with its method and path
 */
export async function countingServer(
  behave: (hit: Hit, nth: number) => Behaviour = () => ({}),
): Promise<CountingServer> {
  const hits: Hit[] = []
  const count = (method: string, path: string) =>
    hits.filter((hit) => hit.method === method && hit.path === path).length
  const server = createServer(async (request, response) => {
    const hit = hitOf(request)
    hits.push(hit)
    request.resume()
    const behaviour = behave(hit, count(hit.method, hit.path))
    if (behaviour.delayMs) await sleep(behaviour.delayMs)
    if (behaviour.hangUp) return void request.destroy()
    response.writeHead(behaviour.status ?? 200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(behaviour.body ?? { path: hit.path }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hits,
    count,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function hitOf({ method, url, headers }: IncomingMessage): Hit {
  const key = headers['idempotency-key']
  return {
    method: method ?? '',
    path: url ?? '',
    key: key === undefined ? undefined : String(key),
    at: Date.now(),
  }
}
