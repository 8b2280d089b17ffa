import { CodedError } from '../../src/errors.ts'

/**
 * Text as a literal of SOQL.
 * Source: SOQL and SOSL Reference, "Quoted String Escape Sequences".
 */
export const quoted = (text: string) => `'${text.replace(/[\\']/g, '\\$&')}'`

/**
 * The API name of an object or a field, which is not quoted in SOQL.
 * @throws CodedError INPUT_INVALID
 */
export function nameOf(field: string, name: string): string {
  if (/^\w+(\.\w+)*$/.test(name)) return name
  throw new CodedError('INPUT_INVALID', `"${field}" is "${name}". Give an API name, such as LastName.`)
}
