import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { fieldsOf } from '../../src/piece/fields.ts'
import { createHttpClient } from '../../src/piece/http-client.ts'
import { dynamicFieldsOf } from '../../src/piece/options.ts'
import { memoryFiles } from '../../test/support/memory-files.ts'
import { pieceKit } from '../../test/support/piece-kit.ts'
import whatsapp from './index.ts'

// Held against: Meta's own description of the Cloud API (v23.0). Deliveries are those of Meta's pages "Webhooks ›
// Components" and "Getting Started › Verification Requests".

const connection = {
  type: 'CUSTOM_AUTH',
  props: { access_token: 'EAAG-test', businessAccountId: '500' },
}
const kit = pieceKit(whatsapp, { connection, contract: 'whatsapp-cloud' })
// The description leaves out `limit` and `after` of templates, which every list of the Graph API takes, marking as
// read, and where media lie.
const undescribed = pieceKit(whatsapp, { connection })

const accepted = {
  body: { messaging_product: 'whatsapp', contacts: [{ wa_id: '34600' }], messages: [{ id: 'wamid.1' }] },
}
const addressed = { phone_number_id: '100', to: '+34600' }

test('a text is sent from the number that was chosen', async () => {
  const { output, sent } = await kit.run('sendMessage', { ...addressed, text: 'Hello' }, [accepted])
  expect(output).toEqual(accepted.body)
  expect(sent[0]?.url.href).toBe('https://graph.facebook.com/v23.0/100/messages')
  expect(sent[0]?.headers.get('authorization')).toBe('Bearer EAAG-test')
  expect(sent[0]?.body).toEqual({
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    to: '+34600',
    type: 'text',
    text: { body: 'Hello' },
  })
})

test('media are sent by address or by id, with what their kind can have', async () => {
  const of = async (input: object) =>
    (await kit.run('sendMedia', { ...addressed, ...input }, [accepted])).sent[0]?.body
  const link = 'https://example.com/a'
  const more = { caption: 'Your bill', filename: 'bill.pdf' }
  expect(await of({ type: 'document', media: link, ...more })).toMatchObject({ document: { link, ...more } })
  expect(await of({ type: 'image', media: link, ...more })).toMatchObject({
    image: { link, caption: 'Your bill' },
  })
  expect(await of({ type: 'audio', media: '77', ...more })).toMatchObject({
    type: 'audio',
    audio: { id: '77' },
  })
})

test('a message is marked as read', async () => {
  const input = { phone_number_id: '100', message_id: 'wamid.1' }
  // Described beside the API only: https://developers.facebook.com/docs/whatsapp/cloud-api/guides/mark-message-as-read
  const read = await undescribed.run('mark_message_as_read', input, [{ body: { success: true } }])
  expect(read.sent[0]?.body).toEqual({ messaging_product: 'whatsapp', status: 'read', message_id: 'wamid.1' })
  const typing = { ...input, show_typing_indicator: true }
  const { sent } = await undescribed.run('mark_message_as_read', typing, [{ body: { success: true } }])
  expect(sent[0]?.body).toMatchObject({ status: 'read', typing_indicator: { type: 'text' } })
})

