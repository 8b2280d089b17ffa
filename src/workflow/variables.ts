import { isObject } from '../json.ts'
import { isDigaAction, isDigaTrigger } from './diga.ts'
import type { Definition } from './schema.ts'
import { steps } from './walk.ts'

/** The dynamic variables a workflow gives to the call: the keys its Return Call Data steps set, each once. */
export function producedVariables(definition: Definition): string[] {
  const names = new Set<string>()
  for (const { step } of steps(definition)) {
    if (!isDigaAction(step, 'returnCallData')) continue
    const variables = step.settings.input?.dynamicVariables
    if (isObject(variables)) for (const name of Object.keys(variables)) names.add(name)
  }
  return [...names]
}

/** The dynamic variables a workflow takes from the call: those that fill parameters of its function, each once. */
export function consumedVariables(definition: Definition): string[] {
  const { trigger } = definition
  const parameters = isDigaTrigger(trigger, 'functionCall') ? trigger.settings.input?.parameters : undefined
  if (!Array.isArray(parameters)) return []
  const names = parameters.flatMap((parameter) => {
    if (!isObject(parameter) || parameter.valueSource !== 'dynamicVariable') return []
    const name = parameter.dynamicVariableName
    return typeof name === 'string' && name !== '' ? [name] : []
  })
  return [...new Set(names)]
}
