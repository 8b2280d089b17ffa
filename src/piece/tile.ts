/** An icon as SVG text. */
export const svg = (viewBox: string, body: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${viewBox}">${body}</svg>\n`

/**
 * The icon of a piece that has none: its first letters, on a colour that its name gives.
 * @param name in small letters, with hyphens: `acme-crm`
 */
export function tile(name: string, displayName: string): string {
  const letters = displayName
    .split(/[\s-]+/)
    .slice(0, 2)
    .map((word) => /[\p{L}\p{N}]/u.exec(word)?.[0].toUpperCase() ?? '')
    .join('')
  const hue = [...name].reduce((sum, char) => sum + char.charCodeAt(0) * 37, 0) % 360
  const text = `<text x="12" y="16" font-family="sans-serif" font-size="10" font-weight="700" text-anchor="middle" fill="#fff">${letters}</text>`
  return svg('0 0 24 24', `<rect width="24" height="24" rx="5" fill="hsl(${hue} 45% 42%)"/>${text}`)
}
