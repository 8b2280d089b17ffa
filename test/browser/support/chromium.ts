import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page } from 'playwright-core'

/** Where Debian's Chromium lies; CHROMIUM names another one. */
const EXECUTABLE = process.env.CHROMIUM || '/usr/bin/chromium'

/** Without the last ones Chromium looks for its maker's servers, which a closed network refuses a hundred times. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** How long a page may take to show what is waited for, on a machine that is busy. */
const PATIENT_MS = 20_000

/** A browser with an empty profile. */
export interface Browser {
  context: BrowserContext
  page: Page
  /** what pages have logged as errors, and what they threw */
  errors: string[]
  close(): Promise<void>
}

/** Starts Chromium. @throws Error saying how to get it where it is missing */
export async function openBrowser(baseURL: string): Promise<Browser> {
  if (!existsSync(EXECUTABLE)) {
    throw new Error(
      `These tests need Chromium at ${EXECUTABLE}. On Debian: apt-get install chromium. Elsewhere say where it is: CHROMIUM=/path/to/chromium npm test`,
    )
  }
  const profile = mkdtempSync(join(tmpdir(), 'patchcord-chromium-'))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: EXECUTABLE,
    args: ARGUMENTS,
    baseURL,
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    colorScheme: 'light',
    reducedMotion: 'reduce',
  })
  context.setDefaultTimeout(PATIENT_MS)
  const errors: string[] = []
  const page = context.pages()[0] ?? (await context.newPage())
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  page.on('pageerror', (error) => errors.push(String(error)))
  return {
    context,
    page,
    errors,
    async close() {
      await context.close()
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
