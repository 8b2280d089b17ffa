import { Agent, type IncomingHttpHeaders, request } from 'node:http'

/** One request of a volley and what makes its answer right. */
export interface Shot {
  /** POST where unset */
  method?: 'GET'
  path: string
  body?: unknown
  headers?: Record<string, string>
  /** null for a right answer, else what is wrong with it; called once the volley is over */
  check(answer: Answer): string | null
}

export interface Answer {
  status: number
  headers: IncomingHttpHeaders
  body: string
}

export interface Volley {
  /** milliseconds, one a request */
  latencies: number[]
  totalMs: number
  /** what was wrong with wrong answers */
  bad: string[]
}

/**
 * Sends `requests` requests from `callers` callers, each on a connection of its own that is kept open and each waiting
 * for its answer before it asks again. Answers are checked afterwards, so that checking costs no time.
 */
export async function fire(
  origin: URL,
  callers: number,
  requests: number,
  shot: (caller: number, index: number) => Shot,
): Promise<Volley> {
  const agent = new Agent({ keepAlive: true, maxSockets: callers })
  const shots = Array.from({ length: requests }, (_, index) => shot(index % callers, index))
  const bodies = shots.map(({ body }) => (body === undefined ? '' : JSON.stringify(body)))
  const answers: Answer[] = new Array(requests)
  const latencies: number[] = new Array(requests)
  const begin = performance.now()
  const caller = async (first: number) => {
    for (let index = first; index < requests; index += callers) {
      const sent = performance.now()
      answers[index] = await send(agent, origin, shots[index]!, bodies[index]!)
      latencies[index] = performance.now() - sent
    }
  }
  try {
    await Promise.all(Array.from({ length: callers }, (_, first) => caller(first)))
  } finally {
    agent.destroy()
  }
  const totalMs = performance.now() - begin
  const bad = shots.flatMap((one, index) => one.check(answers[index]!) ?? [])
  return { latencies, totalMs, bad }
}

function send(agent: Agent, origin: URL, shot: Shot, body: string): Promise<Answer> {
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    ...shot.headers,
  }
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const outgoing = request(
    {
      agent,
      host: origin.hostname,
      port: origin.port,
      path: shot.path,
      method: shot.method ?? 'POST',
      headers,
    },
    (incoming) => {
      let text = ''
      incoming.setEncoding('utf8')
      incoming.on('data', (chunk: string) => {
        text += chunk
      })
      incoming.on('error', reject)
      incoming.on('end', () =>
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: text }),
      )
    },
  )
  outgoing.on('error', reject)
  outgoing.end(body)
  return promise
}
