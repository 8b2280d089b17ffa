import type { JsonObject } from '../../../json.ts'
import { at } from '../../../piece/service-http.ts'
import type { Tool } from '../../agent.ts'
import { parametersOf } from '../../tools.ts'
import { bearerHeader, type Console, isOurs, syncTools, type ToolTarget, toolUrl } from '../console.ts'
import { listOf, objectOf, textOf } from '../read.ts'
import { everything } from './calls.ts'

/** The longest that Ultravox waits for a function. */
const MAX_SECONDS = 40

/** Ultravox's agents and durable tools (docs.ultravox.ai/api-reference). Numbers are its carriers' affair. */
export const ultravox: Console = {
  describe: (tools, target) => tools.map((tool) => durable(tool, target)),

  async sync(tools, target, { http }) {
    const kept = (await everything(http, '/api/tools', { ownership: 'private' }))
      .map(({ toolId, definition }) => ({ id: String(toolId), definition: objectOf(definition) }))
      .filter(({ definition }) => isOurs(objectOf(definition.http).baseUrlPattern, target))
      .map(({ id, definition }) => ({ id, name: String(definition.modelToolName) }))
    const wanted = tools.map((tool) => ({ name: tool.name, body: durable(tool, target) }))
    return syncTools(wanted, kept, {
      create: async (body) => String(objectOf(await http.post('/api/tools', { json: body })).toolId),
      update: (id, body) => http.put(at`/api/tools/${id}`, { json: body }),
      remove: (id) => http.delete(at`/api/tools/${id}`),
      async attach(ids, gone) {
        const path = at`/api/agents/${target.agentId}`
        const callTemplate = objectOf(objectOf(await http.get(path)).callTemplate)
        const others = listOf(callTemplate.selectedTools).filter(
          ({ toolId }) => ![...ids, ...gone].includes(String(toolId)),
        )
        const selectedTools = [...others, ...ids.map((toolId) => ({ toolId }))]
        await http.patch(path, { json: { callTemplate: { ...callTemplate, selectedTools } } })
      },
    })
  },

  listAgents: async ({ http }) =>
    (await everything(http, '/api/agents')).map(({ agentId, name }) => ({
      id: String(agentId),
      name: textOf(name, agentId) ?? '',
    })),
}

const HEADER = 'PARAMETER_LOCATION_HEADER'
const BODY = 'PARAMETER_LOCATION_BODY'

function durable(tool: Tool, target: ToolTarget): JsonObject {
  const { properties, required } = parametersOf(tool)
  const needed = Array.isArray(required) ? required : []
  return {
    // Of an account there may be several agents with a function of that name.
    name: `${tool.name}_${target.hookUrl.split('/').at(-1)?.slice(0, 8)}`,
    definition: {
      modelToolName: tool.name,
      description: tool.description,
      dynamicParameters: Object.entries(objectOf(properties)).map(([name, schema]) => ({
        name,
        location: BODY,
        schema,
        required: needed.includes(name),
      })),
      automaticParameters: [{ name: 'X-Call-Id', location: HEADER, knownValue: 'KNOWN_PARAM_CALL_ID' }],
      staticParameters: [{ name: 'Authorization', location: HEADER, value: bearerHeader(target) }],
      timeout: `${Math.min(MAX_SECONDS, target.timeoutMs(tool) / 1000)}s`,
      // It may then be run before the model is sure, and thrown away.
      precomputable: tool.readOnly,
      http: { baseUrlPattern: toolUrl(target, tool), httpMethod: 'POST' },
    },
  }
}
