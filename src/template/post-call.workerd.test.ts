import PostalMime from 'postal-mime'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { addAgent, hook } from '../../test/support/agents.ts'
import { openAiAnswer } from '../../test/support/model-answers.ts'
import { type PlayedServices, playServices, type Routes } from '../../test/support/played-services.ts'
import { finishCall, install, passTime, runWith } from '../../test/support/templates.ts'
import { LANGUAGES, type Language } from './source.ts'

afterEach(() => vi.restoreAllMocks())

const OPENAI = 'POST api.openai.com/v1/chat/completions'
const GMAIL = 'POST gmail.googleapis.com/gmail/v1/users/me/messages/send'
const SLACK = 'POST slack.com/api/chat.postMessage'
const TWILIO = 'POST api.twilio.com/2010-04-01/Accounts/'
const HUBSPOT = 'api.hubapi.com/crm/v3/objects'
const SHEET = 'sheets.googleapis.com/v4/spreadsheets/sheet1'

const CHANNEL = 'C0123456789'
const TS = '1503435956.000247'

const call = (changes: object = {}) => ({
  id: crypto.randomUUID(),
  type: 'inbound',
  status: 'completed',
  duration: 84,
  end_reason: 'hangup',
  end_time: '2026-03-03T10:01:24Z',
  recording_url: 'https://voice.example/1.mp3',
  contact: { identifier: '+34600000001' },
  dynamic_variables: { name: 'Ana', mail: 'ana@example.com' },
  messages: [
    { role: 'assistant', content: 'Hello, how can I help you?' },
    { role: 'user', content: 'My invoice is wrong.' },
  ],
  ...changes,
})

const nobody = { end_reason: 'ivr_no_answer', messages: [] }

/** A template after an agent's calls; gives what ends one, with the services played like that. */
async function finisher(slug: string, language: Language, variables: Record<string, string> = {}) {
  const agent = await addAgent([await install(slug, language, variables)])
  return async (routes: Routes, changes: object = {}) => {
    const played = playServices(routes)
    await finishCall(agent, call(changes))
    played.expectFitting()
    return played
  }
}

const time = '2026-03-13T11:28:40.586Z'
const record = (id: string) => ({ id, properties: {}, createdAt: time, updatedAt: time, archived: false })
const foundContacts = (...ids: string[]) => ({ body: { total: ids.length, results: ids.map(record) } })
const made = (id: string) => ({ status: 201, body: record(id) })

const sheetRoutes: Routes = {
  [`GET ${SHEET}`]: {
    body: { sheets: [{ properties: { sheetId: 0, title: 'Calls', gridProperties: { rowCount: 9 } } }] },
  },
  [`POST ${SHEET}/values/`]: { body: { updates: { updatedRange: "'Calls'!A4:F4" } } },
}
const rowOf = (played: PlayedServices) =>
  firstBody<{ values: unknown[][] }>(played, `POST ${SHEET}/values/`).values[0]

/** The body of the first request to a route. */
function firstBody<T>(played: PlayedServices, route: string): T {
  return played.to(route)[0]!.body as T
}

/** What an AI model was asked. */
const asked = (played: PlayedServices, index = 0) => JSON.stringify(played.to(OPENAI)[index]?.body)

const mailOf = (played: PlayedServices) => {
  const { raw } = firstBody<{ raw: string }>(played, GMAIL)
  return PostalMime.parse(atob(raw.replaceAll('-', '+').replaceAll('_', '/')))
}
const sentMail = { [GMAIL]: { body: { id: 'm1', threadId: 't1' } } }
const posted = {
  [SLACK]: { body: { ok: true, ts: TS, channel: CHANNEL, message: { type: 'message', text: 'x', ts: TS } } },
}
const texted = { [TWILIO]: { status: 201, body: { sid: `SM${'0'.repeat(32)}` } } }

