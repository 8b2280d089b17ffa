import { hmac, type PlatformFixture } from './fixture.ts'

/** Diga: its webhook as far as docs.diga.io tells, and its calls with the fields of its API. */
export const digaFixture: PlatformFixture = {
  name: 'diga',
  secret: 'secret-of-diga',
  timed: true,
  sign(secret, body, at) {
    const seconds = Math.floor(at / 1000)
    return { 'diga-signature': `t=${seconds},v1=${hmac('sha256', secret, `${seconds}.${body}`)}` }
  },
  finished: (callId) => ({
    body: {
      event: 'status_changed',
      call: {
        id: callId,
        agent_id: '5f0c',
        agent_version_id: 'diga-version',
        status: 'completed',
        type: 'inbound',
        start_time: '2026-03-03T10:00:00Z',
        end_time: '2026-03-03T10:01:24Z',
        duration: 84,
        end_reason: 'hangup',
        contact: { id: 'cnt_1', identifier: '+34600000001', contact_type: 'call' },
        dynamic_variables: { customer_name: 'Ana' },
      },
    },
  }),
  preCall: (callId) => ({
    path: '/pre-call',
    body: { id: callId, type: 'inbound', contact: { identifier: '+34600000001' } },
  }),
  unknown: { body: { event: 'galaxy_changed', call: { id: 'c' } } },
}
