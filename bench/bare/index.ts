import { DurableObject } from 'cloudflare:workers'
import { Hono } from 'hono'

/** The least a Worker can do for the benchmark's request: the route alone, and the route with one durable row. */

interface BareEnv {
  OBJECTS: DurableObjectNamespace<BareObject>
}

/** Writes one row a request and hands the request back. */
export class BareObject extends DurableObject<BareEnv> {
  constructor(state: DurableObjectState, env: BareEnv) {
    super(state, env)
    state.storage.sql.exec('CREATE TABLE IF NOT EXISTS rows (id INTEGER PRIMARY KEY, body TEXT NOT NULL)')
  }

  write(body: string): string {
    this.ctx.storage.sql.exec('INSERT INTO rows (body) VALUES (?)', body)
    return body
  }
}

const app = new Hono<{ Bindings: BareEnv }>()

app.post('/route', async (c) => c.json(await c.req.json()))

app.post('/object/:name', async (c) => {
  const body = JSON.stringify(await c.req.json())
  const object = c.env.OBJECTS.getByName(c.req.param('name'))
  return c.body(await object.write(body), 200, { 'content-type': 'application/json' })
})

export default app
