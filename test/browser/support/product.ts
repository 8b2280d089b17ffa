import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { type Server, startServer } from '../../support/server.ts'
import { type Browser, openBrowser } from './chromium.ts'

/** The product as `npm start` runs it, with a store of its own, and a browser on it. */
export interface Product extends Browser {
  server: Server
  /** how to log in, and the demo's addresses and secrets; empty without the demo */
  demo: Record<string, string>
  stop(): Promise<void>
}

/** Starts both. `demo: false` leaves the store as a first start finds it: empty, without members. */
export async function startProduct({ demo = true } = {}): Promise<Product> {
  const state = mkdtempSync(join(tmpdir(), 'patchcord-browser-'))
  const server = await startServer({ state, env: { PATCHCORD_DEMO: demo ? '1' : '0' } })
  const browser = await openBrowser(server.url)
  return {
    ...browser,
    server,
    demo: demo ? (parseEnv(readFileSync(join(state, 'demo.env'), 'utf8')) as Record<string, string>) : {},
    async stop() {
      await browser.close()
      await server.stop()
      rmSync(state, { recursive: true, force: true })
    },
  }
}

/** Logs in as the demo's administrator, by the form. */
export async function logIn({ page, demo }: Product): Promise<void> {
  await page.goto('/')
  await page.getByLabel('E-mail').fill(demo.PATCHCORD_DEMO_EMAIL ?? '')
  await page.getByLabel('Password').fill(demo.PATCHCORD_DEMO_PASSWORD ?? '')
  await page.getByRole('button', { name: 'Log in' }).click()
  await page.getByRole('heading', { name: 'Workflows' }).waitFor()
}
