const JSON_INDENT = 2

/** Has the browser save a value as a JSON file. */
export const downloadJson = (name: string, value: unknown): void =>
  downloadFile(name, JSON.stringify(value, null, JSON_INDENT), 'application/json')

/** Has the browser save a text as a file. */
export function downloadFile(name: string, text: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}

/** A name as a file may have it. */
export const fileName = (name: string): string =>
  name.replaceAll(/[^\p{L}\p{N}]+/gu, '-').replaceAll(/^-|-$/g, '')
