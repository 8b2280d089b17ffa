import { isSecretName, REDACTED } from '../secret-names.ts'

const MAYBE_SECRET = /"[^"]*(?:authorization|cookie|passw|secret|key|token)[^"]*":/i

/**
 * The JSON text of a step's input as it may be stored: values under names that speak of secrets, and the
 * properties in `secretInputs`, are replaced; of a file that stands in a data URI only its kind is kept.
 */
export function redactedText(input: unknown, secretInputs: readonly string[] = []): string {
  const text = JSON.stringify(input) ?? 'null'
  if (secretInputs.length === 0 && !MAYBE_SECRET.test(text) && !text.includes('"data:')) return text
  const top = input as Record<string, unknown>
  return JSON.stringify(input, function (this: unknown, key, value: unknown) {
    const secret = isSecretName(key) || (this === top && secretInputs.includes(key))
    if (secret && value !== '' && value !== null && value !== undefined) return REDACTED
    return typeof value === 'string' && value.startsWith('data:') ? shortened(value) : value
  })
}

/** A data URI as it is recorded: what kind of file it was, not the file. */
function shortened(uri: string): string {
  return uri.length <= MAX_DATA_URI
    ? uri
    : `${uri.split(',', 1)[0]?.slice(0, 100)},… (${uri.length} characters)`
}

/** Characters of a data URI up to which it is recorded whole: an icon, not a file. */
const MAX_DATA_URI = 1_000

/** A shorter secret is a word: taking it out of a text would spoil what has nothing to do with it. */
const MIN_SECRET = 6

/** JSON text may hold JSON text: an error with the body of an answer in it that echoes the body of a request. */
const MAX_NESTING = 4

/** `text` without the given secrets: a service that echoes a credential must not put it into the record. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  let clean = text
  for (const secret of secrets) {
    if (secret.length < MIN_SECRET) continue
    for (const form of escapedForms(secret)) clean = clean.replaceAll(form, REDACTED)
  }
  return clean
}

/** A text as it stands in JSON, deepest first: a shallower form may occur inside a deeper one. */
function escapedForms(text: string): string[] {
  const forms = [text]
  for (let depth = 1; depth <= MAX_NESTING; depth++) {
    const [deepest = ''] = forms
    const deeper = JSON.stringify(deepest).slice(1, -1)
    if (deeper === deepest) break
    forms.unshift(deeper)
  }
  return forms
}
