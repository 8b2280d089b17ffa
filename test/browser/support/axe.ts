import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/**
 * What keeps somebody from using the page as it stands: axe's findings that are serious or critical, one a line.
 * @param rules of axe's; all where left out
 */
export async function barriers(page: Page, rules?: string[]): Promise<string[]> {
  // Evaluated by the debugger, which the page's policy does not stop.
  await page.evaluate(AXE)
  const { violations } = await page.evaluate<AxeResults, string[] | undefined>(
    (runOnly) =>
      (globalThis as unknown as { axe: typeof import('axe-core') }).axe.run(runOnly ? { runOnly } : {}),
    rules,
  )
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary ?? ''}`),
    )
}
