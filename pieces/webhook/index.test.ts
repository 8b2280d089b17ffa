import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { WebhookRequest } from '../../src/piece/trigger.ts'
import { answerOf, outputOf, resumeWith, runAction } from '../../test/support/run-action.ts'
import piece from './index.ts'

const trigger = piece.triggers.catch_webhook!

function request(headers: Record<string, string>, body = '{"a": 1}'): WebhookRequest {
  return {
    method: 'POST',
    headers,
    queryParams: {},
    body: { a: 1 },
    rawBody: Uint8Array.from(Buffer.from(body)),
  }
}

/** 'accepted', or the code of the refusal. */
async function outcome(input: Record<string, unknown>, headers: Record<string, string>, body?: string) {
  try {
    await trigger.verify?.(request(headers, body), trigger.input.parse(input))
    return 'accepted'
  } catch (error) {
    return (error as { code: string }).code
  }
}

describe('catch_webhook', () => {
  test('without authentication everybody is let in', async () => {
    expect(await outcome({}, {})).toBe('accepted')
  })

  test('user and password must both be right', async () => {
    const input = { authType: 'basic', authFields: { username: 'ana', password: 'pä:ss' } }
    const header = (text: string) => ({ Authorization: `Basic ${Buffer.from(text).toString('base64')}` })
    expect(await outcome(input, header('ana:pä:ss'))).toBe('accepted')
    expect(await outcome(input, header('ana:pä'))).toBe('WEBHOOK_UNAUTHORIZED')
    expect(await outcome(input, header('ana:pä:ss2'))).toBe('WEBHOOK_UNAUTHORIZED')
    expect(await outcome(input, { authorization: 'Bearer x' })).toBe('WEBHOOK_UNAUTHORIZED')
    expect(await outcome(input, {})).toBe('WEBHOOK_UNAUTHORIZED')
  })

  test('a header must have the value, whatever the case of its name', async () => {
    const input = { authType: 'header', authFields: { headerName: 'X-Key', headerValue: 'secret' } }
    expect(await outcome(input, { 'x-key': 'secret' })).toBe('accepted')
    expect(await outcome(input, { 'x-key': 'Secret' })).toBe('WEBHOOK_UNAUTHORIZED')
    expect(await outcome(input, { 'x-key': '' })).toBe('WEBHOOK_UNAUTHORIZED')
    expect(await outcome(input, {})).toBe('WEBHOOK_UNAUTHORIZED')
  })

  const cases = ['sha1', 'sha256', 'sha512'].flatMap((hash) =>
    ['hex', 'base64'].map((encoding) => [hash, encoding]),
  )
  test.each(cases)(
    'an HMAC signature in %s as %s is checked on the bytes as sent',
    async (hash, encoding) => {
      const body = '{ "a":1 }\n'
      const signature = createHmac(hash!, 'key')
        .update(body)
        .digest(encoding as 'hex' | 'base64')
      const authFields = {
        hmacHeaderName: 'X-Signature',
        hmacSecret: 'key',
        hmacAlgorithm: hash,
        hmacEncoding: encoding,
        hmacSignaturePrefix: `${hash}=`,
      }
      const input = { authType: 'hmac', authFields }
      const headers = { 'x-signature': `${hash}=${signature}` }
      expect(await outcome(input, headers, body)).toBe('accepted')
      expect(await outcome(input, headers, body.trim())).toBe('WEBHOOK_UNAUTHORIZED')
      expect(await outcome(input, { 'x-signature': signature }, body)).toBe('WEBHOOK_UNAUTHORIZED')
      expect(await outcome(input, { 'x-signature': `${hash}=` }, body)).toBe('WEBHOOK_UNAUTHORIZED')
      expect(await outcome(input, { 'x-signature': `${hash}=%%` }, body)).toBe('WEBHOOK_UNAUTHORIZED')
      expect(await outcome(input, {}, body)).toBe('WEBHOOK_UNAUTHORIZED')
    },
  )

  test.each(['basic', 'header', 'hmac'])(
    '%s authentication that was never filled in lets nobody in',
    async (authType) => {
      expect(await outcome({ authType }, { authorization: 'Basic Og==' })).toBe('INPUT_INVALID')
      const empty = {
        username: '',
        password: '',
        headerName: 'x',
        headerValue: '',
        hmacHeaderName: 'x',
        hmacSecret: '',
      }
      expect(await outcome({ authType, authFields: empty }, { authorization: 'Basic Og==' })).toBe(
        'INPUT_INVALID',
      )
    },
  )
})

describe('return_response', () => {
  test('JSON is answered with 200, and the run ends', async () => {
    const result = await runAction(piece, 'return_response', {
      responseType: 'json',
      fields: { body: '{"ok":true}' },
    })
    const response = { status: 200, headers: {}, body: { ok: true } }
    expect(answerOf(result)).toEqual({ kind: 'response', format: 'json', ...response })
    expect(result).toMatchObject({ stop: true, output: response })
  })

  test('raw text has its status and headers, and the run may go on', async () => {
    const fields = { status: '404', headers: { 'X-A': 1 }, body: 'Not here' }
    const result = await runAction(piece, 'return_response', {
      responseType: 'raw',
      fields,
      respond: 'respond',
    })
    expect(answerOf(result)).toEqual({
      kind: 'response',
      format: 'text',
      status: 404,
      headers: { 'X-A': '1' },
      body: 'Not here',
    })
    expect(result.stop).toBeUndefined()
  })

  test.each([
    ['example.com/a', 'https://example.com/a'],
    ['http://example.com', 'http://example.com'],
  ])('a redirect to %s goes to %s', async (body, location) => {
    const result = await runAction(piece, 'return_response', { responseType: 'redirect', fields: { body } })
    expect(answerOf(result)).toMatchObject({ status: 301, headers: { Location: location } })
  })

  test('a body that is no JSON is refused, and nothing is answered', async () => {
    await expect(runAction(piece, 'return_response', { fields: { body: '{' } })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringContaining('body'),
    })
  })
})

describe('return_response_and_wait_for_next_webhook', () => {
  const name = 'return_response_and_wait_for_next_webhook'
  const services = { resumeUrl: (key: string) => `https://example.com/waits/${key}` }

  test('it answers with the address of the next request, and waits for it', async () => {
    const result = await runAction(piece, name, { fields: { body: {} } }, { services })
    const { headers } = answerOf(result) as { headers: Record<string, string> }
    expect(headers['x-activepieces-resume-webhook-url']).toBe(services.resumeUrl(result.wait?.key ?? ''))
    expect(result.output).toBeUndefined()
  })

  test('the next request is the output', async () => {
    const next = { body: { b: 2 }, headers: { h: '1' }, queryParams: { q: 'x' } }
    expect(await outputOf(piece, name, { fields: { body: {} } }, { services, ...resumeWith(next) })).toEqual(
      next,
    )
  })
})
