import { createExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, test, vi } from 'vitest'
import { addDraft, addWorkflow, api, call, worker } from '../../test/support/api.ts'
import { code, definition, piece, pieceTrigger } from '../../test/support/definitions.ts'
import { readPage, type SendOptions, sendForm } from '../../test/support/forms.ts'
import { cookieOf, makeMember } from '../../test/support/people.ts'
import { payloadsOf } from '../../test/support/runs-of.ts'
import { signPage } from '../form/page-token.ts'
import { FORM_TEXTS } from '../form/texts.ts'
import type { Action } from '../workflow/schema.ts'
import { app } from './app.ts'

const { en, es } = FORM_TEXTS
const nothing = piece('step_1', 'data-mapper', 'advanced_mapping', { mapping: { a: 1 } })
const inputs = [
  { displayName: 'Name', type: 'text', required: true },
  { displayName: 'Phone', type: 'phone', required: true, country: 'ES', description: 'We call you at once.' },
  { displayName: 'Message', type: 'text_area' },
  {
    displayName: 'Terms',
    type: 'consent',
    description: 'You may call me.',
    link: 'https://example.com/terms',
  },
  { displayName: 'utm_source', type: 'hidden' },
]

const formOf = (input: Record<string, unknown> = {}, first: Action = nothing) => ({
  ...definition(pieceTrigger('forms', 'form_submission', { inputs, ...input }), first),
  displayName: 'Call me',
})
const addForm = (input?: Record<string, unknown>, first?: Action) => addWorkflow(formOf(input, first))

const get = (path: string, headers: Record<string, string> = {}) => call('GET', path, undefined, headers)

const full = { name: 'Ana', phone: '600 00 00 01', message: 'Hi', terms: 'true', utm_source: 'ad' }

const runsOf = async (id: string, environment = 'PRODUCTION') =>
  (await api('GET', `/v1/workflow/${id}/executions?environment=${environment}`)).body.data
const expectNoRun = async (id: string) => expect(await runsOf(id, 'ALL')).toEqual([])

