import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { isObject } from '../../src/json.ts'
import { choice, dynamic, json } from '../../src/piece/fields.ts'
import { variantOf } from '../../src/piece/input.ts'
import type { ServiceHttp } from '../../src/piece/service-http.ts'
import { wantedFields } from './inputs.ts'
import type { Ask, Question } from './question.ts'
import { askForData, askForFields } from './structured.ts'

const schemas = {
  simple: z.object({ fields: wantedFields() }),
  advanced: z.object({
    fields: json({ label: 'JSON Schema', description: 'Of an object: {"type": "object", "properties": …}' }),
  }),
}

/** The fields that say what data is wanted: row by row, or as a JSON Schema. */
export const definition = {
  mode: choice({
    label: 'Described by',
    defaultValue: 'simple',
    choices: [
      { value: 'simple', label: 'A list of fields' },
      { value: 'advanced', label: 'A JSON Schema' },
    ],
  }),
  schema: dynamic({ label: 'What to find', dependsOn: 'mode', variants: schemas }),
}

/**
 * Asks for data as `definition` describes it.
 * @throws CodedError INPUT_INVALID, AI_ANSWER_INVALID and those of `ask`
 */
export function extractAs(
  { mode, schema }: { mode: 'simple' | 'advanced'; schema: unknown },
  ask: Ask,
  http: ServiceHttp,
  question: Question,
): Promise<Record<string, unknown>> {
  if (mode === 'simple') {
    return askForFields(ask, http, question, variantOf(schemas, 'simple', schema, 'schema').fields)
  }
  const { fields } = variantOf(schemas, 'advanced', schema, 'schema')
  if (!isObject(fields)) throw new CodedError('INPUT_INVALID', 'The JSON Schema must be an object.')
  return askForData(ask, http, question, fields)
}