describe('send-template-message', () => {
  const template = {
    id: '9',
    name: 'callback',
    language: 'es',
    status: 'APPROVED',
    category: 'UTILITY',
    components: [
      { type: 'HEADER', format: 'TEXT', text: 'Hello {{1}}' },
      { type: 'BODY', text: 'We call {{1}} at {{2}}, {{1}}.' },
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'PHONE_NUMBER', text: 'Call' },
          { type: 'URL', text: 'Change', url: 'https://example.com/{{1}}' },
          { type: 'URL', text: 'Home', url: 'https://example.com/' },
        ],
      },
    ],
  }
  const input = { ...addressed, message_template_id: '9' }
  const answers = (body: object) => [{ body }, accepted]

  test('fills in the blanks where they stand', async () => {
    const message_template_fields = {
      'header_{{1}}': 'Ana',
      'body_{{2}}': '10:00',
      'body_{{1}}': 'you',
      'button_{{1}}': 'x1',
    }
    const filled = { ...input, message_template_fields }
    const { sent } = await kit.run('send-template-message', filled, answers(template))
    const texts = (...values: string[]) => values.map((text) => ({ type: 'text', text }))
    expect(sent.map(({ method, url }) => `${method} ${url.pathname}`)).toEqual([
      'GET /v23.0/9',
      'POST /v23.0/100/messages',
    ])
    expect(sent[1]?.body).toMatchObject({
      type: 'template',
      template: {
        name: 'callback',
        language: { code: 'es' },
        components: [
          { type: 'header', parameters: texts('Ana') },
          { type: 'body', parameters: texts('you', '10:00') },
          { type: 'button', sub_type: 'url', index: '1', parameters: texts('x1') },
        ],
      },
    })
  })

  test('sends names of blanks that have some, and the media of a header', async () => {
    const components = [
      { type: 'HEADER', format: 'IMAGE' },
      { type: 'BODY', text: 'Hello {{first_name}}' },
    ]
    const message_template_fields = {
      'body_{{first_name}}': 'Ana',
      header_media: 'https://example.com/a.png',
    }
    const filled = { ...input, message_template_fields }
    const { sent } = await kit.run('send-template-message', filled, answers({ ...template, components }))
    expect(sent[1]?.body).toMatchObject({
      template: {
        components: [
          {
            type: 'header',
            parameters: [{ type: 'image', image: { link: 'https://example.com/a.png' } }],
          },
          { type: 'body', parameters: [{ type: 'text', parameter_name: 'first_name', text: 'Ana' }] },
        ],
      },
    })
  })

  test('refuses to send a template with a blank left open', async () => {
    const open = { ...input, message_template_fields: { 'header_{{1}}': 'Ana' } }
    await expect(kit.run('send-template-message', open, answers(template))).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringContaining('body_{{1}}'),
    })
  })

  test('asks for its blanks in the form', async () => {
    const request = {
      part: 'actions' as const,
      name: 'send-template-message',
      field: 'message_template_fields',
      connection: { value: connection },
      input,
    }
    const http = createHttpClient({ allowPrivateHosts: true, fetch: async () => Response.json(template) })
    const fields = fieldsOf(await dynamicFieldsOf(whatsapp, request, http))
    expect(Object.keys(fields)).toEqual(['header_{{1}}', 'body_{{1}}', 'body_{{2}}', 'button_{{1}}'])
    expect(fields['body_{{2}}']).toMatchObject({
      label: '{{2}} of the body',
      description: expect.any(String),
    })
  })

  test('offers templates and numbers by name', async () => {
    const page = { body: { data: [template] } }
    const offered = await undescribed.options('actions', 'send-template-message', 'message_template_id', {}, [
      page,
    ])
    expect(offered.options).toEqual([{ value: '9', label: 'callback (es)' }])
    const number = { id: '100', verified_name: 'Acme', display_phone_number: '+34 900', status: 'LINKED' }
    const numbers = await kit.options('actions', 'sendMessage', 'phone_number_id', {}, [
      { body: { data: [number] } },
    ])
    expect(numbers.options).toEqual([{ value: '100', label: 'Acme (+34 900)' }])
    expect(numbers.sent[0]?.url.pathname).toBe('/v23.0/500/phone_numbers')
  })

  test('lists templates page after page, and only those in a state', async () => {
    const many = Array.from({ length: 100 }, (_, id) => ({ ...template, id: String(id) }))
    const first = { body: { data: many, paging: { cursors: { after: 'abc' } } } }
    const second = { body: { data: [{ ...template, id: '100', status: 'PAUSED' }] } }
    const paused = await undescribed.run('list_message_templates', { status: 'PAUSED' }, [first, second])
    expect(paused.output).toMatchObject({ count: 1, templates: [{ id: '100' }] })
    expect(paused.sent[1]?.url.searchParams.get('after')).toBe('abc')
  })
})

test('a file is put up and fetched', async () => {
  const services = { files: memoryFiles() }
  const upload = { phone_number_id: '100', file: 'https://example.com/a.png' }
  const up = await kit.run('upload_media', upload, [{ body: { id: '77' } }], { services })
  const { file, ...form } = up.sent[0]!.body as { file: File }
  expect(form).toEqual({ messaging_product: 'whatsapp', type: 'image/png' })
  expect([file.name, file.type, await file.text()]).toEqual(['a.png', 'image/png', 'a.png'])
  const url = 'https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=77'
  const media = { id: '77', url, mime_type: 'audio/ogg; codecs=opus', sha256: 'abc', file_size: '5' }
  const sound = { headers: { 'content-type': 'audio/ogg' }, body: 'sound' }
  const down = await undescribed.run('download_media', { media_id: '77' }, [{ body: media }, sound], {
    services,
  })
  expect(down.sent[1]?.headers.get('authorization')).toBe('Bearer EAAG-test')
  expect(down.output).toMatchObject({ id: '77', file: 'https://files.example/77.ogg' })
  expect(new TextDecoder().decode(services.files.written[0]?.bytes)).toBe('sound')
})

