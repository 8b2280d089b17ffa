import { describe, expect, test } from 'vitest'
import { memoryFiles } from '../../test/support/memory-files.ts'
import { pieceKit } from '../../test/support/piece-kit.ts'
import telegram from './index.ts'

// Held against: a description of the Bot API (10.1) that a program made of Telegram's reference page.

const token = '123456:AAH-test'
const connection = { type: 'SECRET_TEXT', secret_text: token }
const kit = pieceKit(telegram, { connection, contract: 'telegram' })
const message = {
  body: { ok: true, result: { message_id: 7, date: 1, chat: { id: 42, type: 'private' } } },
}
const done = { body: { ok: true, result: true } }
const services = () => ({ files: memoryFiles() })

test('a message is sent as it is to look and to be answered', async () => {
  const input = {
    chat_id: '42',
    message: '*Hello*',
    format: 'MarkdownV2',
    web_page_preview: true,
    disable_notification: true,
    reply_to_message_id: 5,
    message_thread_id: '3',
    reply_markup: { inline_keyboard: [[{ text: 'Yes', callback_data: 'yes' }]] },
  }
  const { output, sent } = await kit.run('send_text_message', input, [message])
  expect(output).toEqual(message.body)
  expect(sent[0]?.url.href).toBe(`https://api.telegram.org/bot${token}/sendMessage`)
  expect(sent[0]?.body).toEqual({
    chat_id: '42',
    text: '*Hello*',
    parse_mode: 'MarkdownV2',
    link_preview_options: { is_disabled: true },
    disable_notification: true,
    reply_parameters: { message_id: 5 },
    message_thread_id: 3,
    reply_markup: { inline_keyboard: [[{ text: 'Yes', callback_data: 'yes' }]] },
  })
  const plain = await kit.run('send_text_message', { chat_id: '@acme', message: 'Hi' }, [message])
  expect(plain.sent[0]?.body).toEqual({ chat_id: '@acme', text: 'Hi' })
})

test.each([
  ['photo', 'sendPhoto'],
  ['video', 'sendVideo'],
  ['sticker', 'sendSticker'],
  ['animation', 'sendAnimation'],
  ['voice', 'sendVoice'],
])('a %s is sent by its id, or as a file', async (kind, method) => {
  const input = { chat_id: '42', media_type: kind, message: 'Look' }
  const caption = kind === 'sticker' ? {} : { caption: 'Look' }
  const byId = await kit.run('send_media', { ...input, media: { [`${kind}Id`]: 'AgAC' } }, [message])
  expect(byId.sent[0]?.url.pathname).toBe(`/bot${token}/${method}`)
  expect(byId.sent[0]?.body).toEqual({ chat_id: '42', [kind]: 'AgAC', ...caption })
  const media = { [kind]: 'https://example.com/a.png' }
  const reply_markup = { remove_keyboard: true }
  const asFile = { ...input, media, reply_markup }
  const up = await kit.run('send_media', asFile, [message], { services: services() })
  const { [kind]: file, ...form } = up.sent[0]!.body as Record<string, File>
  expect(form).toEqual({ chat_id: '42', reply_markup: '{"remove_keyboard":true}', ...caption })
  expect([file?.name, await file?.text()]).toEqual(['a.png', 'a.png'])
})

test('a document is sent, and none is refused', async () => {
  const input = { chat_id: '42', document: 'https://example.com/bill.pdf', caption: 'Your bill' }
  const { sent } = await kit.run('send_document', input, [message], { services: services() })
  const { document, ...form } = sent[0]!.body as { document: File }
  expect(form).toEqual({ chat_id: '42', caption: 'Your bill' })
  expect(document.type).toBe('application/pdf')
  await expect(kit.run('send_document', { chat_id: '42' })).rejects.toMatchObject({
    code: 'INPUT_INVALID',
    message: expect.stringContaining('"document"'),
  })
})

test.each([
  ['send_location', { chat_id: '42', latitude: 40.4, longitude: -3.7 }, 'sendLocation', message],
  ['edit_message_text', { chat_id: '42', message_id: 7, text: 'New' }, 'editMessageText', message],
  ['delete_message', { chat_id: '42', message_id: 7 }, 'deleteMessage', done],
  [
    'answer_callback_query',
    { callback_query_id: '9', text: 'Done', show_alert: false },
    'answerCallbackQuery',
    done,
  ],
  ['get_chat', { chat_id: '42' }, 'getChat', undefined],
  ['get_chat_member', { chat_id: '42', user_id: 8 }, 'getChatMember', undefined],
])('%s sends what it was given', async (action, input, method, answer) => {
  const { sent, output } = await kit.run(action, input, [answer ?? {}])
  expect(sent[0]?.url.pathname).toBe(`/bot${token}/${method}`)
  expect(sent[0]?.body).toEqual(input)
  expect(output).toEqual(answer ? answer.body : null)
})

