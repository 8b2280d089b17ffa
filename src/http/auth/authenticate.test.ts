import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { sendError } from '../errors.ts'
import { operation } from '../operation.ts'
import type { App } from '../types.ts'
import { authenticate } from './authenticate.ts'

async function enter(authorization: string | undefined, adminToken: string | undefined): Promise<Response> {
  const app = new Hono<App>().onError(sendError).use(authenticate)
  app.get('/', operation({ summary: 'Enter', tag: 'Door', scope: 'runs.view' }), (c) => c.text('in'))
  const headers: Record<string, string> = authorization === undefined ? {} : { authorization }
  return app.request('/', { headers }, { PATCHCORD_ADMIN_TOKEN: adminToken } as Cloudflare.Env)
}

test.each(['Bearer s3cret', 'bearer s3cret', 'Bearer  s3cret '])('%j opens', async (authorization) => {
  expect((await enter(authorization, 's3cret')).status).toBe(200)
})

test.each([
  undefined,
  '',
  'Bearer',
  'Bearer s3cre',
  'Bearer s3cret2',
  'Bearer S3CRET',
  's3cret',
  'Basic s3cret',
])('%j does not, and is told what to send', async (authorization) => {
  const response = await enter(authorization, 's3cret')
  expect(response.status).toBe(401)
  expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/)
  expect(await response.json()).toMatchObject({ status: 'error', error_code: 'UNAUTHORIZED' })
})

test.each([undefined, 'Bearer', 'Bearer ', 'Bearer undefined', 'Bearer null'])(
  'nobody gets in with %j where no token is set',
  async (authorization) => {
    for (const unset of [undefined, '']) expect((await enter(authorization, unset)).status).toBe(401)
  },
)
