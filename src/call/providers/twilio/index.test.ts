import twilioSdk from 'twilio'
import { expect, test } from 'vitest'
import { twilioFixture } from '../../../../scripts/platforms/twilio.ts'
import type { CallMoment } from '../../events.ts'
import { twilio } from './index.ts'

const bytes = (text: string) => Uint8Array.from(Buffer.from(text))
const verify = (secret: string, url: string, body: string, signature: string) => {
  const request = { url, headers: new Headers({ 'x-twilio-signature': signature }), rawBody: bytes(body) }
  return twilio.verify(request, { bearerHash: '', signingKey: {} as CryptoKey, secrets: [secret] }, 0)
}
const URL_ = 'https://mycompany.com/myapp.php?foo=1&bar=2'
const FORM =
  'CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309&To=%2B18005551212'

test('the signature of Twilio’s documentation is proven, and no other address or token', async () => {
  const signature = 'RSOYDt4T1cUTdK1PDd93/VVr8B8='
  expect(await verify('12345', URL_, FORM, signature)).toBe(true)
  expect(await verify('12345', `${URL_}&x=1`, FORM, signature)).toBe(false)
  expect(await verify('12346', URL_, FORM, signature)).toBe(false)
  expect(await verify('12345', URL_, FORM.replace('1234&', '1235&'), signature)).toBe(false)
})

test.each([
  ['umlauts and blanks', 'CallSid=CA1&FromCity=M%C3%BCnchen+Ost'],
  ['empty fields', 'CallSid=CA1&FromCity=&FromState='],
  ['a field that comes twice', 'CallSid=CA1&MediaUrl=b&MediaUrl=a&MediaUrl=a'],
])('what Twilio’s own SDK expects is proven: %s', async (_, form) => {
  const fields: Record<string, string | string[]> = {}
  const given = new URLSearchParams(form)
  for (const name of given.keys()) {
    const values = given.getAll(name)
    fields[name] = values.length > 1 ? values : (values[0] ?? '')
  }
  const signature = twilioSdk.getExpectedTwilioSignature('token', URL_, fields)
  expect(await verify('token', URL_, form, signature)).toBe(true)
})

const ROUTE = { agentId: 'agent_1', query: new URLSearchParams('client_request_id=run_1.step') }
const read = (form: string) => {
  const body = twilio.readBody!({ url: '', headers: new Headers(), rawBody: bytes(form) })
  return { kind: twilio.classify(body, ROUTE), body }
}
const finished = (changes: Record<string, string> = {}) => {
  const form = new URLSearchParams(String(twilioFixture.finished('CA1').body))
  for (const [name, value] of Object.entries(changes)) form.set(name, value)
  return twilio.normalise('call_finished', read(form.toString()).body, new Headers(), ROUTE) as CallMoment
}

test.each([
  ['queued', 'ignored'],
  ['ringing', 'ignored'],
  ['in-progress', 'ignored'],
  ['completed', 'call_finished'],
  ['busy', 'call_finished'],
  ['failed', 'call_finished'],
  ['no-answer', 'call_finished'],
  ['canceled', 'call_finished'],
  ['teleported', 'unknown'],
])('a call that is %s: %s', (status, kind) => {
  expect(read(`CallSid=CA1&CallStatus=${status}`).kind).toBe(kind)
})

test('a callback becomes a finished call in Diga’s fields', () => {
  const { call, payload } = finished()
  expect(call).toMatchObject({
    call_id: 'CA1',
    type: 'inbound',
    status: 'completed',
    duration: 84,
    phone_number: '+34600000001',
    start_time: '2026-03-03T10:00:00.000Z',
    end_time: '2026-03-03T10:01:24.000Z',
  })
  expect(payload.client_request_id).toBe('run_1.step')
})

test('how an outgoing call ended is told in Diga’s words and in Twilio’s', () => {
  const unanswered = finished({ Direction: 'outbound-api', CallStatus: 'no-answer', CallDuration: '0' })
  expect(unanswered.call).toMatchObject({
    type: 'outbound',
    phone_number: '+34910000000',
    status: 'no_answer',
    end_reason: 'no-answer',
  })
  expect(finished({ AnsweredBy: 'machine_end_beep' }).call.end_reason).toBe('machine_end_beep')
})

test('a voice URL gets the TwiML of the workflows, and a refusal where the call must not go on', () => {
  const none = { abort: false, promptAddition: '', dynamicVariables: {}, flows: [] }
  const event = finished()
  const reply = (changes: object) => twilio.renderPreCall({ ...none, ...changes }, event, {} as never)
  const twiml = '<Response><Say>Hello</Say></Response>'
  expect(reply({ dynamicVariables: { twiml } })).toMatchObject({ body: twiml, format: 'text' })
  expect(reply({ abort: true }).body).toContain('<Reject/>')
})
