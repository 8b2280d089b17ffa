import { CodedError } from '../../../errors.ts'
import type { JsonObject } from '../../../json.ts'
import { at } from '../../../piece/service-http.ts'
import type { Tool } from '../../agent.ts'
import { parametersOf } from '../../tools.ts'
import { bearerHeader, type Console, isOurs, mergeTools, type ToolTarget, toolUrl } from '../console.ts'
import { listOf, objectOf, textOf } from '../read.ts'

/** Retell's agents, numbers and custom functions, which stand in the agent's LLM (docs.retellai.com/api-references). */
export const retell: Console = {
  describe: (tools, target) => tools.map((tool) => definition(tool, target)),

  async sync(tools, target, { http }) {
    const { llm_id } = objectOf(objectOf(await http.get(at`/get-agent/${target.agentId}`)).response_engine)
    if (typeof llm_id !== 'string') {
      const message = 'This Retell agent has no LLM of Retell: paste the functions into its flow instead.'
      throw new CodedError('SYNC_UNSUPPORTED', message)
    }
    const llm = objectOf(await http.get(at`/get-retell-llm/${llm_id}`))
    const wanted = tools.map((tool) => ({ name: tool.name, body: definition(tool, target) }))
    const { list, report } = mergeTools(wanted, listOf(llm.general_tools), ({ name, url }) => ({
      name: String(name),
      isOurs: isOurs(url, target),
    }))
    await http.patch(at`/update-retell-llm/${llm_id}`, { json: { general_tools: list } })
    return report
  },

  async listAgents({ http }) {
    const agents = listOf(await http.get('/list-agents')).map(({ agent_id, agent_name }) => ({
      id: String(agent_id),
      name: textOf(agent_name, agent_id) ?? '',
    }))
    // Every version of an agent is an entry of its own.
    return [...new Map(agents.map((agent) => [agent.id, agent])).values()]
  },

  listNumbers: async ({ http }) =>
    listOf(await http.get('/list-phone-numbers')).map(({ phone_number, nickname }) => ({
      id: String(phone_number),
      number: textOf(phone_number) ?? null,
      name: textOf(nickname) ?? null,
    })),
}

function definition(tool: Tool, target: ToolTarget): JsonObject {
  return {
    type: 'custom',
    name: tool.name,
    description: tool.description,
    url: toolUrl(target, tool),
    method: 'POST',
    headers: { Authorization: bearerHeader(target), 'X-Call-Id': '{{call_id}}' },
    parameters: parametersOf(tool),
    timeout_ms: target.timeoutMs(tool),
    speak_after_execution: !tool.async,
    ...(tool.filler && {
      speak_during_execution: true,
      execution_message_type: 'static_text',
      execution_message_description: tool.filler,
    }),
  }
}
