import { CodedError } from '../errors.ts'
import type { Json, JsonObject } from '../json.ts'
import type { Parameter, Tool } from './agent.ts'
import { parseText } from './body.ts'

/** Arguments as a run gets them. */
export interface CheckedArguments {
  arguments: JsonObject
  /** arguments still to be filled from the call's variables: the variable's name by the argument's */
  fill: Record<string, string>
}

/**
 * Fits what the agent said to the tool's parameters. Language models write numbers as text and the like, so a
 * value is converted where nothing gets lost. Arguments that are not declared are dropped: the agent can't set
 * what comes from a variable.
 * @param variables what the request says of the call's dynamic variables
 * @throws CodedError ARGUMENT_MISSING, ARGUMENT_INVALID with `details.parameter`
 */
export function checkArguments(tool: Tool, given: JsonObject, variables: JsonObject): CheckedArguments {
  const checked: [string, Json][] = []
  const fill: [string, string][] = []
  for (const parameter of tool.parameters) {
    const { name } = parameter
    if (parameter.valueSource === 'dynamicVariable') {
      const variable = parameter.dynamicVariableName ?? name
      const value = Object.hasOwn(variables, variable) ? variables[variable] : undefined
      if (value === undefined) fill.push([name, variable])
      else checked.push([name, value])
      continue
    }
    const value = Object.hasOwn(given, name) ? given[name] : undefined
    if (value !== undefined && value !== null) checked.push([name, convert(tool, parameter, value)])
    else if (parameter.required) throw missing(tool, parameter)
  }
  return { arguments: Object.fromEntries(checked), fill: Object.fromEntries(fill) }
}

function convert(tool: Tool, parameter: Parameter, value: Json): Json {
  const converted = CONVERSIONS[parameter.type](value)
  if (converted === undefined) throw invalid(tool, parameter, value)
  return converted
}

const CONVERSIONS: Record<Parameter['type'], (value: Json) => Json | undefined> = {
  text: (value) => (typeof value === 'object' ? undefined : String(value)),
  number: (value) => {
    if (typeof value === 'number') return value
    // No leading zeros: what has them is a code or a phone number, and would lose them.
    if (typeof value !== 'string' || !/^\s*-?(?:0|[1-9]\d{0,14})(?:\.\d{1,10})?\s*$/.test(value))
      return undefined
    return Number(value)
  },
  boolean: (value) => {
    if (typeof value === 'boolean') return value
    const text = typeof value === 'string' ? value.trim().toLowerCase() : undefined
    return text === 'true' ? true : text === 'false' ? false : undefined
  },
  array: (value) => {
    if (typeof value !== 'string') return Array.isArray(value) ? value : undefined
    try {
      const parsed = parseText(value)
      return Array.isArray(parsed) ? parsed : undefined
    } catch {
      return undefined
    }
  },
}

function missing(tool: Tool, { name }: Parameter): CodedError {
  return new CodedError(
    'ARGUMENT_MISSING',
    `"${tool.name}" needs the parameter "${name}". Nothing was run.`,
    {
      details: { parameter: name },
    },
  )
}

function invalid(tool: Tool, { name, type }: Parameter, value: Json): CodedError {
  const kind = Array.isArray(value) ? 'array' : typeof value
  return new CodedError(
    'ARGUMENT_INVALID',
    `The parameter "${name}" of "${tool.name}" must be of type ${type}, and ${kind} was given. Nothing was run.`,
    { details: { parameter: name } },
  )
}