describe('the page of a form', () => {
  test('has a labelled field for each, says what must be filled in, and loads nothing from elsewhere', async () => {
    const id = await addForm({ title: 'We call you', intro: 'In **a minute**. <script>alert(1)</script>' })
    const { status, headers, body } = await get(`/forms/${id}?utm_source=spring&name=Eva&terms=true`)
    const { root, title, named } = readPage(body)
    expect([status, title]).toEqual([200, 'We call you'])
    expect(root.querySelector('html')?.getAttribute('lang')).toBe('en')
    expect(body).toContain('In <strong>a minute</strong>. &lt;script&gt;')
    expect(named).toMatchObject({ 'field.name': 'Eva', 'field.utm_source': 'spring', website: '' })
    expect(root.querySelector('[name="field.terms"]')?.hasAttribute('checked')).toBe(false)
    for (const control of root.querySelectorAll('.field input, .field textarea')) {
      expect(root.querySelector(`label[for="${control.id}"]`)?.text.trim()).toBeTruthy()
      for (const described of control.getAttribute('aria-describedby')?.split(' ') ?? []) {
        expect(root.getElementById(described)?.text).toBeTruthy()
      }
    }
    expect(root.querySelectorAll('.field [required]')).toHaveLength(3)
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'nonce-[\w-]+'; script-src 'nonce-[\w-]+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
    )
  })

  test('can be framed by the sites it names, and by no others', async () => {
    const id = await addForm({ allowedSites: ['https://example.com', 'https://*.example.org/'] })
    const { headers } = await get(`/forms/${id}`)
    expect(headers.get('content-security-policy')).toMatch(
      /frame-ancestors https:\/\/example\.com https:\/\/\*\.example\.org$/,
    )
    const sent = await sendForm(id, full)
    expect(sent.headers.get('content-security-policy')).toContain('frame-ancestors https://example.com')
  })

  test.each([
    ['', 'es-MX,es;q=0.9,en;q=0.8', 'es'],
    ['', 'de,en;q=0.3,es;q=0.7', 'es'],
    ['', 'de', 'en'],
    ['?lang=es', 'en', 'es'],
    ['?lang=en', 'es', 'en'],
    ['?lang=xx', 'es', 'es'],
  ])('with %j and %j speaks %s', async (query, accepted, language) => {
    const { body } = await get(`/forms/${await addForm()}${query}`, { 'accept-language': accepted })
    expect(readPage(body).root.querySelector('html')?.getAttribute('lang')).toBe(language)
    expect(body).toContain(language === 'es' ? es.send : en.send)
  })

  test('that is not there, off, or no form is a page that says so', async () => {
    const gone = await get('/forms/wf_nope', { 'accept-language': 'es' })
    expect([gone.status, readPage(gone.body).title]).toEqual([410, es.gone])
    const id = await addForm()
    await api('PATCH', `/v1/workflow/${id}/status`, { status: 'DISABLED' })
    const webhook = await addWorkflow(
      definition(pieceTrigger('webhook', 'catch_webhook', { authType: 'none' }), nothing),
    )
    for (const closed of [id, webhook, await addDraft(formOf())]) {
      const page = await get(`/forms/${closed}`)
      expect([page.status, readPage(page.body).title]).toEqual([404, en.closed])
    }
    expect((await sendForm(id, full)).status).toBe(404)
    await expectNoRun(id)
    expect((await call('PUT', `/forms/${id}`)).status).toBe(405)
  })

  test('is the only way in: a form is no webhook', async () => {
    const id = await addForm()
    for (const path of [`/webhooks/${id}`, `/webhooks/${id}/sync`]) {
      expect((await call('POST', path, { name: 'Ana' }, { 'content-type': 'application/json' })).status).toBe(
        404,
      )
    }
    expect((await api('POST', `/v1/workflow/${id}/trigger/test/listen`)).body.error_code).toBe(
      'TRIGGER_HAS_NO_ADDRESS',
    )
    await expectNoRun(id)
  })

  test('that could not be shown is not enabled', async () => {
    await expect(addForm({ inputs: [{ displayName: 'Size', type: 'dropdown' }] })).rejects.toThrow(
      'INPUT_INVALID',
    )
    await expect(addForm({ redirectUrl: 'javascript:alert(1)' })).rejects.toThrow('redirectUrl')
  })
})

