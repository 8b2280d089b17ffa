import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { PLATFORMS } from '../scripts/platforms/all.ts'
import { consoles } from '../src/call/providers/consoles.ts'

const ROOT = join(import.meta.dirname, '..')
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')

describe.each([...PLATFORMS.map(({ name }) => name), 'mcp'])('the page of %s', (name) => {
  const path = `docs/platforms/${name}.md`
  const page = read(path)

  test('says in five steps what to paste where, what works and what does not', () => {
    expect(page.match(/^\d\. \*\*/gm)).toHaveLength(5)
    expect(page).toContain('## What works')
    expect(page).toContain("## What doesn't")
  })

  test('is linked from the README, and links to pages that are there', () => {
    expect(read('README.md')).toContain(`](${path})`)
    for (const [, link = ''] of page.matchAll(/\]\(([^)#]+)/g)) {
      expect(existsSync(join(ROOT, dirname(path), link)), link).toBe(true)
    }
  })
})

test('the pages of platforms say that functions are synchronised where they are', () => {
  for (const { name } of PLATFORMS) {
    expect(read(`docs/platforms/${name}.md`).includes('tools/sync'), name).toBe(
      consoles[name]?.sync !== undefined,
    )
  }
})
