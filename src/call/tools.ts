import type { JsonObject } from '../json.ts'
import type { Parameter, Tool } from './agent.ts'

const TYPES: Record<Parameter['type'], JsonObject> = {
  text: { type: 'string' },
  number: { type: 'number' },
  boolean: { type: 'boolean' },
  // Any item: OpenAI refuses a list that says nothing of its items.
  array: { type: 'array', items: {} },
}

/** A tool with all there is to know about it. */
export interface ToolDescription {
  name: string
  description: string
  workflow_id: string
  execution_mode: 'sync' | 'async'
  /** JSON Schema */
  parameters: JsonObject
}

/** An agent's tools in our own format. */
export function describeTools(tools: Tool[]): ToolDescription[] {
  return tools.map((tool) => ({
    name: tool.name,
    description: tool.description,
    workflow_id: tool.ref.id,
    execution_mode: tool.async ? 'async' : 'sync',
    parameters: parametersOf(tool),
  }))
}

/** Function tools of OpenAI's API, which many platforms take. */
export function openaiTools(tools: Tool[]) {
  return tools.map((tool) => ({
    type: 'function',
    function: { name: tool.name, description: tool.description, parameters: parametersOf(tool) },
  }))
}

/** JSON Schema of what the agent has to say: parameters that come from variables are none of its business. */
export function parametersOf(tool: Tool): JsonObject {
  const spoken = tool.parameters.filter((parameter) => parameter.valueSource !== 'dynamicVariable')
  const properties = spoken.map(({ name, type, description }) => [
    name,
    { ...TYPES[type], ...(description === '' ? {} : { description }) },
  ])
  const required = spoken.filter((parameter) => parameter.required).map(({ name }) => name)
  return { type: 'object', properties: Object.fromEntries(properties), required }
}
