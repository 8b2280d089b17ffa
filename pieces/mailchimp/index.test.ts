import { describe, expect, test } from 'vitest'
import type { SentRequest } from '../../test/support/contract.ts'
import { pieceKit } from '../../test/support/piece-kit.ts'
import mailchimp from './index.ts'

// Held against: the requests and answers shown at https://mailchimp.com/developer/marketing/api/ (list-members,
// list-member-tags, list-member-notes, list-member-events, campaigns, reports, list-webhooks) and the deliveries of
// …/developer/marketing/guides/sync-audience-data-webhooks/. No description is on this machine.

const kit = pieceKit(mailchimp, { connection: { type: 'SECRET_TEXT', secret_text: 'abc-us21' } })

const BASE = 'https://us21.api.mailchimp.com/3.0'
// md5 of ana@example.com
const MEMBER = `${BASE}/lists/l1/members/cdb9d6a1dddc375a09cc83e3001598dc`
const said = (request: SentRequest | undefined) => ({
  method: request?.method,
  url: request && `${request.url.origin}${request.url.pathname}`,
  query: Object.fromEntries(request?.url.searchParams ?? []),
  body: request?.body,
})
const ana = { list_id: 'l1', email: ' Ana@Example.com' }

describe('members', () => {
  test('somebody is added or changed', async () => {
    const input = {
      list_id: 'l1',
      email_address: 'Ana@example.com',
      first_name: 'Ana',
      merge_fields: { PHONE: '+34' },
    }
    const { sent, output } = await kit.run('add_member_to_list', input, [{ body: { id: 'x' } }])
    expect(said(sent[0])).toMatchObject({
      method: 'PUT',
      query: {},
      body: {
        email_address: 'Ana@example.com',
        status_if_new: 'subscribed',
        merge_fields: { PHONE: '+34', FNAME: 'Ana' },
      },
    })
    expect(sent[0]?.headers.get('authorization')).toBe(`Basic ${btoa('patchcord:abc-us21')}`)
    expect(output).toEqual({ id: 'x' })
  })

  test('a member is found, or not; another error stays one', async () => {
    const find = (answer: object) => kit.run('find_subscriber', ana, [answer])
    const { sent, output } = await find({ body: { id: 'x' } })
    expect(said(sent[0])).toMatchObject({ method: 'GET', url: MEMBER })
    expect(output).toEqual({ found: true, subscriber: { id: 'x' } })
    expect((await find({ status: 404, body: { detail: 'Not found' } })).output).toEqual({
      found: false,
      subscriber: null,
    })
    await expect(find({ status: 403, body: { detail: 'No' } })).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
    })
  })

  test('a member is unsubscribed, archived, tagged, noted on, and did something', async () => {
    const run = async (action: string, input: object) =>
      said((await kit.run(action, { ...ana, ...input }, [{ status: 204 }])).sent[0])
    expect(await run('update_subscriber_status', { status: 'unsubscribed' })).toMatchObject({
      method: 'PATCH',
      url: MEMBER,
      body: { status: 'unsubscribed' },
    })
    expect(await run('archive_subscriber', {})).toMatchObject({ method: 'DELETE', url: MEMBER })
    expect(await run('add_subscriber_to_tag', { tag_names: ['called'] })).toMatchObject({
      method: 'POST',
      url: `${MEMBER}/tags`,
      body: { tags: [{ name: 'called', status: 'active' }] },
    })
    expect(await run('remove_subscriber_from_tag', { tag_names: ['called'] })).toMatchObject({
      body: { tags: [{ name: 'called', status: 'inactive' }] },
    })
    expect(await run('add_note_to_subscriber', { note: 'Called' })).toMatchObject({
      method: 'POST',
      url: `${MEMBER}/notes`,
      body: { note: 'Called' },
    })
    expect(await run('create_custom_event', { name: 'called', properties: { minutes: 3 } })).toMatchObject({
      method: 'POST',
      url: `${MEMBER}/events`,
      body: { name: 'called', properties: { minutes: '3' } },
    })
  })

  test('which field Mailchimp refuses is said', async () => {
    const body = {
      detail: 'The resource submitted could not be validated.',
      errors: [{ field: 'name', message: 'too long' }],
    }
    const run = kit.run('create_custom_event', { ...ana, name: 'x' }, [{ status: 400, body }])
    await expect(run).rejects.toMatchObject({
      code: 'INPUT_REJECTED',
      message: expect.stringContaining('(name: too long)'),
    })
  })
})