describe('a form that is sent', () => {
  test('starts a run with the fields by their keys, and thanks', async () => {
    const id = await addForm({ thankYou: 'We **call** you.' })
    const before = Date.now()
    const sent = await sendForm(id, full)
    expect([sent.status, sent.title]).toEqual([200, en.thanks])
    expect(sent.root.querySelector('main strong')?.text).toBe('call')
    expect(sent.headers.get('x-run-id')).toMatch(/^[\w-]{36}$/)
    const [payload] = (await payloadsOf(id, 1)) as [Record<string, { at: string }>]
    expect(payload).toEqual({
      name: 'Ana',
      phone: '+34600000001',
      message: 'Hi',
      terms: { accepted: true, text: 'You may call me.', at: expect.any(String) },
      utm_source: 'ad',
    })
    const at = Date.parse(payload.terms?.at ?? '')
    expect(at >= before && at <= Date.now()).toBe(true)
  })

  test('works as an encoded form too, which is what browsers send where there are no files', async () => {
    const id = await addForm()
    const { body } = await get(`/forms/${id}`)
    expect(readPage(body).root.querySelector('form')?.hasAttribute('enctype')).toBe(false)
    const token = signPage(env.PATCHCORD_ENCRYPTION_KEY, {
      workflowId: id,
      submission: 's',
      openedAt: Date.now() - 5_000,
      isDraft: false,
    })
    const fields = Object.entries(full).map(([key, value]) => [`field.${key}`, value])
    const text = new URLSearchParams([['page', token], ...fields]).toString()
    const type = { 'content-type': 'application/x-www-form-urlencoded' }
    expect((await call('POST', `/forms/${id}`, text, type)).status).toBe(200)
    expect(await payloadsOf(id, 1)).toMatchObject([{ phone: '+34600000001' }])
  })

  test('with something wrong says so beside the field, keeps what was typed, and starts nothing', async () => {
    const id = await addForm()
    const sent = await sendForm(
      id,
      { name: '', phone: '"><b>12', message: '</textarea><b>x' },
      { query: '?lang=es' },
    )
    expect(sent.status).toBe(422)
    expect(sent.errors).toEqual([es.required, es.phone, es.consentNeeded])
    expect(sent.alerts[0]).toContain(es.problems)
    expect(sent.root.querySelector('.summary li a')?.getAttribute('href')).toBe('#f0')
    expect(sent.named).toMatchObject({ 'field.message': '</textarea><b>x' })
    expect(sent.root.querySelector('[name="field.phone"]')?.getAttribute('aria-invalid')).toBe('true')
    expect(sent.root.querySelector('main b')).toBeNull()
    await expectNoRun(id)
    // The page that came back can be sent at once.
    const again = await sendForm(id, full, { token: sent.named.page })
    expect(again.status).toBe(200)
  })

  test('by a second click starts one run; with an answer corrected it starts another', async () => {
    const id = await addForm()
    const submission = crypto.randomUUID()
    const clicks = await Promise.all([1, 2, 3].map(() => sendForm(id, full, { submission })))
    expect(new Set(clicks.map(({ status, headers }) => `${status} ${headers.get('x-run-id')}`)).size).toBe(1)
    expect((await sendForm(id, { ...full, phone: '600000002' }, { submission })).status).toBe(200)
    const payloads = (await payloadsOf(id, 2)) as { phone: string }[]
    expect(payloads.map(({ phone }) => phone).sort()).toEqual(['+34600000001', '+34600000002'])
  })

  test.each<[string, SendOptions, string]>([
    ['by a program that fills in everything', { trap: 'https://spam.example' }, en.trap],
    ['faster than anybody types', { age: 200 }, en.quick],
    ['a day later', { age: 25 * 3_600_000 }, en.stale],
    ['without a page of ours', { token: 'made.up' }, en.stale],
    ['with the page of a draft', { isDraft: true }, en.stale],
  ])('%s starts nothing, and can be sent once more', async (_, options, notice) => {
    const id = await addForm()
    const sent = await sendForm(id, full, options)
    expect([sent.status, sent.alerts]).toEqual([422, [notice]])
    expect(sent.named).toMatchObject({ 'field.name': 'Ana', website: '' })
    await expectNoRun(id)
  })

  test('with the page of another form starts nothing', async () => {
    const [one, other] = [await addForm(), await addForm()]
    const page = { workflowId: other, submission: 's', openedAt: Date.now() - 5_000, isDraft: false }
    expect(
      (await sendForm(one, full, { token: signPage(env.PATCHCORD_ENCRYPTION_KEY, page) })).alerts,
    ).toEqual([en.stale])
    await expectNoRun(one)
  })

  test('too often by one sender is refused for a while; another sender gets through', async () => {
    const id = await addForm()
    // Ten a minute: of so many some are too many, also where a minute ends meanwhile.
    const crowd = await Promise.all(Array.from({ length: 21 }, () => sendForm(id, { name: 'x' })))
    const [refused] = crowd.filter(({ status }) => status === 429)
    expect([refused?.title, refused?.headers.get('retry-after')]).toEqual([en.tooOften, '60'])
    expect(crowd.filter(({ status }) => status === 422).length).toBeGreaterThanOrEqual(10)
    expect((await sendForm(id, full, { headers: { 'cf-connecting-ip': '2001:db8::1' } })).status).toBe(200)
  })

  test('is counted by the sender and by the form', async () => {
    const id = await addForm()
    const keys: string[] = []
    const limiter = (success: boolean) => ({
      async limit({ key }: { key: string }) {
        keys.push(key)
        return { success }
      },
    })
    const context = createExecutionContext()
    const request = new Request(`http://patchcord.test/forms/${id}`, {
      method: 'POST',
      body: new FormData(),
      headers: { 'cf-connecting-ip': '2001:db8:1:2:3:4:5:6' },
    })
    const bindings = { ...env, FORM_SENDERS: limiter(true), FORM_TOTALS: limiter(false) }
    expect((await app.fetch(request, bindings, context)).status).toBe(429)
    expect(keys).toEqual([`${id} 2001:db8:1:2`, id])
  })

  test('with files has links to them, and keeps none of a form that is refused', async () => {
    const id = await addForm({ inputs: [...inputs, { displayName: 'CV', type: 'file', required: true }] })
    const { body } = await get(`/forms/${id}`)
    expect(readPage(body).root.querySelector('form')?.getAttribute('enctype')).toBe('multipart/form-data')
    const kept = async () => (await env.FILES?.list())?.objects.length
    const before = await kept()
    const cv = new File(['my life'], 'cv.txt', { type: 'text/plain' })
    const refused = await sendForm(id, { ...full, phone: 'x', cv })
    expect(refused.errors).toEqual([en.phone])
    expect(refused.root.querySelector('#f5-hint')?.text).toBe(en.again)
    expect((await sendForm(id, { ...full, cv: new File([], '') })).errors).toEqual([en.file])
    expect(await kept()).toBe(before)
    expect((await sendForm(id, { ...full, cv })).status).toBe(200)
    const [payload] = (await payloadsOf(id, 1)) as [{ cv: string }]
    const file = await worker.fetch(`http://patchcord.test${new URL(payload.cv).pathname}`)
    expect(await file.text()).toBe('my life')
  })

  test.each([
    ['{}', 'application/json'],
    ['x', 'multipart/form-data; boundary=b'],
    ['', 'text/plain'],
  ])('as %j of type %s starts nothing', async (text, type) => {
    const id = await addForm()
    const { status } = await call('POST', `/forms/${id}`, text, { 'content-type': type })
    expect(status).toBe(400)
    await expectNoRun(id)
  })
})

