import { hmac, type PlatformFixture } from './fixture.ts'

/** The signature as twilio.com/docs/usage/security describes it: the address, then every field's name and value. */
const signature = (token: string, url: string, body: string) => {
  const fields = [...new URLSearchParams(body)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map((pair) => pair.join(''))
  return hmac('sha1', token, url + fields.join(''), 'base64')
}

/** Twilio, with the fields of a real status callback. */
export const twilioFixture: PlatformFixture = {
  name: 'twilio',
  secret: 'auth-token-of-twilio',
  sign: (secret, body, _at, url) => ({
    'x-twilio-signature': signature(secret, url, body),
    'content-type': 'application/x-www-form-urlencoded',
  }),
  finished: (callId) => ({
    body: new URLSearchParams({
      CallSid: callId,
      AccountSid: 'AC1',
      ApiVersion: '2010-04-01',
      From: '+34600000001',
      To: '+34910000000',
      Direction: 'inbound',
      CallStatus: 'completed',
      CallDuration: '84',
      Duration: '2',
      SipResponseCode: '200',
      Timestamp: 'Tue, 03 Mar 2026 10:01:24 +0000',
      SequenceNumber: '3',
      CallbackSource: 'call-progress-events',
      FromCity: '',
    }).toString(),
  }),
  unknown: { body: 'CallSid=c&CallStatus=teleported' },
}
