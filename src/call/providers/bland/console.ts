import type { JsonObject } from '../../../json.ts'
import { at } from '../../../piece/service-http.ts'
import type { Tool } from '../../agent.ts'
import { parametersOf } from '../../tools.ts'
import { bearerHeader, type Console, isOurs, syncTools, type ToolTarget, toolUrl } from '../console.ts'
import { listOf, objectOf, textOf } from '../read.ts'
import { PATHWAY } from './index.ts'

/** Bland's personas, pathways, numbers and custom tools (docs.bland.ai/api-v1). */
export const bland: Console = {
  describe: (tools, target) => tools.map((tool) => definition(tool, target)),

  async sync(tools, target, { http }) {
    const kept = listOf(objectOf(await http.get('/v1/tools')).tools)
      .filter(({ url }) => isOurs(url, target))
      .map(({ tool_id, id, name }) => ({ id: textOf(tool_id, id) ?? '', name: String(name) }))
    const wanted = tools.map((tool) => ({ name: tool.name, body: definition(tool, target) }))
    return syncTools(wanted, kept, {
      create: async (body) => String(objectOf(await http.post('/v1/tools', { json: body })).tool_id),
      update: (id, body) => http.post(at`/v1/tools/${id}`, { json: body }),
      remove: (id) => http.delete(at`/v1/tools/${id}`),
      // A persona or pathway is given its tools in Bland's own console: the API has no way to.
      attach: async () => undefined,
    })
  },

  async listAgents({ http }) {
    const [personas, pathways] = await Promise.all([http.get('/v1/personas'), http.get('/v1/pathway')])
    return [
      ...listOf(objectOf(personas).data).map(({ id, name }) => ({ id: String(id), name: String(name) })),
      ...listOf(pathways).map(({ id, pathway_id, name }) => ({
        id: `${PATHWAY}${textOf(id, pathway_id)}`,
        name: String(name),
      })),
    ]
  },

  listNumbers: async ({ http }) =>
    listOf(objectOf(await http.get('/v1/outbound')).outbound_numbers).map(({ phone_number, label }) => ({
      id: String(phone_number),
      number: textOf(phone_number) ?? null,
      name: textOf(label) ?? null,
    })),
}

function definition(tool: Tool, target: ToolTarget): JsonObject {
  const schema = parametersOf(tool)
  const names = Object.keys(objectOf(schema.properties))
  return {
    name: tool.name,
    description: tool.description,
    ...(tool.filler && { speech: tool.filler }),
    url: toolUrl(target, tool),
    method: 'POST',
    headers: { Authorization: bearerHeader(target), 'X-Call-Id': '{{call_id}}' },
    body: Object.fromEntries(names.map((name) => [name, `{{input.${name}}}`])),
    input_schema: schema,
    // Nothing is waited for where nothing is taken from the answer.
    ...(!tool.async && { response: { function_result: '$' } }),
    timeout: target.timeoutMs(tool),
  }
}