describe.each(LANGUAGES)('in %s', async (language) => {
  const say = (en: string, es: string) => (language === 'en' ? en : es)

  describe('post-call lead management', async () => {
    const finish = await finisher('post-call-lead-management-hubspot', language, {
      booking_url: 'https://book.example',
    })
    const search = `POST ${HUBSPOT}/contacts/search`
    const update = `PATCH ${HUBSPOT}/contacts/7`
    const routes = { [search]: foundContacts('7'), [update]: { body: record('7') }, ...sentMail }
    const statusOf = (played: PlayedServices) => played.to(update)[0]?.body

    test('confirms what was booked', async () => {
      const answers = [
        openAiAnswer({ call: { answered: true } }),
        openAiAnswer({ call: { appointment_booked: true, appointment_datetime: 'Friday at ten' } }),
      ]
      const played = await finish({ ...routes, [OPENAI]: answers })
      expect(played.to(search)[0]?.body).toMatchObject({
        filterGroups: [{ filters: [{ propertyName: 'email', value: 'ana@example.com' }] }],
      })
      expect(asked(played)).toContain('My invoice is wrong.')
      expect(statusOf(played)).toEqual({ properties: { hs_lead_status: 'OPEN_DEAL' } })
      const mail = await mailOf(played)
      expect(mail.to?.[0]?.address).toBe('ana@example.com')
      expect(mail.subject).toBe(say('Your appointment', 'Tu cita'))
      expect(mail.text).toContain('Friday at ten')
      expect(mail.text).toContain('Ana')
    })

    test('invites whoever answered and did not book', async () => {
      const answers = [
        openAiAnswer({ call: { answered: true } }),
        openAiAnswer({ call: { appointment_booked: false, appointment_datetime: null } }),
      ]
      const played = await finish({ ...routes, [OPENAI]: answers })
      expect(statusOf(played)).toEqual({ properties: { hs_lead_status: 'CONNECTED' } })
      expect((await mailOf(played)).text).toContain('https://book.example')
    })

    test('writes to whoever did not answer, also where the CRM does not know them', async () => {
      const answer = openAiAnswer({ call: { answered: false } })
      const missed = await finish({ ...routes, [OPENAI]: answer }, nobody)
      expect(statusOf(missed)).toEqual({ properties: { hs_lead_status: 'ATTEMPTED_TO_CONTACT' } })
      expect(asked(missed)).toContain('ivr_no_answer')
      const notFound = { [`PATCH ${HUBSPOT}/contacts/unknown`]: { status: 404, body: {} } }
      const unknown = await finish(
        { ...notFound, [search]: foundContacts(), ...sentMail, [OPENAI]: answer },
        nobody,
      )
      expect((await mailOf(unknown)).subject).toBe(say('We tried to call you', 'Hemos intentado llamarte'))
    })
  })

  test('save call result adds a row of what AI read', async () => {
    const finish = await finisher('save-call-result', language, { spreadsheet_id: 'sheet1' })
    const data = { interested: true, objections_raised: 'price', urgency: null }
    const played = await finish({ ...sheetRoutes, [OPENAI]: openAiAnswer({ call: data }) })
    expect(rowOf(played)).toEqual(['2026-03-03T10:01:24Z', '+34600000001', true, 'price', '', 84])
    expect(played.to(`POST ${SHEET}/values/`)[0]?.url.searchParams.get('valueInputOption')).toBe('RAW')
  })

  test('send follow-up writes on WhatsApp a minute later', async () => {
    const variables = { phone_number_id: '100', url: 'https://info.example' }
    const agent = await addAgent([await install('send-follow-up-whatsapp', language, variables)])
    const messages = 'POST graph.facebook.com/v23.0/100/messages'
    const contacts = [{ input: '+34600000001', wa_id: '34600000001' }]
    const played = playServices({
      [messages]: {
        body: { messaging_product: 'whatsapp', contacts, messages: [{ id: 'wamid.1' }] },
      },
    })
    const { body } = await hook(agent, '/call-finished', call())
    await runWith('PAUSED', body.runs[0].run_id)
    expect(played.sent).toEqual([])
    await passTime(body.runs[0].run_id, 61)
    await runWith('SUCCEEDED', body.runs[0].run_id)
    expect(played.sent[0]?.body).toMatchObject({ to: '+34600000001', type: 'text' })
    const { text } = firstBody<{ text: { body: string } }>(played, messages)
    expect(text.body).toContain(say('Hello Ana, ', 'Hola Ana, '))
    expect(text.body).toContain('https://info.example')
    played.expectFitting()
  })

  test('call summary by e-mail sends what AI wrote', async () => {
    const finish = await finisher('call-summary-email', language, { team_email: 'team@example.com' })
    const played = await finish({ ...sentMail, [OPENAI]: openAiAnswer({ text: 'The invoice is wrong. ñ' }) })
    const mail = await mailOf(played)
    expect(mail.to?.[0]?.address).toBe('team@example.com')
    expect(mail.subject).toBe(say('Call with +34600000001', 'Llamada con +34600000001'))
    expect(mail.text).toContain('The invoice is wrong. ñ')
    expect(mail.text).toContain('https://voice.example/1.mp3')
    expect(asked(played)).toContain('user: My invoice is wrong.')
  })

  describe('CRM update with follow-up task', async () => {
    const finish = await finisher('crm-update-follow-up-task', language)
    const search = `POST ${HUBSPOT}/contacts/search`
    const routes = {
      [search]: foundContacts('7'),
      [`POST ${HUBSPOT}/contacts`]: made('9'),
      [`POST ${HUBSPOT}/notes`]: made('20'),
      [`POST ${HUBSPOT}/tasks`]: made('21'),
    }
    const noteOf = (played: PlayedServices) => played.to(`POST ${HUBSPOT}/notes`)[0]?.body

    test('notes the call on the contact, and gives the team something to do the next day', async () => {
      const data = { summary: 'A wrong invoice.', follow_up: 'Send a new invoice' }
      const before = Date.now()
      const played = await finish({ ...routes, [OPENAI]: openAiAnswer({ call: data }) })
      expect(noteOf(played)).toMatchObject({
        properties: { hs_note_body: 'A wrong invoice.' },
        associations: [{ to: { id: '7' } }],
      })
      const { properties, associations } = firstBody<{
        properties: Record<string, string>
        associations: object[]
      }>(played, `POST ${HUBSPOT}/tasks`)
      expect(properties).toMatchObject({
        hs_task_subject: 'Send a new invoice',
        hs_task_status: 'NOT_STARTED',
      })
      const due = Date.parse(properties.hs_timestamp!) - 24 * 3_600_000
      expect(due).toBeGreaterThanOrEqual(before)
      expect(due).toBeLessThanOrEqual(Date.now())
      expect(associations).toMatchObject([{ to: { id: '7' } }])
      expect(played.to(`POST ${HUBSPOT}/contacts`)).toHaveLength(1)
    })

    test('makes the contact where there is none, and no task where nothing is to do', async () => {
      const data = { summary: 'All is well.', follow_up: null }
      const played = await finish({
        ...routes,
        [search]: foundContacts(),
        [OPENAI]: openAiAnswer({ call: data }),
      })
      const [, contact] = played.to(`POST ${HUBSPOT}/contacts`)
      expect(contact?.body).toEqual({ properties: { phone: '+34600000001' } })
      expect(noteOf(played)).toMatchObject({ associations: [{ to: { id: '9' } }] })
      expect(played.to(`POST ${HUBSPOT}/tasks`)).toEqual([])
    })
  })

  test('support ticket is opened for a problem, with the conversation, and for nothing else', async () => {
    const finish = await finisher('support-ticket-transcript', language)
    const tickets = 'POST acme.zendesk.com/api/v2/tickets'
    const routes = { [tickets]: { status: 201, body: { ticket: { id: 5 } } } }
    const data = { has_problem: true, title: 'Wrong invoice', priority: 'extreme' }
    const played = await finish({ ...routes, [OPENAI]: openAiAnswer({ call: data }) })
    expect(played.to(tickets)[0]?.body).toEqual({
      ticket: {
        subject: 'Wrong invoice (+34600000001)',
        comment: { body: 'assistant: Hello, how can I help you?\nuser: My invoice is wrong.', public: false },
        requester: { email: 'ana@example.com', name: 'Ana' },
        priority: 'normal',
      },
    })
    const unnamed = { ...data, title: null, priority: 'urgent' }
    const stranger = await finish(
      { ...routes, [OPENAI]: openAiAnswer({ call: unnamed }) },
      { dynamic_variables: {} },
    )
    const { ticket } = firstBody<{ ticket: Record<string, unknown> }>(stranger, tickets)
    expect([ticket.priority, ticket.requester]).toEqual(['urgent', undefined])
    const fine = { has_problem: false, title: null, priority: null }
    const silent = await finish({ [OPENAI]: openAiAnswer({ call: fine }) })
    expect(silent.sent).toHaveLength(1)
  })

  test('call log adds a row and tells the team', async () => {
    const variables = { spreadsheet_id: 'sheet1', slack_channel: CHANNEL }
    const finish = await finisher('call-log-notification', language, variables)
    const played = await finish({
      ...sheetRoutes,
      ...posted,
      [OPENAI]: openAiAnswer({ text: 'Wrong invoice.' }),
    })
    expect(rowOf(played)).toEqual([
      '2026-03-03T10:01:24Z',
      '+34600000001',
      'inbound',
      84,
      'hangup',
      'Wrong invoice.',
    ])
    expect(played.to(SLACK)[0]?.body).toMatchObject({
      channel: CHANNEL,
      text: `${say('Call with', 'Llamada con')} +34600000001, 84 s:\nWrong invoice.`,
    })
  })

  test('unresolved calls are escalated, urgent ones by SMS too, resolved ones not at all', async () => {
    const finish = await finisher('escalate-unresolved-calls', language, {
      slack_channel: CHANNEL,
      sms_number: '+15551234567',
      on_call_number: '+34600000009',
    })
    const judged = (category: string) => ({
      ...posted,
      ...texted,
      [OPENAI]: openAiAnswer({ call: { category } }),
    })
    const urgent = await finish(judged(say('unresolved and urgent', 'sin resolver y urgente')))
    expect(urgent.to(TWILIO)[0]?.body).toEqual({
      From: '+15551234567',
      To: '+34600000009',
      Body: expect.stringContaining('+34600000001'),
    })
    expect(urgent.to(SLACK)).toHaveLength(1)
    const unresolved = await finish(judged(say('unresolved', 'sin resolver')))
    expect([unresolved.to(TWILIO).length, unresolved.to(SLACK).length]).toEqual([0, 1])
    const resolved = await finish(judged(say('resolved', 'resuelta')))
    expect(resolved.sent).toHaveLength(1)
  })

  test('a missed call is answered by SMS, one that was spoken in is not', async () => {
    const finish = await finisher('missed-call-text-back', language, {
      sms_number: '+15551234567',
      business_name: 'Acme & Co',
      url: 'https://book.example',
    })
    const missed = await finish(texted, nobody)
    expect(missed.to(TWILIO)[0]?.body).toEqual({
      From: '+15551234567',
      To: '+34600000001',
      Body: expect.stringMatching(/Acme & Co.*https:\/\/book\.example/),
    })
    const alone = [{ role: 'assistant', content: 'Hello?' }]
    expect((await finish(texted, { messages: alone })).sent).toHaveLength(1)
    expect((await finish({})).sent).toEqual([])
    // On the web there is nobody to write to.
    expect((await finish({}, { messages: [], contact: {} })).sent).toEqual([])
  })
})
