import type { Context } from 'hono'
import type { Agent } from '../call/agent.ts'
import { signatureHeaders } from '../call/signature.ts'
import type { Send } from '../call/simulator.ts'
import type { Json } from '../json.ts'
import { hooks } from './hooks.ts'
import type { App } from './types.ts'

/** Sends what a platform would send, signed with the agent's secret, to the hooks of this Worker. */
export function hookSender(c: Context<App>, agent: Agent): Send {
  return async (path, body) => {
    const bytes = new TextEncoder().encode(JSON.stringify(body))
    const proof = await signatureHeaders(agent.signingKey, crypto.randomUUID(), bytes, Date.now())
    const url = `http://simulator/${agent.provider}/${agent.id}/${path}`
    const request = new Request(url, { method: 'POST', headers: proof, body: bytes })
    const response = await hooks.fetch(request, c.env, c.executionCtx)
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json')
    return {
      status: response.status,
      runIds: response.headers.get('x-run-id')?.split(', ') ?? [],
      body: isJson ? (JSON.parse(text) as Json) : text,
    }
  }
}
