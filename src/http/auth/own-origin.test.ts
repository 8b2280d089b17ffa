import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { sendError } from '../errors.ts'
import type { App } from '../types.ts'
import { requireOwnOrigin } from './own-origin.ts'

async function status(origin: string, publicUrl?: string): Promise<number> {
  const app = new Hono<App>().onError(sendError).post('/', (c) => {
    requireOwnOrigin(c)
    return c.text('in')
  })
  const env = { PATCHCORD_PUBLIC_URL: publicUrl } as Cloudflare.Env
  const headers = { origin }
  return (await app.request('http://127.0.0.1:8787/', { method: 'POST', headers }, env)).status
}

test('our own origin is the one of the request, or the address that is configured', async () => {
  const publicUrl = 'https://flows.example.com/some/path/'
  expect(await status('http://127.0.0.1:8787', publicUrl)).toBe(200)
  expect(await status('https://flows.example.com', publicUrl)).toBe(200)
  expect(await status('https://example.com', publicUrl)).toBe(403)
  expect(await status('https://flows.example.com')).toBe(403)
})

test('a configured address that is none opens nothing', async () => {
  expect(await status('null', 'nonsense')).toBe(403)
  expect(await status('undefined', '')).toBe(403)
})
