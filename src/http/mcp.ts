import { Server } from '@modelcontextprotocol/sdk/server/index.js'
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js'
import {
  CallToolRequestSchema,
  type CallToolResult,
  ErrorCode,
  isInitializeRequest,
  ListToolsRequestSchema,
  McpError,
} from '@modelcontextprotocol/sdk/types.js'
import { CfWorkerJsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/cfworker'
import type { Context } from 'hono'
import { authenticateBearer, type FoundAgent } from '../call/authenticate.ts'
import { parseJson, readBytes } from '../call/body.ts'
import { functionCallEvent } from '../call/events.ts'
import { answerTools } from '../call/inbound.ts'
import { inboundOf } from '../call/inbound-of.ts'
import { MCP_PATIENCE, type McpIds, mcpCallIds, mcpResult, mcpTool } from '../call/mcp.ts'
import { textOf } from '../call/providers/read.ts'
import { isCoded } from '../errors.ts'
import type { Json, JsonObject } from '../json.ts'
import { refuseForeignOrigin } from './auth/own-origin.ts'
import { lookupOf } from './lookup.ts'
import type { App } from './types.ts'
import { VERSION } from './version.ts'

const SESSION = 'mcp-session-id'

/**
 * An agent's functions for MCP clients, over Streamable HTTP: every request is answered by itself, in JSON. A client
 * is given a session id, which is only there to be sent again: it holds the calls of a conversation together.
 */
export async function mcp(c: Context<App>): Promise<Response> {
  // There is nothing to listen to between requests, and no session to end.
  if (c.req.method !== 'POST') return c.body(null, 405, { allow: 'POST' })
  refuseForeignOrigin(c)
  const found = await authenticateBearer(c.req.raw.headers, c.req.param('agent') ?? '', lookupOf(c))
  const parsedBody = await readBytes(c.req.raw).then(parse)
  if (parsedBody === undefined) return c.json(NO_JSON, 400)
  const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true })
  const runIds: string[] = []
  await serverFor(c, found, runIds).connect(transport)
  const response = await transport.handleRequest(c.req.raw, { parsedBody })
  if (isInitializeRequest(parsedBody)) response.headers.set(SESSION, crypto.randomUUID())
  if (runIds.length > 0) response.headers.set('x-run-id', runIds.join(', '))
  return response
}

const NO_JSON = {
  jsonrpc: '2.0',
  error: { code: ErrorCode.ParseError, message: 'The body is not JSON that can be read.' },
  id: null,
}

function parse(bytes: Uint8Array): Json | undefined {
  try {
    return parseJson(bytes)
  } catch {
    return undefined
  }
}

/** The SDK's own check of forms, which we have none of, would compile code, which Workers refuse. */
const jsonSchemaValidator = new CfWorkerJsonSchemaValidator()

function serverFor(c: Context<App>, found: FoundAgent, runIds: string[]): Server {
  const info = { name: 'patchcord', title: found.agent.name, version: VERSION }
  const server = new Server(info, { capabilities: { tools: {} }, jsonSchemaValidator })
  // Runs go on, whoever has stopped waiting for them; and a request called off would never be answered.
  server.removeNotificationHandler('notifications/cancelled')
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: found.agent.tools.map(mcpTool) }))
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, { requestId }) => {
    const callId = textOf(params._meta?.call_id, c.req.header('x-call-id'), c.req.query('call_id'))
    const ids = { callId, session: c.req.header(SESSION), requestId }
    return ask(
      c,
      found,
      { name: params.name, given: params.arguments as JsonObject | undefined, ids },
      runIds,
    )
  })
  return server
}

interface Asked {
  name: string
  given: JsonObject | undefined
  ids: McpIds
}

async function ask(
  c: Context<App>,
  found: FoundAgent,
  { name, given = {}, ids }: Asked,
  runIds: string[],
): Promise<CallToolResult> {
  try {
    const body = { ...mcpCallIds(ids), arguments: given }
    const event = functionCallEvent(body, found.agent.id, name)
    const inbound = await inboundOf(event, found, lookupOf(c), Date.now())
    const [outcome] = await answerTools(inbound, event, MCP_PATIENCE)
    if (!outcome) throw new Error('A function call without an outcome.')
    if ('runId' in outcome) runIds.push(outcome.runId)
    if (outcome.kind === 'refused' && outcome.error.code === 'TOOL_UNKNOWN') {
      throw new McpError(ErrorCode.InvalidParams, outcome.error.message)
    }
    return mcpResult(outcome)
  } catch (error) {
    if (error instanceof McpError) throw error
    if (isCoded(error)) throw new McpError(ErrorCode.InvalidParams, error.message)
    console.error(error)
    throw new McpError(ErrorCode.InternalError, 'Something went wrong here. Try again.')
  }
}
