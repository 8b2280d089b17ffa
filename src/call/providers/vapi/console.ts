import type { JsonObject } from '../../../json.ts'
import { at } from '../../../piece/service-http.ts'
import type { Tool } from '../../agent.ts'
import { parametersOf } from '../../tools.ts'
import { bearerHeader, type Console, isOurs, syncTools, type ToolTarget } from '../console.ts'
import { listOf, objectOf, textOf } from '../read.ts'

/** More tools, assistants or numbers than this are not looked at; Vapi's own maximum. */
const LIMIT = 1000

/** Vapi's assistants, numbers and function tools (docs.vapi.ai/api-reference). */
export const vapi: Console = {
  describe: (tools, target) => tools.map((tool) => ({ type: 'function', ...definition(tool, target) })),

  async sync(tools, target, { http }) {
    const kept = listOf(await http.get('/tool', { query: { limit: LIMIT } }))
      .filter(({ type, server }) => type === 'function' && isOurs(objectOf(server).url, target))
      .map((each) => ({ id: String(each.id), name: String(objectOf(each.function).name) }))
    const wanted = tools.map((tool) => ({ name: tool.name, body: definition(tool, target) }))
    return syncTools(wanted, kept, {
      create: async (body) =>
        String(objectOf(await http.post('/tool', { json: { type: 'function', ...body } })).id),
      update: (id, body) => http.patch(at`/tool/${id}`, { json: body }),
      remove: (id) => http.delete(at`/tool/${id}`),
      async attach(ids, gone) {
        const path = at`/assistant/${target.agentId}`
        const model = objectOf(objectOf(await http.get(path)).model)
        const others = (Array.isArray(model.toolIds) ? model.toolIds.map(String) : []).filter(
          (id) => !ids.includes(id) && !gone.includes(id),
        )
        // The model is replaced as a whole.
        await http.patch(path, { json: { model: { ...model, toolIds: [...others, ...ids] } } })
      },
    })
  },

  listAgents: async ({ http }) =>
    listOf(await http.get('/assistant', { query: { limit: LIMIT } })).map(({ id, name }) => ({
      id: String(id),
      name: textOf(name, id) ?? '',
    })),

  listNumbers: async ({ http }) =>
    listOf(await http.get('/phone-number', { query: { limit: LIMIT } })).map(({ id, number, name }) => ({
      id: String(id),
      number: textOf(number) ?? null,
      name: textOf(name) ?? null,
    })),
}

function definition(tool: Tool, target: ToolTarget): JsonObject {
  return {
    async: tool.async,
    function: { name: tool.name, description: tool.description, parameters: parametersOf(tool) },
    server: {
      url: target.hookUrl,
      timeoutSeconds: Math.ceil(target.timeoutMs(tool) / 1000),
      headers: { Authorization: bearerHeader(target) },
    },
    ...(tool.filler && { messages: [{ type: 'request-start', content: tool.filler }] }),
  }
}
