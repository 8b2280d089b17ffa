import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Product, startProduct } from './support/product.ts'

/** What the browser is sent, and by which rules. The store is as a first start finds it. */

const OUTPUT = join(import.meta.dirname, '../../public/app')
const FIRST_LOAD_BYTES = 200_000

interface Chunk {
  file: string
  imports?: string[]
  css?: string[]
}

let product: Product
beforeAll(async () => {
  product = await startProduct({ demo: false })
})
afterAll(() => product?.stop())

const get = (path: string) => fetch(product.server.url + path)

test('the builder comes with a policy that lets nothing in from elsewhere', async () => {
  const page = await get('/workflows/wf_1')
  expect(page.headers.get('content-type')).toContain('text/html')
  expect(page.headers.get('cache-control')).not.toContain('immutable')
  expect(page.headers.get('x-content-type-options')).toBe('nosniff')
  const policy = page.headers.get('content-security-policy') ?? ''
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("script-src 'self';")
  expect(policy).toContain("frame-ancestors 'none'")
  const html = await page.text()
  for (const [, address = ''] of html.matchAll(/(?:src|href)="([^"]*)"/g)) {
    expect(address).toMatch(/^\/app\/assets\//)
    const asset = await get(address)
    expect([address, asset.status]).toEqual([address, 200])
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    await asset.arrayBuffer()
  }
})

test('what is not the builder’s is answered by the API, or not at all', async () => {
  expect(await (await get('/healthz')).json()).toEqual({ status: 'ok' })
  expect((await get('/v1/workflow/')).status).toBe(401)
  expect((await get('/reference')).headers.get('content-type')).toContain('text/html')
  expect((await get('/pieces/http.svg')).headers.get('content-type')).toContain('image/svg')
  for (const path of ['/app/assets/gone.js', '/app/.vite/manifest.json', '/_headers', '/nowhere']) {
    expect([path, (await get(path)).status]).toEqual([path, 404])
  }
})

test('the code of community pieces is handed to nobody', async () => {
  // Ways to write a path that servers take for the same.
  const folders = [
    '_community',
    '%5Fcommunity',
    '%5fcommunity',
    './/_community',
    'x/../_community',
    '_community/.',
  ]
  for (const path of folders.flatMap((folder) => [`/${folder}/index.json`, `//${folder}/index.json`])) {
    for (const method of ['GET', 'HEAD']) {
      const response = await rawRequest(product.server.url, method, path)
      // Some are sent on to the plain one, which is none.
      const sentOn = response.status === 307 && response.location === '/_community/index.json'
      expect([path, response.status]).toEqual([path, sentOn ? 307 : 404])
      expect(response.body).not.toContain('[')
    }
  }
})

/** A request with its path as it is written: `fetch` would tidy it up. */
function rawRequest(server: string, method: string, path: string) {
  const { hostname, port } = new URL(server)
  interface Answer {
    status: number | undefined
    location: string | undefined
    body: string
  }
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const sent = request({ hostname, port, method, path }, async (answer) => {
    const body = Buffer.concat(await answer.toArray()).toString()
    resolve({ status: answer.statusCode, location: answer.headers.location, body })
  })
  sent.on('error', reject).end()
  return promise
}

test('login and the list of workflows load less than 200 KB', () => {
  const manifest = JSON.parse(readFileSync(join(OUTPUT, '.vite/manifest.json'), 'utf8')) as Record<
    string,
    Chunk
  >
  const files = new Set<string>()
  const load = (name: string) => {
    const chunk = manifest[name]
    if (!chunk || files.has(chunk.file)) return
    for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(file)
    chunk.imports?.forEach(load)
  }
  load('index.html')
  load('workflows/page.tsx')
  const bytes = [...files].map((file) => gzipSync(readFileSync(join(OUTPUT, file))).length)
  expect(files.size).toBeGreaterThan(2)
  expect(bytes.reduce((sum, each) => sum + each, 0)).toBeLessThan(FIRST_LOAD_BYTES)
})

test('the first start leads to the first administrator, and past the login', async () => {
  const { page, server, errors } = product
  await page.goto('/')
  await page.getByLabel('Admin token').fill(server.adminToken)
  await page.getByLabel('Your name').fill('Ana Blanco')
  await page.getByLabel('E-mail').fill('ana@example.com')
  await page.getByLabel('Password').fill('a long enough password')
  await page.getByRole('button', { name: 'Create the administrator' }).click()
  await page.getByRole('heading', { name: 'Workflows', exact: true }).waitFor()
  expect(new URL(page.url()).pathname).toBe('/workflows')
  expect(errors).toEqual([])
})
