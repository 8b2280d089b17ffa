import { expect, test } from 'vitest'
import { app } from './app.ts'
import { BUILDER_PAGES } from './builder.ts'

/** The files of `public/`, as the binding of static assets answers for them. */
const assets = (files: Record<string, string>) => ({
  fetch: async (url: URL) => {
    const file = files[url.pathname]
    return file === undefined ? new Response('Not found', { status: 404 }) : new Response(file)
  },
})
const built = { ASSETS: assets({ '/app/index.html': '<!doctype html>' }), PATCHCORD_ADMIN_TOKEN: 'secret' }

test.each(['/', ...BUILDER_PAGES.flatMap((page) => [`/${page}`, `/${page}/`, `/${page}/some/where`])])(
  '%s answers with the page of the builder',
  async (path) => {
    const response = await app.request(path, {}, built)
    expect([response.status, await response.text()]).toEqual([200, '<!doctype html>'])
  },
)

test.each(['/app/assets/gone.js', '/workflowsandmore', '/somewhere'])(
  '%s is none of the builder’s pages',
  async (path) => {
    const response = await app.request(path, {}, built)
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ error_code: 'NOT_FOUND' })
  },
)

test('a builder that was not built says how to build it', async () => {
  const response = await app.request('/workflows', {}, { ...built, ASSETS: assets({}) })
  expect(response.status).toBe(503)
  expect(await response.json()).toMatchObject({
    error_code: 'BUILDER_NOT_BUILT',
    message: expect.stringContaining('npm run build'),
  })
})
