import { env } from 'cloudflare:workers'
import { createHmac } from 'node:crypto'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { addAgent, hook } from '../../test/support/agents.ts'
import { api, call } from '../../test/support/api.ts'
import { sendForm } from '../../test/support/forms.ts'
import { type PlayedServices, playServices, type Routes } from '../../test/support/played-services.ts'
import { install, passTime, readRun, runWith } from '../../test/support/templates.ts'
import { tick } from '../schedule/tick.ts'
import { LANGUAGES } from './source.ts'

afterEach(() => vi.restoreAllMocks())

const HOUR = 3_600_000
const VOICE = 'POST voice.example/calls'
const HUBSPOT = 'api.hubapi.com/crm/v3/objects'
const TWILIO = 'POST api.twilio.com'
const CREATED = '2026-03-03T10:00:00Z'
const SHEET = 'sheets.googleapis.com/v4/spreadsheets/sheet1'

/** The platform that dials. */
const dials: Routes = { [VOICE]: { body: { call_id: 'call-1' } } }

const dialled = (played: PlayedServices) =>
  played.to(VOICE).map(({ body }): [string, object] => {
    const { to_number, dynamic_variables } = body as { to_number: string; dynamic_variables: object }
    return [to_number, dynamic_variables]
  })

/** The only run of a workflow so far. */
const runOf = async (id: string) =>
  vi.waitFor(async () => {
    const { body } = await api('GET', `/v1/workflow/${id}/executions`)
    expect(body.data).toHaveLength(1)
    return String(body.data[0].id)
  })

/** Runs of a workflow, once there are that many and all have ended well. */
async function ended(id: string, count: number) {
  await vi.waitFor(
    async () => {
      const { body } = await api('GET', `/v1/workflow/${id}/executions`)
      expect(body.data.map(({ status }: { status: string }) => status)).toEqual(
        Array.from({ length: count }, () => 'SUCCEEDED'),
      )
    },
    { timeout: 20_000 },
  )
}

