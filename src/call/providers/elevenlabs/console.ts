import type { JsonObject } from '../../../json.ts'
import { at } from '../../../piece/service-http.ts'
import type { Tool } from '../../agent.ts'
import { parametersOf } from '../../tools.ts'
import { bearerHeader, type Console, isOurs, syncTools, type ToolTarget, toolUrl } from '../console.ts'
import { listOf, objectOf, textOf } from '../read.ts'
import { SIP } from './index.ts'

/** ElevenLabs waits between five seconds and two minutes. */
const TIMEOUT_SECONDS = { min: 5, max: 120 }

/** ElevenLabs' agents, numbers and webhook tools (elevenlabs.io/docs/api-reference). */
export const elevenlabs: Console = {
  describe: (tools, target) => tools.map((tool) => definition(tool, target)),

  async sync(tools, target, { http }) {
    const kept = listOf(objectOf(await http.get('/v1/convai/tools')).tools)
      .map(({ id, tool_config }) => ({ id: String(id), config: objectOf(tool_config) }))
      .filter(({ config }) => isOurs(objectOf(config.api_schema).url, target))
      .map(({ id, config }) => ({ id, name: String(config.name) }))
    const wanted = tools.map((tool) => ({ name: tool.name, body: definition(tool, target) }))
    return syncTools(wanted, kept, {
      create: async (tool_config) =>
        String(objectOf(await http.post('/v1/convai/tools', { json: { tool_config } })).id),
      update: (id, tool_config) => http.patch(at`/v1/convai/tools/${id}`, { json: { tool_config } }),
      remove: (id) => http.delete(at`/v1/convai/tools/${id}`),
      async attach(ids, gone) {
        const path = at`/v1/convai/agents/${target.agentId}`
        const config = objectOf(objectOf(await http.get(path)).conversation_config)
        const { tool_ids } = objectOf(objectOf(config.agent).prompt)
        const others = (Array.isArray(tool_ids) ? tool_ids.map(String) : []).filter(
          (id) => !ids.includes(id) && !gone.includes(id),
        )
        // What is left out stays as it is.
        const prompt = { tool_ids: [...others, ...ids] }
        await http.patch(path, { json: { conversation_config: { agent: { prompt } } } })
      },
    })
  },

  listAgents: async ({ http }) =>
    listOf(objectOf(await http.get('/v1/convai/agents', { query: { page_size: 100 } })).agents).map(
      ({ agent_id, name }) => ({ id: String(agent_id), name: textOf(name, agent_id) ?? '' }),
    ),

  listNumbers: async ({ http }) =>
    listOf(await http.get('/v1/convai/phone-numbers')).map(
      ({ phone_number_id, phone_number, label, provider }) => ({
        id: `${provider === 'sip_trunk' ? SIP : ''}${phone_number_id}`,
        number: textOf(phone_number) ?? null,
        name: textOf(label) ?? null,
      }),
    ),
}

function definition(tool: Tool, target: ToolTarget): JsonObject {
  const seconds = Math.ceil(target.timeoutMs(tool) / 1000)
  return {
    type: 'webhook',
    name: tool.name,
    description: tool.description,
    response_timeout_secs: Math.min(TIMEOUT_SECONDS.max, Math.max(TIMEOUT_SECONDS.min, seconds)),
    force_pre_tool_speech: tool.filler !== undefined,
    api_schema: {
      url: toolUrl(target, tool),
      method: 'POST',
      request_headers: {
        Authorization: bearerHeader(target),
        'X-Call-Id': { variable_name: 'system__conversation_id' },
      },
      request_body_schema: bodySchema(tool),
    },
  }
}

/** Every property needs words of its own, and a list says what it holds. */
function bodySchema(tool: Tool): JsonObject | null {
  const { properties, required } = parametersOf(tool)
  const entries = Object.entries(objectOf(properties))
  if (entries.length === 0) return null
  const described = entries.map(([name, given]) => {
    const schema = objectOf(given)
    const items = schema.type === 'array' ? { items: { type: 'string', description: name } } : {}
    return [name, { description: name, ...schema, ...items }]
  })
  return { type: 'object', properties: Object.fromEntries(described), required: required ?? [] }
}