describe('what a sender reads afterwards', () => {
  const waiting = (first: Action) => addForm({ waitForResponse: true }, first)
  const webhookAnswer = (responseType: string, fields: object) =>
    piece('step_1', 'webhook', 'return_response', { responseType, fields, respond: 'stop' })

  test("is the run's Markdown, harmless, with its file", async () => {
    const id = await waiting(
      piece('step_1', 'forms', 'return_response', {
        markdown: 'Hello **{{trigger.name}}**',
        file: 'data:text/plain;name=plan.txt,abc',
      }),
    )
    const sent = await sendForm(id, { ...full, name: '<img src=x onerror=alert(1)>[x](javascript:alert(1))' })
    expect(sent.status).toBe(200)
    expect(sent.root.querySelector('main strong')?.text).toContain('img src=x')
    expect(sent.root.querySelector('main img')).toBeNull()
    const link = sent.root.querySelector('main a[download]')
    expect(link?.text).toBe('plan.txt')
    const { pathname } = new URL(link?.getAttribute('href') ?? '')
    expect(await (await worker.fetch(`http://patchcord.test${pathname}`)).text()).toBe('abc')
  })

  test.each<[string, Action, number, string, string]>([
    ['text', webhookAnswer('raw', { body: 'Done, **really**.' }), 200, en.thanks, 'Done, really.'],
    ['JSON', webhookAnswer('json', { body: { ok: true } }), 200, en.thanks, '"ok": true'],
    ['a refusal', webhookAnswer('raw', { status: 409, body: 'Taken.' }), 409, en.refused, 'Taken.'],
    [
      'a failure',
      code('step_1', 'export const code = () => { throw new Error("no") }'),
      500,
      en.refused,
      en.runFailed,
    ],
    ['nothing', nothing, 200, en.thanks, en.received],
  ])('is %s', async (_, first, status, title, text) => {
    const sent = await sendForm(await waiting(first), full)
    expect([sent.status, sent.title]).toEqual([status, title])
    expect(sent.root.querySelector('main')?.text).toContain(text)
  })

  test('leads on where the form or the run says, and nowhere that could run something', async () => {
    const leads = async (id: string) => {
      const { root } = await sendForm(id, full)
      return root.querySelector('meta[http-equiv=refresh]')?.getAttribute('content')
    }
    expect(await leads(await addForm({ redirectUrl: 'https://example.com/thanks?a=1' }))).toBe(
      '0; url=https://example.com/thanks?a=1',
    )
    expect(await leads(await waiting(webhookAnswer('redirect', { body: 'example.com/booked' })))).toBe(
      '0; url=https://example.com/booked',
    )
    const odd = webhookAnswer('raw', { status: 302, headers: { Location: 'javascript:alert(1)' }, body: 'x' })
    expect(await leads(await waiting(odd))).toBeUndefined()
  })

  test('does not hold a sender whose form waits for nothing', async () => {
    const id = await addForm({}, piece('step_1', 'delay', 'delayFor', { unit: 'hours', delayFor: 1 }))
    expect((await sendForm(id, full)).title).toBe(en.thanks)
  })
})

