import { expect, test } from 'vitest'
import { answered, callWorkflow, runReply, says } from '../../test/support/calls.ts'
import type { PublishedWorkflow } from '../db/directory.ts'
import { type LiveWebhook, prepareWebhook, runReply as replyOf } from './webhook.ts'

const workflow = (
  input: Record<string, unknown>,
  changes: Partial<PublishedWorkflow & { status: 'ENABLED' | 'DISABLED' }> = {},
) => ({
  ...callWorkflow('hook', '', {}),
  trigger: { pieceName: '@activepieces/piece-webhook', triggerName: 'catch_webhook', input },
  status: 'ENABLED' as const,
  ...changes,
})
const HEADER_AUTH = { authType: 'header', authFields: { headerName: ' X-Key ', headerValue: 's3cret' } }

test('a webhook checks what its trigger asks for, and knows which header holds the secret', async () => {
  const webhook = (await prepareWebhook(workflow(HEADER_AUTH))) as LiveWebhook
  expect(webhook).toMatchObject({
    state: 'live',
    secretHeaders: ['x-key'],
    waitMs: 60_000,
    ref: { name: 'hook' },
  })
  const request = (key: string) => ({
    method: 'POST',
    headers: { 'x-key': key },
    queryParams: {},
    body: null,
    rawBody: new Uint8Array(),
  })
  await webhook.verify(request('s3cret'))
  await expect(webhook.verify(request('other'))).rejects.toMatchObject({ code: 'WEBHOOK_UNAUTHORIZED' })
})

test.each([
  ['disabled', workflow({ authType: 'none' }, { status: 'DISABLED' })],
  ['started by a call', workflow({}, { trigger: callWorkflow('x', 'callFinished').trigger })],
  ['without a trigger', workflow({}, { trigger: {} })],
  [
    'with an inherited name as its trigger',
    workflow({}, { trigger: { pieceName: 'webhook', triggerName: 'toString' } }),
  ],
])('a workflow that is %s has no webhook', async (_, found) => {
  expect(await prepareWebhook(found)).toEqual({ state: 'off' })
})

test('a trigger whose settings can not be read stays shut', async () => {
  await expect(prepareWebhook(workflow({ authType: 'retina' }))).rejects.toMatchObject({
    code: 'INPUT_INVALID',
  })
})

test.each([
  ['ended well', runReply(), 200],
  ['paused', runReply({ status: 'PAUSED', settled: 'paused' }), 202],
  ['failed', runReply({ status: 'FAILED' }), 500],
  ['was stopped', runReply({ status: 'CANCELED' }), 500],
  ['takes too long', runReply({ status: 'RUNNING', settled: 'waiting' }), 504],
  ['answered', answered({ ...says('Hi'), status: 418 } as ReturnType<typeof says>), 418],
])('a sync caller of a run that %s gets a status of its own', (_, run, status) => {
  expect(replyOf(run).status).toBe(status)
})

test('a fallback answer is given for a failure, not for a run that ended well', () => {
  expect(replyOf(runReply({ status: 'FAILED' }), { say: 'Later.' })).toMatchObject({
    status: 200,
    headers: { 'x-patchcord-fallback': 'failed' },
    body: { say: 'Later.' },
  })
  expect(replyOf(runReply(), { say: 'Later.' }).body).toEqual({})
})
