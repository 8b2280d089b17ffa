import { existsSync, readdirSync, readFileSync } from 'node:fs'
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

  test('is linked from the README', () => {
    expect(read('README.md')).toContain(`](${path})`)
  })
})

const pages = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.md'))
  .map((path) => `docs/${path}`)

/** What a heading is called in addresses, as GitHub has it. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\w -]/g, '')
    .replaceAll(' ', '-')

const headingsOf = (page: string) =>
  [...read(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading))

test.each(['README.md', 'ARCHITECTURE.md', ...pages])('every link of %s leads to what is there', (page) => {
  for (const [, link = ''] of read(page).matchAll(/\]\(([^)]+)\)/g)) {
    if (/^https?:/.test(link)) continue
    const [path, anchor] = link.split('#')
    const target = path ? join(dirname(page), path) : page
    expect(existsSync(join(ROOT, target)), link).toBe(true)
    if (anchor) expect(headingsOf(target), link).toContain(anchor)
  }
})

test('the pages of platforms say that functions are synchronised where they are', () => {
  for (const { name } of PLATFORMS) {
    expect(read(`docs/platforms/${name}.md`).includes('tools/sync'), name).toBe(
      consoles[name]?.sync !== undefined,
    )
  }
})
