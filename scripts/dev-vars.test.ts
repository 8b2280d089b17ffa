import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ensureDevVars } from './dev-vars.ts'

let folder: string
let file: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dev-vars-'))
  file = join(folder, '.dev.vars')
})

afterEach(() => rmSync(folder, { recursive: true }))

test('secrets are made once, and only their owner may read them', () => {
  const made = ensureDevVars(file)
  expect(made.PATCHCORD_ADMIN_TOKEN).toMatch(/^[\w-]{32}$/)
  expect(Buffer.from(made.PATCHCORD_ENCRYPTION_KEY, 'base64')).toHaveLength(32)
  expect(made.PATCHCORD_ALLOW_PRIVATE_HOSTS).toBe('1')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(ensureDevVars(file)).toEqual(made)
})

test('no two installations share a secret', () => {
  const other = join(folder, 'other')
  expect(ensureDevVars(file).PATCHCORD_ENCRYPTION_KEY).not.toBe(ensureDevVars(other).PATCHCORD_ENCRYPTION_KEY)
})

test('what a developer wrote stays, and only what is missing is added', () => {
  const own = '# mine\nPATCHCORD_ADMIN_TOKEN=chosen\nOTHER="x y"\nPATCHCORD_ALLOW_PRIVATE_HOSTS=0'
  writeFileSync(file, own, { mode: 0o644 })
  const vars = ensureDevVars(file)
  expect(vars.PATCHCORD_ADMIN_TOKEN).toBe('chosen')
  expect(vars.PATCHCORD_ALLOW_PRIVATE_HOSTS).toBe('0')
  const text = readFileSync(file, 'utf8')
  expect(text.slice(0, own.length)).toBe(own)
  expect(text.slice(own.length)).toMatch(/^\nPATCHCORD_ENCRYPTION_KEY="[\w+/=]{44}"\n$/)
  expect(statSync(file).mode & 0o777).toBe(0o600)
})
