/** True for a value that counts as not given. An expression is given, whatever it may come to. */
export function isBlank(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
}
