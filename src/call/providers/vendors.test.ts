import { createRequire } from 'node:module'
import type { Vapi } from '@vapi-ai/server-sdk'
import { Webhook as SvixWebhook } from 'svix'
import Telnyx from 'telnyx'
import { describe, expect, test } from 'vitest'
import { elevenlabsFixture } from '../../../scripts/platforms/elevenlabs.ts'
import type { PlatformFixture } from '../../../scripts/platforms/fixture.ts'
import { telnyxFixture } from '../../../scripts/platforms/telnyx.ts'
import { makeAgent, SIGNING_SECRET } from '../../../test/support/calls.ts'
import type { ResponseAnswer, ToolOutcome } from '../outcome.ts'
import type { PreCallResult } from '../pre-call.ts'
import { importSigningSecret, signatureHeaders, verifySignature } from '../signature.ts'
import { elevenlabs } from './elevenlabs/index.ts'
import type { Provider } from './provider.ts'
import { telnyx } from './telnyx/index.ts'
import { vapi } from './vapi/index.ts'

// What vendors' own packages say of signatures and answers. Retell's and Twilio's stand beside their adapters.

const bytes = (text: string) => Uint8Array.from(Buffer.from(text))
const flipped = (text: string) => text.replace('e', 'f')

/** Whether our adapter takes it, where the agent has that secret. */
async function isProven(provider: Provider, headers: Record<string, string>, body: string, secret: string) {
  const agent = await makeAgent([], { secrets: [secret] })
  return provider.verify({ url: '', headers: new Headers(headers), rawBody: bytes(body) }, agent, Date.now())
}

/** ElevenLabs' verifier alone: the whole package takes seconds to load. */
const { WebhooksClient } = createRequire(import.meta.url)(
  '@elevenlabs/elevenlabs-js/wrapper/webhooks',
) as typeof import('@elevenlabs/elevenlabs-js/wrapper/webhooks')
const elevenlabsSdk = new WebhooksClient({ apiKey: 'unused' })

interface Vendor {
  fixture: PlatformFixture
  provider: Provider
  /** what the vendor's own verifier makes of it; throws where it refuses */
  read(body: string, headers: Record<string, string>): Promise<unknown>
}

const VENDORS: [string, Vendor][] = [
  [
    'elevenlabs',
    {
      fixture: elevenlabsFixture,
      provider: elevenlabs,
      read: (body, headers) =>
        elevenlabsSdk.constructEvent(body, headers['elevenlabs-signature'] ?? '', elevenlabsFixture.secret!),
    },
  ],
  [
    'telnyx',
    {
      fixture: telnyxFixture,
      provider: telnyx,
      read: (body, headers) =>
        new Telnyx({ apiKey: 'unused', publicKey: telnyxFixture.publicSecret }).webhooks.unwrap(body, {
          headers,
        }),
    },
  ],
]

describe.each(VENDORS)('%s', (_, { fixture, provider, read }) => {
  const { sign, secret = '', publicSecret = secret } = fixture
  const body = JSON.stringify(fixture.finished('call-1').body)

  test('its own verifier and ours take the same, and refuse a body with one letter changed', async () => {
    const headers = await sign!(secret, body, Date.now(), '')
    expect(await read(body, headers)).toEqual(JSON.parse(body))
    expect(await isProven(provider, headers, body, publicSecret)).toBe(true)
    await expect(read(flipped(body), headers)).rejects.toThrow()
    expect(await isProven(provider, headers, flipped(body), publicSecret)).toBe(false)
  })

  test('its own verifier and ours refuse what was signed an hour ago', async () => {
    const headers = await sign!(secret, body, Date.now() - 3_600_000, '')
    await expect(read(body, headers)).rejects.toThrow()
    expect(await isProven(provider, headers, body, publicSecret)).toBe(false)
  })
})

test('Svix takes what we sign, we take what it signs, and both refuse a changed body', async () => {
  const svix = new SvixWebhook(SIGNING_SECRET)
  const key = await importSigningSecret(SIGNING_SECRET)
  const body = '{"type":"call_finished"}'
  const now = new Date()
  const ours = await signatureHeaders(key, 'msg_1', bytes(body), now.getTime())
  expect(() => svix.verify(body, ours)).not.toThrow()
  expect(() => svix.verify(flipped(body), ours)).toThrow()
  const theirs = new Headers({ ...ours, 'webhook-signature': svix.sign('msg_1', now, body) })
  expect(await verifySignature(key, theirs, bytes(body), now.getTime())).toBe(true)
  expect(await verifySignature(key, theirs, bytes(flipped(body)), now.getTime())).toBe(false)
})

describe('what Vapi is answered is of the types of its SDK:', () => {
  const call = { agent_id: 'agent_1', call_id: 'call-1' }

  test('function calls', () => {
    const said: ResponseAnswer = { kind: 'response', format: 'json', body: { free: ['10:00'] } }
    const outcomes: ToolOutcome[] = [
      { kind: 'answered', runId: 'r', answer: said },
      {
        kind: 'refused',
        error: { code: 'ARGUMENT_MISSING', message: 'It needs "people".', retryable: false },
      },
    ]
    const invocations = ['a', 'b'].map((id) => ({ id, name: `tool_${id}`, arguments: {} }))
    expect(vapi.renderTools(outcomes, { kind: 'function_call', call, invocations }).body).toEqual({
      results: [
        { toolCallId: 'a', name: 'tool_a', result: '{"free":["10:00"]}' },
        { toolCallId: 'b', name: 'tool_b', error: 'It needs "people".' },
      ],
    } satisfies Vapi.ServerMessageResponseToolCalls)
  })

  test('the start of a call, and a campaign that asks', async () => {
    const result: PreCallResult = {
      abort: false,
      promptAddition: 'You speak with Ana.',
      dynamicVariables: { name: 'Ana' },
      flows: [{ id: 'wf', name: 'w', status: 'success', durationMs: 1, runId: 'r' }],
    }
    const agent = await makeAgent([], { platformAgentId: 'asst_1' })
    const answer = (status?: string, changes: Partial<PreCallResult> = {}) =>
      vapi.renderPreCall(
        { ...result, ...changes },
        { kind: 'pre_call', call: { ...call, status }, payload: {} },
        agent,
      ).body
    expect(answer()).toEqual({
      assistantId: 'asst_1',
      assistantOverrides: { variableValues: { name: 'Ana', prompt_addition: 'You speak with Ana.' } },
    } satisfies Vapi.ServerMessageResponseAssistantRequest)
    expect(answer(undefined, { abort: true })).toEqual({
      error: expect.any(String) as string,
    } satisfies Vapi.ServerMessageResponseAssistantRequest)
    expect(answer('predial')).toEqual({ eligible: true } satisfies Vapi.ServerMessageResponseCampaignPredial)
  })
})
