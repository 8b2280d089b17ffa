import type { CallToolResult, Tool as McpTool } from '@modelcontextprotocol/sdk/types.js'
import { isObject, type JsonObject } from '../json.ts'
import type { Tool } from './agent.ts'
import type { ToolOutcome } from './outcome.ts'
import type { Patience } from './patience.ts'
import { toldOf, toldText } from './providers/told.ts'
import { parametersOf } from './tools.ts'

/** An agent's functions in the words of MCP (modelcontextprotocol.io/specification/2025-11-25/server/tools). */

/** LiveKit's client waits 5 s unless told otherwise, the official ones a minute. */
export const MCP_PATIENCE: Patience = { tool: 5_000, toolAtMost: 60_000 }

/** A function as MCP lists it. */
export const mcpTool = (tool: Tool): McpTool => ({
  name: tool.name,
  title: tool.ref.name,
  description: tool.description,
  inputSchema: parametersOf(tool) as McpTool['inputSchema'],
  annotations: { readOnlyHint: tool.readOnly },
})

/** What a function call came to, as its client hands it to the model. */
export function mcpResult(outcome: ToolOutcome): CallToolResult {
  const told = toldOf(outcome)
  const content = [{ type: 'text' as const, text: toldText(outcome) }]
  if ('error' in told) return { content, isError: true }
  return isObject(told.result) ? { content, structuredContent: told.result as JsonObject } : { content }
}

/** What tells an MCP client's call from others. */
export interface McpIds {
  /** of the conversation, where the client says it */
  callId?: string
  /** of the client's session with us, where it keeps one */
  session?: string
  /** of the JSON-RPC request */
  requestId: string | number
}

/**
 * The ids of a function call. JSON-RPC ids begin anew with every session, and some clients open one for each function
 * call of a conversation: only with its session an id tells a repeat. Without a word of the call, the session is it.
 */
export function mcpCallIds({ callId, session, requestId }: McpIds) {
  return {
    call_id: callId || `mcp_${session || crypto.randomUUID()}`,
    tool_call_id: session ? `${session}:${JSON.stringify(requestId)}` : null,
  }
}
