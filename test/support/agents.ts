import { Webhook } from 'standardwebhooks'
import type { Action, Definition } from '../../src/workflow/schema.ts'
import { type ApiAnswer, addWorkflow, api, call } from './api.ts'
import { definition, piece, pieceTrigger } from './definitions.ts'

/** An agent that tests call the hooks of. */
export interface TestAgent {
  id: string
  provider: string
  bearer: string
  signing: string
}

/** A published workflow that starts with a trigger of the Diga piece. */
export function addCallWorkflow(
  name: string,
  triggerName: string,
  input: Record<string, unknown>,
  first: Action,
  settings?: Definition['settings'],
): Promise<string> {
  const made = definition(pieceTrigger('diga', triggerName, input), first, settings)
  return addWorkflow({ ...made, displayName: name })
}

/** A during-call workflow. */
export function addTool(
  name: string,
  first: Action,
  input: Record<string, unknown> = {},
  settings?: Definition['settings'],
): Promise<string> {
  return addCallWorkflow(name, 'functionCall', { description: 'Does it.', ...input }, first, settings)
}

/** A step that answers the agent. */
export const respond = (content: unknown, responseType = 'json', next?: Action) =>
  piece('respond', 'diga', 'returnResponse', { responseType, content }, next)

/** An agent with these workflows assigned, in this order. */
export async function addAgent(flow_ids: string[], changes: object = {}): Promise<TestAgent> {
  const body = { name: 'Test agent', provider: 'generic', flow_ids, ...changes }
  const answer = await api('POST', '/v1/agents', body)
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body))
  const { id, provider, bearer_secret: bearer, signing_secret: signing } = answer.body
  return { id, provider, bearer, signing }
}

/** Sends to a hook of the agent, with its bearer secret. */
export function hook(
  { id, provider, bearer }: TestAgent,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<ApiAnswer> {
  return call('POST', `/hooks/${provider}/${id}${path}`, body, {
    authorization: `Bearer ${bearer}`,
    ...headers,
  })
}

/** Standard Webhooks headers for a body, made by the reference library. */
export function signed(secret: string, body: string, id = 'msg_1', at = new Date()): Record<string, string> {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, at, body),
  }
}