test('campaigns are listed, sent and reported on', async () => {
  const all = await kit.run('list_campaigns', { status: 'sent', limit: 5 }, [{ body: { campaigns: [] } }])
  expect(said(all.sent[0])).toMatchObject({
    url: `${BASE}/campaigns`,
    query: { status: 'sent', count: '5', sort_field: 'create_time', sort_dir: 'DESC' },
  })
  const sentOne = await kit.run('send_campaign', { campaign_id: 'c1' }, [{ status: 204 }])
  expect(said(sentOne.sent[0])).toMatchObject({ method: 'POST', url: `${BASE}/campaigns/c1/actions/send` })
  const report = await kit.run('get_campaign_report', { campaign_id: 'c1' }, [{ body: { opens: {} } }])
  expect(said(report.sent[0])).toMatchObject({ method: 'GET', url: `${BASE}/reports/c1` })
})

test('audiences and campaigns are offered by name', async () => {
  const lists = await kit.options('triggers', 'subscribe', 'list_id', {}, [
    { body: { lists: [{ id: 'l1', name: 'Leads' }] } },
  ])
  expect(lists.options).toEqual([{ value: 'l1', label: 'Leads' }])
  const campaigns = await kit.options('actions', 'send_campaign', 'campaign_id', {}, [
    { body: { campaigns: [{ id: 'c1', settings: { title: '', subject_line: 'May' } }] } },
  ])
  expect(campaigns.options).toEqual([{ value: 'c1', label: 'May' }])
})

describe('webhooks', () => {
  const rawBody = new Uint8Array(
    Buffer.from(
      'type=subscribe&fired_at=2026-05-04+09%3A12%3A31&data%5Bemail%5D=ana%40example.com&data%5Bmerges%5D%5BFNAME%5D=Ana',
    ),
  )
  const request = (token?: string, method = 'POST') => ({
    method,
    headers: {},
    queryParams: token ? { token } : ({} as Record<string, string>),
    body: null,
    rawBody,
  })

  test('each trigger is registered for its topic at an address of its own, and taken away', async () => {
    for (const topic of ['subscribe', 'unsubscribe', 'profile']) {
      const { sent, state } = await kit.subscribe(topic, { list_id: 'l1' }, [
        { body: { id: 'w1' } },
        { status: 204 },
      ])
      expect(said(sent[0])).toMatchObject({
        method: 'POST',
        url: `${BASE}/lists/l1/webhooks`,
        body: {
          url: 'https://patchcord.example/webhooks/wf_1?token=a-secret-of-this-trigger',
          events: { campaign: false, [topic]: true },
          sources: { user: true, admin: true, api: true },
        },
      })
      expect(state).toEqual({ id: 'w1' })
      expect(said(sent[1])).toMatchObject({ method: 'DELETE', url: `${BASE}/lists/l1/webhooks/w1` })
    }
  })

  test('a delivery to the right address is taken, any other is not', () => {
    const { verify } = mailchimp.triggers.subscribe!
    const check = (token?: string) =>
      verify!(request(token), {}, { request: request(token), input: {}, state: {}, secret: 'secret' })
    expect(() => check('secret')).not.toThrow()
    expect(() => check('forged')).toThrow(/address/)
    expect(() => check()).toThrow(/address/)
    expect(() => verify!(request('secret'), {})).toThrow(/address/)
  })

  test('the form that comes is an event, and a trial of the address is answered', async () => {
    const { events, handshake } = mailchimp.triggers.subscribe!
    const [event] = await events!({ request: request('secret') } as never)
    expect(JSON.parse(JSON.stringify(event))).toEqual({
      type: 'subscribe',
      fired_at: '2026-05-04 09:12:31',
      data: { email: 'ana@example.com', merges: { FNAME: 'Ana' } },
    })
    expect(await mailchimp.triggers.unsubscribe!.events!({ request: request('secret') } as never)).toEqual([])
    expect(await handshake!({ request: request('secret', 'GET') } as never)).toEqual({ status: 200 })
    expect(await handshake!({ request: request('secret') } as never)).toBeUndefined()
  })
})

test('the connection is tried out at its data centre, and any other path can be asked', async () => {
  expect((await kit.validate([{ body: {} }]))[0]?.url.href).toBe(`${BASE}/ping`)
  const login = { type: 'OAUTH2', access_token: 'at', props: { server: 'us21' } }
  const { sent } = await pieceKit(mailchimp, { connection: login }).run(
    'custom_api_call',
    { url: '/lists' },
    [{ body: {} }],
  )
  expect(sent[0]?.url.href).toBe(`${BASE}/lists`)
  expect(sent[0]?.headers.get('authorization')).toBe('Bearer at')
})
