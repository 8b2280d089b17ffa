import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { parseEnv } from 'node:util'

/** What local development needs, and how each is made the first time. */
const MAKERS = {
  PATCHCORD_ADMIN_TOKEN: () => randomBytes(24).toString('base64url'),
  PATCHCORD_ENCRYPTION_KEY: () => randomBytes(32).toString('base64'),
  PATCHCORD_ALLOW_PRIVATE_HOSTS: () => '1',
}

type DevVars = Record<keyof typeof MAKERS, string>

/**
 * The secrets of local development. Missing ones are made and added to the file; the rest of it stays as it is.
 * @param path a `.dev.vars` file, which need not exist
 */
export function ensureDevVars(path: string): DevVars {
  const before = existsSync(path) ? readFileSync(path, 'utf8') : ''
  const present = parseEnv(before)
  const missing = Object.entries(MAKERS).filter(([key]) => !present[key])
  if (missing.length > 0) {
    const separator = before === '' || before.endsWith('\n') ? '' : '\n'
    const added = missing.map(([key, make]) => `${key}="${make()}"\n`).join('')
    writePrivate(path, before + separator + added)
  }
  return parseEnv(readFileSync(path, 'utf8')) as DevVars
}

/** Writes a file that only its owner may read, also where it was there before with wider rights. */
export function writePrivate(path: string, text: string): void {
  writeFileSync(path, text, { mode: 0o600 })
  chmodSync(path, 0o600)
}
