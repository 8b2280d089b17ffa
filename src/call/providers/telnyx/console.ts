import type { JsonObject } from '../../../json.ts'
import { at } from '../../../piece/service-http.ts'
import type { Tool } from '../../agent.ts'
import { parametersOf } from '../../tools.ts'
import { bearerHeader, type Console, isOurs, mergeTools, type ToolTarget, toolUrl } from '../console.ts'
import { listOf, objectOf, textOf } from '../read.ts'

/** Telnyx's assistants, whose webhook tools stand in them, and its TeXML applications, through which they dial. */
export const telnyx: Console = {
  describe: (tools, target) => tools.map((tool) => definition(tool, target)),

  async sync(tools, target, { http }) {
    const path = at`/ai/assistants/${target.agentId}`
    const wanted = tools.map((tool) => ({ name: tool.name, body: definition(tool, target) }))
    const there = listOf(objectOf(await http.get(path)).tools)
    const { list, report } = mergeTools(wanted, there, (entry) => {
      const { name, url } = objectOf(entry.webhook)
      return { name: String(name), isOurs: isOurs(url, target) }
    })
    await http.post(path, { json: { tools: list } })
    return report
  },

  listAgents: async ({ http }) =>
    listOf(objectOf(await http.get('/ai/assistants')).data).map(({ id, name }) => ({
      id: String(id),
      name: textOf(name, id) ?? '',
    })),

  listNumbers: async ({ http }) =>
    listOf(objectOf(await http.get('/texml_applications')).data).map(({ id, friendly_name }) => ({
      id: String(id),
      number: null,
      name: textOf(friendly_name) ?? null,
    })),
}

function definition(tool: Tool, target: ToolTarget): JsonObject {
  return {
    type: 'webhook',
    // Beside the webhook: inside of it Telnyx keeps a time-out, and takes no notice.
    timeout_ms: target.timeoutMs(tool),
    webhook: {
      name: tool.name,
      description: tool.description,
      url: toolUrl(target, tool),
      method: 'POST',
      headers: [{ name: 'Authorization', value: bearerHeader(target) }],
      body_parameters: parametersOf(tool),
      async: tool.async,
      ...(tool.filler && { messages: [{ type: 'request_start', content: tool.filler }] }),
    },
  }
}
