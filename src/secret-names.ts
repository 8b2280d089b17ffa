/** What stands where a secret was. */
export const REDACTED = '**REDACTED**'

const SECRET_NAME =
  /^(authorization|proxy-authorization|cookie|set-cookie|password|passwd|secret|client_?secret|api[-_]?key|x-api-key|access_?token|refresh_?token|bearer_?token|private_?key|token)$/i

/** True for a property name whose value is secret wherever it stands in an input. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name)
}