test('an error says what Meta says, in all detail', async () => {
  const error = { message: '(#131047) Re-engagement message', error_data: { details: 'More than 24 hours' } }
  const late = kit.run('sendMessage', { ...addressed, text: 'x' }, [{ status: 400, body: { error } }])
  await expect(late).rejects.toMatchObject({
    code: 'INPUT_REJECTED',
    message: expect.stringContaining('Re-engagement message: More than 24 hours'),
  })
  expect((await kit.validate([{ body: { id: '500' } }]))[0]?.url.pathname).toBe('/v23.0/500')
  const { output } = await kit.run('custom_api_call', { url: '/500' }, [{ body: { id: '500' } }])
  expect(output).toMatchObject({ status: 200 })
})

describe('new_incoming_message', () => {
  const trigger = whatsapp.triggers.new_incoming_message!
  const request = (body: object, key = 'app-secret') => {
    const rawBody = new Uint8Array(Buffer.from(JSON.stringify(body)))
    const signature = createHmac('sha256', key).update(rawBody).digest('hex')
    const headers = { 'x-hub-signature-256': `sha256=${signature}` }
    return { method: 'POST', headers, queryParams: {}, body: body as never, rawBody }
  }
  const change = (...messages: object[]) => ({
    field: 'messages',
    value: {
      messaging_product: 'whatsapp',
      metadata: { display_phone_number: '15550783881', phone_number_id: '106540352242922' },
      contacts: [{ profile: { name: 'Sheena Nelson' }, wa_id: '16505551234' }],
      messages,
    },
  })
  const delivery = (...messages: object[]) => ({
    object: 'whatsapp_business_account',
    entry: [{ id: '102290129340398', changes: [change(...messages)] }],
  })
  const said = { from: '16505551234', id: 'wamid.A', timestamp: '1749416383' }
  const hello = { ...said, type: 'text', text: { body: 'Does it come in another color?' } }

  test('puts its address over that of the app, and takes it away again', async () => {
    const done = [{ body: { success: true } }, { body: { success: true } }]
    const { sent } = await kit.subscribe('new_incoming_message', { app_secret: 'app-secret' }, done)
    expect(sent.map(({ method, url, body }) => [method, url.pathname, body])).toEqual([
      [
        'POST',
        '/v23.0/500/subscribed_apps',
        {
          override_callback_uri: 'https://patchcord.example/webhooks/wf_1',
          verify_token: 'a-secret-of-this-trigger',
        },
      ],
      ['POST', '/v23.0/500/subscribed_apps', undefined],
    ])
  })

  test('proves the address to who knows the token', () => {
    const asked = (token: string) => ({
      ...request({}),
      method: 'GET',
      queryParams: { 'hub.mode': 'subscribe', 'hub.challenge': '1158201444', 'hub.verify_token': token },
    })
    const shake = (of: object) =>
      trigger.handshake!({ request: of, secret: 'token', input: {}, state: null } as never)
    expect(shake(asked('token'))).toMatchObject({ status: 200, body: '1158201444' })
    expect(shake(asked('other'))).toMatchObject({ status: 403 })
    expect(shake(request({}))).toBeUndefined()
  })

  test('takes what is signed with the app secret, and nothing else', () => {
    const input = { app_secret: 'app-secret' }
    expect(() => trigger.verify!(request(delivery(hello)), input)).not.toThrow()
    const unsigned = { ...request(delivery(hello)), headers: {} }
    for (const bad of [request(delivery(hello), 'other'), unsigned]) {
      expect(() => trigger.verify!(bad, input)).toThrow(/X-Hub-Signature-256/)
    }
  })

  test('gives each message flat; reactions, states and other numbers start nothing', async () => {
    const events = (body: object, input: object = {}) =>
      trigger.events!({ input, request: request(body) } as never) as unknown[]
    const image = {
      ...said,
      id: 'wamid.B',
      type: 'image',
      image: { id: '7', mime_type: 'image/jpeg', caption: 'c' },
    }
    const reaction = { ...said, type: 'reaction', reaction: { message_id: 'wamid.A', emoji: '👍' } }
    const found = events(delivery(hello, image, reaction))
    expect(found).toMatchObject([
      {
        message_id: 'wamid.A',
        contact_name: 'Sheena Nelson',
        text: 'Does it come in another color?',
        received_at: '2025-06-08T20:59:43.000Z',
      },
      { message_id: 'wamid.B', media_id: '7', caption: 'c', text: null },
    ])
    expect(trigger.eventId!(found[0] as never)).toBe('wamid.A')
    expect(events(delivery(hello), { phone_number_id: '106540352242922' })).toHaveLength(1)
    expect(events(delivery(hello), { phone_number_id: 'other' })).toEqual([])
    const status = { field: 'messages', value: { statuses: [{ id: 'wamid.A', status: 'read' }] } }
    expect(events({ object: 'whatsapp_business_account', entry: [{ id: '1', changes: [status] }] })).toEqual(
      [],
    )
    expect(events({ object: 'page' })).toEqual([])
  })
})