describe.each(LANGUAGES)('in %s', async (language) => {
  const { id: from_number } = await addAgent([], { outbound_url: 'https://voice.example/calls' })
  const calls = { from_number, country_code: 34 }

  test('a form has the agent call a minute later, whatever way the number is written', async () => {
    const id = await install('outbound-call-form-trigger', language, calls)
    const played = playServices(dials)
    await call('POST', `/webhooks/${id}`, { phone: '600 00 00-01' }, { 'content-type': 'application/json' })
    const run = await runOf(id)
    await runWith('PAUSED', run)
    expect(dialled(played)).toEqual([])
    await passTime(run, 61)
    await runWith('SUCCEEDED', run)
    expect(dialled(played)).toEqual([['+34600000001', {}]])
  })

  test('a form without a number fails its run, and calls nobody', async () => {
    const id = await install('outbound-call-form-trigger', language, calls)
    const played = playServices(dials)
    await call('POST', `/webhooks/${id}`, { phone: 'call me' }, { 'content-type': 'application/json' })
    const run = await runOf(id)
    await vi.waitFor(async () => expect((await readRun(run)).status).toBe('FAILED'))
    expect(dialled(played)).toEqual([])
  })

  test('a form has the agent call at once whoever agrees to it', async () => {
    const id = await install('form-to-call', language, { from_number, country: 'ES' })
    const played = playServices(dials)
    const fields = { name: 'Ana', phone: '600 00 00 01', message: 'Hi', consent: 'true' }
    for (const wrong of [{ phone: '12' }, { consent: '' }, { name: '' }]) {
      expect((await sendForm(id, { ...fields, ...wrong })).errors).toHaveLength(1)
    }
    expect(dialled(played)).toEqual([])
    const sent = await sendForm(id, fields)
    expect([sent.status, sent.root.querySelector('main p')?.text]).toEqual([
      200,
      expect.stringMatching(/call|llama/),
    ])
    await vi.waitFor(() =>
      expect(dialled(played)).toEqual([['+34600000001', { name: 'Ana', message: 'Hi' }]]),
    )
  })

  describe('a lead is called, and what is done hangs on the outcome', async () => {
    const {
      id: leads,
      provider,
      bearer,
      signing,
    } = await addAgent([], {
      outbound_url: 'https://voice.example/calls',
    })
    const agent = { id: leads, provider, bearer, signing }
    const id = await install('lead-call-outcome', language, {
      ...calls,
      from_number: leads,
      sms_number: '+15551234567',
      business_name: 'Acme & Co',
    })
    const made = (object: string) => ({
      status: 201,
      body: { id: object, properties: {}, createdAt: CREATED, updatedAt: CREATED, archived: false },
    })
    const routes: Routes = {
      [`POST ${HUBSPOT}/contacts/search`]: { body: { total: 1, results: [made('7').body] } },
      [`POST ${HUBSPOT}/notes`]: made('20'),
      [`POST ${HUBSPOT}/tasks`]: made('21'),
      [TWILIO]: { status: 201, body: { sid: `SM${'0'.repeat(32)}`, status: 'queued' } },
    }
    let lead = 0

    /** Lets the two hours pass that a run waits for the end; it looks now and then. */
    const waitInVain = (run: string) =>
      vi.waitFor(
        async () => {
          if ((await readRun(run)).status === 'PAUSED') await passTime(run, 2 * 3_600 + 1)
          expect((await readRun(run)).status).toBe('SUCCEEDED')
        },
        { timeout: 20_000 },
      )

    /** Has the lead called, and the call end like that. Gives what was sent after it. */
    async function callThatEnds(end: object | null) {
      const callId = `lead-${++lead}`
      const played = playServices({ ...routes, [VOICE]: { body: { call_id: callId } } })
      const type = { 'content-type': 'application/json' }
      const { headers } = await call('POST', `/webhooks/${id}`, { phone: '600000001', name: 'Ana' }, type)
      const run = headers.get('x-run-id') ?? ''
      await runWith('PAUSED', run)
      expect(dialled(played)).toEqual([['+34600000001', { name: 'Ana' }]])
      if (end) await hook(agent, '/call-finished', { id: callId, ...end })
      else await waitInVain(run)
      await runWith('SUCCEEDED', run)
      played.expectFitting()
      const bodyOf = (route: string) => played.to(route)[0]?.body as Record<string, unknown> | undefined
      return {
        note: bodyOf(`POST ${HUBSPOT}/notes`),
        sms: bodyOf(TWILIO),
        task: bodyOf(`POST ${HUBSPOT}/tasks`),
      }
    }

    test('who talked gets a note in the CRM', async () => {
      const { note, sms, task } = await callThatEnds({ duration: 84, end_reason: 'user_hangup' })
      expect(note).toMatchObject({
        properties: { hs_note_body: expect.stringContaining('84 s') },
        associations: [{ to: { id: '7' } }],
      })
      expect([sms, task]).toEqual([undefined, undefined])
    })

    test.each(['User did not answer', 'busy', 'voicemail_left'])(
      '"%s": an SMS is sent',
      async (end_reason) => {
        const { note, sms, task } = await callThatEnds({ duration: 0, end_reason })
        expect(sms).toMatchObject({ To: '+34600000001', Body: expect.stringContaining('Acme & Co') })
        expect([note, task]).toEqual([undefined, undefined])
      },
    )

    test('a call that failed, or of whose end nobody heard, is left to the team', async () => {
      const failed = await callThatEnds({ duration: 0, end_reason: 'Call error' })
      expect(failed).toMatchObject({
        note: undefined,
        sms: undefined,
        task: { properties: { hs_task_priority: 'HIGH', hs_task_body: expect.stringContaining('failed') } },
      })
      const silent = await callThatEnds(null)
      expect(silent.task).toMatchObject({
        properties: { hs_task_body: expect.stringContaining('timeout') },
      })
    })
  })

  test('a reminder calls whoever is named in an event of tomorrow, with the time their clocks show', async () => {
    let items: object[] = []
    const played = playServices({
      ...dials,
      'GET www.googleapis.com/calendar/v3/calendars/team@example.com/events': () => ({
        body: { kind: 'calendar#events', items },
      }),
    })
    const id = await install('appointment-reminder-call', language, {
      ...calls,
      calendar_id: 'team@example.com',
      time_zone: 'America/Bogota',
    })
    const soon = Date.now() + 24 * HOUR
    const dateTime = new Date(soon).toISOString()
    const event = { id: 'e1', summary: 'Check-up', start: { dateTime } }
    items = [
      { ...event, description: 'Phone: +34 600 000 001\nBooked by phone' },
      { ...event, id: 'e2', description: 'Teléfono: 600000002' },
      { ...event, id: 'e3', description: 'Teléfono: desconocido' },
      { ...event, id: 'e4' },
    ]
    await tick(env, Date.now() + HOUR)
    await ended(id, 4)
    // Bogota has no summer time: always five hours behind.
    const starts = new Date(soon - 5 * HOUR).toISOString().slice(0, 19)
    expect(new Map(dialled(played))).toEqual(
      new Map([
        ['+34600000001', { appointment: 'Check-up', starts }],
        ['+34600000002', { appointment: 'Check-up', starts }],
      ]),
    )
    expect(played.to(VOICE)).toHaveLength(2)
    played.expectFitting()
    await api('PATCH', `/v1/workflow/${id}/status`, { status: 'DISABLED' })
  })

  test('a booking is confirmed by phone where a number was left', async () => {
    const webhook = { id: 71, active: true, userId: 1, payloadTemplate: '{}' }
    const triggers = ['BOOKING_CREATED']
    const played = playServices({
      ...dials,
      'POST api.cal.com/v2/webhooks': ({ body }) => {
        const { subscriberUrl } = body as { subscriberUrl: string }
        return { status: 201, body: { status: 'success', data: { ...webhook, triggers, subscriberUrl } } }
      },
    })
    const id = await install('booking-confirmation-call', language, { ...calls, time_zone: 'Europe/Madrid' })
    const subscribed = played.sent[0]?.body as { subscriberUrl: string; secret: string }
    const book = async (uid: string, changes: object) => {
      const text = JSON.stringify({
        triggerEvent: 'BOOKING_CREATED',
        createdAt: '2026-06-01T08:00:00Z',
        payload: {
          uid,
          title: 'Check-up',
          startTime: '2026-07-01T08:00:00Z',
          attendees: [attendee],
          ...changes,
        },
      })
      const signature = createHmac('sha256', subscribed.secret).update(text).digest('hex')
      const headers = { 'content-type': 'application/json', 'x-cal-signature-256': signature }
      return call('POST', new URL(subscribed.subscriberUrl).pathname, text, headers)
    }
    const attendee = { name: 'Ana', email: 'ana@example.com', timeZone: 'Europe/Madrid' }
    const first = { attendees: [{ ...attendee, phoneNumber: '+34600000001' }] }
    expect((await book('b1', first)).status).toBeLessThan(300)
    await book('b1', first)
    await book('b2', { responses: { attendeePhoneNumber: { value: '600000002' } } })
    await book('b3', {})
    await ended(id, 3)
    const variables = { name: 'Ana', appointment: 'Check-up', starts: '2026-07-01T10:00:00' }
    expect(new Map(dialled(played))).toEqual(
      new Map([
        ['+34600000001', { ...variables, booking_uid: 'b1' }],
        ['+34600000002', { ...variables, booking_uid: 'b2' }],
      ]),
    )
    expect(played.to(VOICE)).toHaveLength(2)
    played.expectFitting()
  })

  test('a campaign calls the rows without a status, notes each before it dials, and goes on after a failure', async () => {
    const id = await install('follow-up-campaign', language, {
      ...calls,
      spreadsheet_id: 'sheet1',
      seconds_between_calls: 0,
      most_calls: 2,
      campaign_secret: 'shh-2',
    })
    const headers = language === 'en' ? ['name', 'phone', 'status'] : ['nombre', 'teléfono', 'estado']
    const rows = [
      headers,
      ['Ana', '600000001'],
      ['Bo', '600000002', 'done'],
      ['Cy', 'no number'],
      ['Di', '+34 600 000 003', ''],
      ['Ed', '600000004'],
    ]
    const order: string[] = []
    const played = playServices({
      [`GET ${SHEET}/values/`]: ({ url }) => {
        const isHeaders = decodeURIComponent(url.pathname).endsWith('A1:ZZZ1')
        return { body: { values: isHeaders ? [headers] : rows } }
      },
      [`GET ${SHEET}`]: {
        body: { sheets: [{ properties: { sheetId: 0, title: 'Leads', gridProperties: { rowCount: 9 } } }] },
      },
      [`PUT ${SHEET}/values/`]: ({ url, body }) => {
        const { values } = body as { values: unknown[][] }
        order.push(`${decodeURIComponent(url.pathname).split('!')[1]} ${JSON.stringify(values[0])}`)
        return { body: { updatedRange: "'Leads'!A2:C2" } }
      },
      [VOICE]: ({ body }) => {
        const { to_number } = body as { to_number: string }
        order.push(to_number)
        return to_number.endsWith('1') ? { status: 400, body: {} } : { body: { call_id: 'call-2' } }
      },
    })
    await call('POST', `/webhooks/${id}`, {}, { 'x-campaign-secret': 'shh-2' })
    await runWith('SUCCEEDED', await runOf(id))
    const [called, failed] = language === 'en' ? ['called', 'failed'] : ['llamado', 'fallida']
    expect(order).toEqual([
      `A2:ZZZ2 [null,null,"${called}"]`,
      '+34600000001',
      `A2:ZZZ2 [null,null,"${failed}"]`,
      `A5:ZZZ5 [null,null,"${called}"]`,
      '+34600000003',
    ])
    played.expectFitting()
  })

  test('a list from a sheet becomes a campaign, with the columns as variables of the calls', async () => {
    const id = await install('call-list-from-sheet', language, {
      from_number,
      spreadsheet_id: 'sheet1',
      country: 'ES',
      calls_per_minute: 10,
      campaign_secret: 'shh-3',
    })
    const headers = language === 'en' ? ['name', 'phone'] : ['nombre', 'teléfono']
    const rows = [headers, ['Ana', '600 000 001'], ['Cy', 'no number']]
    const played = playServices({
      [`GET ${SHEET}/values/`]: ({ url }) => {
        const isHeaders = decodeURIComponent(url.pathname).endsWith('A1:ZZZ1')
        return { body: { values: isHeaders ? [headers] : rows } }
      },
      [`GET ${SHEET}`]: {
        body: { sheets: [{ properties: { sheetId: 0, title: 'Leads', gridProperties: { rowCount: 9 } } }] },
      },
      ...dials,
    })
    await call('POST', `/webhooks/${id}`, {}, { 'x-campaign-secret': 'shh-3' })
    const run = await runOf(id)
    await runWith('SUCCEEDED', run)
    const { output } = (await readRun(run)).steps.call!
    const { campaign_id } = output as { campaign_id: string }
    const { body } = await api('GET', `/v1/campaigns/${campaign_id}/rows`)
    expect(body.data).toMatchObject([
      { number: '+34600000001', dynamic_variables: { [headers[0]!]: 'Ana' } },
      { number: 'no number', state: 'SKIPPED', reason: 'number_invalid' },
    ])
    played.expectFitting()
  })
})