describe('the preview of a draft', () => {
  const draftPath = (id: string) => `/forms/${id}?use_draft=true`

  test('opens to members who may edit, and starts tests whose event becomes the sample', async () => {
    const id = await addDraft(formOf({ title: 'The draft' }))
    const cookie = await cookieOf(await makeMember('MEMBER'))
    const page = await get(draftPath(id), { cookie })
    const { title, named, root } = readPage(page.body)
    expect([page.status, title, root.querySelector('.note')?.text]).toEqual([200, 'The draft', en.draft])
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'self'")
    expect(named.page).toContain('.draft.')
    const sent = await sendForm(id, full, { query: '?use_draft=true', isDraft: true })
    expect([sent.status, sent.title]).toEqual([200, en.thanks])
    await vi.waitFor(async () => expect(await runsOf(id, 'TESTING')).toHaveLength(1))
    expect(await runsOf(id)).toEqual([])
    const sample = await api('GET', `/v1/workflow/${id}/steps/trigger/sample-data`)
    expect(JSON.stringify(sample.body)).toContain('+34600000001')
  })

  test('opens with a link that an editor was given, once it is made and for that form', async () => {
    const [one, other] = [await addDraft(formOf()), await addDraft(formOf())]
    const { status, body } = await api('POST', `/v1/workflow/${one}/form-link`)
    expect(status).toBe(200)
    const { pathname, search } = new URL(body.url)
    expect((await get(pathname + search)).status).toBe(200)
    expect((await get(`/forms/${other}${search}`)).status).toBe(401)
  })

  test('stays closed to strangers, readers, and pages that are not of a draft', async () => {
    const id = await addDraft(formOf())
    const reader = await cookieOf(await makeMember('READER'))
    expect((await get(draftPath(id))).status).toBe(401)
    const refused = await get(draftPath(id), { cookie: reader, 'accept-language': 'es' })
    expect([refused.status, readPage(refused.body).title]).toEqual([403, es.private])
    for (const options of [{}, { token: 'made.up' }, { isDraft: true, age: 25 * 3_600_000 }]) {
      const sent = await sendForm(id, full, { query: '?use_draft=true', ...options })
      expect([sent.status, sent.title]).toEqual([401, en.private])
    }
    await expectNoRun(id)
  })

  test('sent twice by one click starts one test', async () => {
    const id = await addDraft(formOf())
    const twice = { query: '?use_draft=true', isDraft: true, submission: 's1' }
    const [a, b] = await Promise.all([sendForm(id, full, twice), sendForm(id, full, twice)])
    expect(a?.headers.get('x-run-id')).toBe(b?.headers.get('x-run-id'))
  })
})
