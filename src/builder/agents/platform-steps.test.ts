import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { platformSteps } from './platform-steps.ts'
import { PLATFORMS } from './platforms.ts'

const DOCS = join(import.meta.dirname, '../../../docs/platforms')

test('every platform whose language we speak is set up in five steps, one of them with the address for events', () => {
  for (const [provider, { piece }] of Object.entries(PLATFORMS)) {
    const steps = platformSteps(provider)
    expect([provider, steps.length]).toEqual([provider, piece === null ? 0 : 5])
    if (piece !== null) expect(steps.some(({ path }) => path === '')).toBe(true)
  }
})

/** Names that a platform or we have for things, such as `call.ended`, `prompt_addition` and Server URL. */
const NAMES = /[a-z]\w*(?:[._]\w+)+|(?:[A-Z]\w+ )+URL|[a-z]+(?:-[a-z]+){2,}/g
const namesIn = (text: unknown) => [...new Set(JSON.stringify(text).match(NAMES))].sort()

test('the steps name in both languages what the page of the platform names, and paste the same addresses', () => {
  for (const provider of Object.keys(PLATFORMS)) {
    const steps = platformSteps(provider)
    if (steps.length === 0) continue
    const page = readFileSync(join(DOCS, `${provider}.md`), 'utf8').replace(/\s+/g, ' ')
    for (const { text } of steps) {
      const names = namesIn(text.en)
      expect([provider, namesIn(text.es)]).toEqual([provider, names])
      expect([provider, names.filter((name) => !page.includes(name))]).toEqual([provider, []])
    }
    const addresses = ['', ...(page.includes('`/pre-call`') ? ['/pre-call'] : [])]
    const pasted = steps.flatMap(({ path }) => path ?? [])
    expect([provider, pasted.sort()]).toEqual([provider, addresses])
    expect(page).toContain('`hook_url`')
  }
})