test('an invitation ends at a date', async () => {
  const input = { chat_id: '42', expire_date: '2026-01-01T00:00:00Z', member_limit: 1 }
  const link = { invite_link: 'https://t.me/+x', creator: {}, creates_join_request: false, is_primary: false }
  const answer = { body: { ok: true, result: { ...link, is_revoked: false } } }
  const { sent, output } = await kit.run('create_invite_link', input, [answer])
  expect(output).toMatchObject({ result: { invite_link: 'https://t.me/+x' } })
  expect(sent[0]?.body).toEqual({ chat_id: '42', expire_date: 1767225600, member_limit: 1 })
  await expect(kit.run('create_invite_link', { ...input, expire_date: 'soon' })).rejects.toMatchObject({
    code: 'INPUT_INVALID',
  })
})

test('a file is fetched, and its address stays secret', async () => {
  // The description has methods only; files lie beside them: https://core.telegram.org/bots/api#getfile
  const undescribed = pieceKit(telegram, { connection })
  const result = { file_id: 'AgAC', file_unique_id: 'u', file_path: 'voice/file_1.oga' }
  const sound = { headers: { 'content-type': 'audio/ogg' }, body: 'sound' }
  const given = { services: services() }
  const answers = [{ body: { ok: true, result } }, sound]
  const { output, sent } = await undescribed.run('get_file', { file_id: 'AgAC' }, answers, given)
  expect(sent[0]?.body).toEqual({ file_id: 'AgAC' })
  expect(sent[1]?.url.href).toBe(`https://api.telegram.org/file/bot${token}/voice/file_1.oga`)
  expect(output).toEqual({ file_info: result, file_url: 'https://files.example/file_1.oga' })
  expect(JSON.stringify(output)).not.toContain(token)
})

test('errors speak as Telegram does, and never show the token', async () => {
  const input = { chat_id: '0', message: 'x' }
  const body = { ok: false, error_code: 400, description: 'Bad Request: chat not found' }
  await expect(kit.run('send_text_message', input, [{ status: 400, body }])).rejects.toMatchObject({
    code: 'INPUT_REJECTED',
    message: expect.stringContaining('chat not found'),
  })
  const broken = kit.run('send_text_message', input, () => {
    throw new Error('the line is down')
  })
  const error = await broken.catch((thrown) => thrown)
  expect(error).toMatchObject({ code: 'HTTP_NETWORK', retryable: true })
  expect(error.message).not.toContain(token)
  const refused = { status: 401, body: { ok: false, description: 'Unauthorized' } }
  await expect(kit.validate([refused])).rejects.toMatchObject({ code: 'CONNECTION_REFUSED' })
  const any = await kit.run('custom_api_call', { method: 'POST', url: '/getMe' })
  expect(any.sent[0]?.url.pathname).toBe(`/bot${token}/getMe`)
})

describe('new_telegram_message', () => {
  const trigger = telegram.triggers.new_telegram_message!
  const request = (headers: Record<string, string>, body: object = { update_id: 1 }) => ({
    method: 'POST',
    headers,
    queryParams: {},
    body: body as never,
    rawBody: new Uint8Array(),
  })

  test('registers its address with our secret, and takes it away', async () => {
    const update_types = ['message', 'callback_query']
    const { sent } = await kit.subscribe('new_telegram_message', { update_types }, [done, done])
    expect(sent[0]?.body).toEqual({
      url: 'https://patchcord.example/webhooks/wf_1',
      secret_token: 'a-secret-of-this-trigger',
      allowed_updates: update_types,
      drop_pending_updates: true,
    })
    expect(sent[1]?.url.pathname).toBe(`/bot${token}/deleteWebhook`)
  })

  test('takes an update with the secret, and none without', () => {
    const delivery = { secret: 'ours' } as never
    const right = request({ 'x-telegram-bot-api-secret-token': 'ours' })
    expect(() => trigger.verify!(right, {}, delivery)).not.toThrow()
    for (const bad of [request({}), request({ 'x-telegram-bot-api-secret-token': 'theirs' })]) {
      expect(() => trigger.verify!(bad, {}, delivery)).toThrow(/Secret-Token/)
    }
    expect(() => trigger.verify!(request({ 'x-telegram-bot-api-secret-token': '' }), {})).toThrow()
  })

  test('gives the update under its own id', async () => {
    const update = { update_id: 5, message: { text: 'Hi' } }
    const events = await trigger.events!({ request: request({}, update) } as never)
    expect(events).toEqual([update])
    expect(trigger.eventId!(events[0]!)).toBe('5')
  })
})
