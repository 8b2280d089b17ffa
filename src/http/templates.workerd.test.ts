import { env } from 'cloudflare:workers'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { addAgent } from '../../test/support/agents.ts'
import { api, call } from '../../test/support/api.ts'
import { expectContract } from '../../test/support/diga-contract.ts'
import { playServices } from '../../test/support/played-services.ts'
import { connect, type Listed, templateNamed } from '../../test/support/templates.ts'

const PATH = '/v1/workflow/template'
const ME = 'GET api.cal.com/v2/me'

afterEach(() => vi.restoreAllMocks())

const list = async (query: string) => (await api('GET', `${PATH}?${query}`)).body
const slugs = async (query: string) =>
  (await list(`limit=100&language=en&${query}`)).data.map(({ slug }: Listed) => slug)

const calendar = await templateNamed('create-appointment', 'en')
const calCom = await templateNamed('check-availability-cal-com', 'en')
const lookup = await templateNamed('caller-lookup', 'en')

const copy = (template: { id: string }, body?: unknown) => api('POST', `${PATH}/${template.id}/copy`, body)

async function count(table: 'workflows' | 'versions' | 'connections'): Promise<number> {
  const row = await env.DB.prepare(`SELECT count(*) AS n FROM ${table}`).first<{ n: number }>()
  return row!.n
}
const counts = () => Promise.all([count('workflows'), count('versions'), count('connections')])

/** A workflow as the API answers it, from a copy that worked. */
async function copied(template: { id: string }, body?: unknown) {
  const answer = await copy(template, body)
  expect([answer.status, answer.body.message]).toEqual([200, undefined])
  expectContract('CopyTemplateResponse', answer.body)
  return { ...answer.body, workflow: (await api('GET', `/v1/workflow/${answer.body.flow_id}`)).body }
}

describe('the list', () => {
  test('is of one language at a time, Spanish unless asked otherwise, in Diga’s form', async () => {
    const spanish = await list('')
    expectContract('PaginatedResponse_FlowTemplateResponse_', spanish)
    expect(spanish.data).toHaveLength(20)
    expect(spanish).toMatchObject({ has_more: true, current_page: 1, total_pages: 2 })
    expect(new Set(spanish.data.map(({ language }: { language: string }) => language))).toEqual(
      new Set(['es']),
    )
    expect((await list('language=en')).data[0]).toMatchObject({
      language: 'en',
      name: 'Check availability (Google Calendar)',
      flow_category: 'during_call',
      connections: [{ key: 'google_calendar', piece_name: '@activepieces/piece-google-calendar' }],
      variables: ['time_zone', 'calendar_id'],
      variable_descriptions: { time_zone: expect.stringContaining('Europe/') },
    })
    expect(await list('language=fr')).toMatchObject({ data: [], has_more: false, total_pages: 0 })
  })

  test('is narrowed by category, text and piece', async () => {
    expect(await slugs('flow_category=pre_call')).toEqual([
      'get-event-types-cal-com',
      'caller-lookup',
      'after-hours-routing',
    ])
    expect(await slugs('search=ticket')).toEqual(['support-ticket-transcript'])
    expect(await slugs('piece=twilio')).toEqual(await slugs('piece=@activepieces/piece-twilio'))
    expect(await slugs('piece=twilio&flow_category=post_call')).toEqual([
      'escalate-unresolved-calls',
      'missed-call-text-back',
    ])
    const accents = await list('search=GESTION%20DE%20leads')
    expect(accents.data.map(({ slug }: Listed) => slug)).toEqual(['post-call-lead-management-hubspot'])
    expect((await api('GET', `${PATH}?flow_category=never`)).status).toBe(422)
  })

  test('pages by number and by template, in both directions', async () => {
    const all: string[] = (await list('limit=100')).data.map(({ id }: Listed) => id)
    const ids = async (query: string) => (await list(query)).data.map(({ id }: Listed) => id)
    expect(await ids('limit=10&page=2')).toEqual(all.slice(10, 20))
    expect(await ids(`limit=3&after=${all[4]}`)).toEqual(all.slice(5, 8))
    expect(await ids(`limit=3&before=${all[4]}`)).toEqual(all.slice(1, 4))
    expect(await ids('limit=3&order=asc')).toEqual(all.slice(-3).reverse())
    expect(await list(`limit=3&before=${all[2]}`)).toMatchObject({ has_more: false, current_page: null })
    expect(await list(`limit=3&after=${all.at(-2)}`)).toMatchObject({
      data: [{ id: all.at(-1) }],
      has_more: false,
    })
    for (const wrong of [`after=${all[0]}&before=${all[1]}`, 'after=no', `after=${calendar.id}`]) {
      expect(await api('GET', `${PATH}?${wrong}`)).toMatchObject({
        status: 422,
        body: { error_code: 'CURSOR_INVALID' },
      })
    }
  })

  test('is for whoever may see workflows', async () => {
    for (const path of [PATH, `${PATH}/${calendar.id}`]) expect((await call('GET', path)).status).toBe(401)
    expect((await call('POST', `${PATH}/${calendar.id}/copy`)).status).toBe(401)
  })
})

test('one template is read as it is listed, and an unknown one is a 404', async () => {
  const { status, body } = await api('GET', `${PATH}/${calendar.id}`)
  expectContract('FlowTemplateResponse', body)
  expect([status, body]).toEqual([200, calendar])
  for (const answer of [await api('GET', `${PATH}/nope`), await copy({ id: crypto.randomUUID() })]) {
    expect(answer).toMatchObject({ status: 404, body: { error_code: 'TEMPLATE_NOT_FOUND' } })
  }
})

describe('a copy', () => {
  test.each([
    ['nothing', undefined],
    ['null', null],
    ['an empty object', {}],
  ])('of %s is an independent workflow, disabled, with all left to fill in', async (_, body) => {
    const { flow_id, flow_name, edit_url, workflow } = await copied(lookup, body)
    expect(flow_name).toBe('Caller look-up (HubSpot) (from template)')
    expect(edit_url).toBe(`http://patchcord.test/workflows/${flow_id}`)
    expect(workflow).toMatchObject({ name: flow_name, status: 'DISABLED', flow_category: 'pre_call' })
    expect(workflow.trigger.nextAction).toMatchObject({ valid: false, settings: { input: { auth: '' } } })
  })

  test('of a function keeps its name, which agents call it by, unless another is given', async () => {
    expect((await copied(calendar)).flow_name).toBe('create_appointment')
    const named = await copied(calendar, { flow_name: 'book_visit' })
    expect([named.flow_name, named.workflow.name]).toEqual(['book_visit', 'book_visit'])
  })

  test('holds the values of its variables, with their types where they are the whole value', async () => {
    const campaign = await templateNamed('follow-up-campaign', 'en')
    const { flow_id } = await copied(campaign, {
      variables: { most_calls: 7, country_code: '34', seconds_between_calls: 0.5, from_number: true },
    })
    const version = (await api('GET', `/v1/workflow/${flow_id}/versions`)).body.data[0]
    const text = JSON.stringify((await api('GET', `/v1/workflow/${flow_id}/versions/${version.id}`)).body)
    expect(text).toContain('"most":7')
    expect(text).toContain('"countryCode":"34"')
    expect(text).toContain('"delayFor":0.5')
    expect(text).toContain('"from":true')
    expect(text).toContain('<<spreadsheet_id>>')
    const order = await templateNamed('after-hours-routing', 'en')
    const hours = await copied(order, { variables: { opening_hour: 8, closing_hour: "$&'" } })
    expect(JSON.stringify(hours.workflow)).toContain("we open from 8 to $&' on working days")
  })

  test('says to agents that it is to be set up, and from which template it comes', async () => {
    const { flow_id } = await copied(calendar)
    const agent = await addAgent([flow_id])
    const { body } = await api('GET', `/v1/agents/${agent.id}`)
    expect(body.flows).toMatchObject([{ requires_setup: true, source_flow_template_id: calendar.id }])
    const connections = [{ key: 'hubspot', value: await connect('hubspot') }]
    const done = await copied(lookup, { connections })
    await api('PATCH', `/v1/agents/${agent.id}`, { flow_ids: [done.flow_id] })
    expect((await api('GET', `/v1/agents/${agent.id}`)).body.flows).toMatchObject([
      { requires_setup: false, source_flow_template_id: lookup.id },
    ])
  })

  test('changes nothing of the template', async () => {
    await copied(calendar, { variables: { calendar_id: 'x' } })
    expect((await api('GET', `${PATH}/${calendar.id}`)).body).toEqual(calendar)
  })

  test('uses a connection that is there', async () => {
    const value = await connect('cal-com')
    const before = await count('connections')
    const { workflow } = await copied(calCom, { connections: [{ key: 'cal_com', value }] })
    expect(JSON.stringify(workflow)).toContain(`{{connections['${value}']}}`)
    expect(await count('connections')).toBe(before)
  })

  test('makes a connection of a secret that its service takes', async () => {
    const played = playServices({ [ME]: { body: { status: 'success' } } })
    const { workflow } = await copied(calCom, { connections: [{ key: 'cal_com', value: 'cal_live_9' }] })
    expect(played.to(ME)[0]?.headers.get('authorization')).toBe('Bearer cal_live_9')
    const id = /connections\['(conn_\w+)'\]/.exec(JSON.stringify(workflow))![1]
    expect((await api('GET', `/v1/workflow/connections/${id}`)).body).toMatchObject({
      display_name: 'Cal.com',
      piece_name: '@activepieces/piece-cal-com',
      type: 'SECRET_TEXT',
      status: 'ACTIVE',
      used_by: [{ flow_id: workflow.id }],
    })
    expect(JSON.stringify(workflow)).not.toContain('cal_live_9')
  })

  test.each<[string, Listed, () => Promise<object> | object, number, string, string]>([
    [
      'an unknown variable',
      calendar,
      () => ({ variables: { calender: 'x' } }),
      422,
      'VALIDATION_FAILED',
      'variables.calender',
    ],
    [
      'a variable that is no simple value',
      calendar,
      () => ({ variables: { calendar_id: {} } }),
      422,
      'VALIDATION_FAILED',
      'calendar_id',
    ],
    [
      'an unknown connection',
      calCom,
      () => ({ connections: [{ key: 'slack', value: 'x' }] }),
      422,
      'VALIDATION_FAILED',
      'cal_com',
    ],
    [
      'a connection twice',
      calCom,
      () => ({
        connections: [
          { key: 'cal_com', value: 'a' },
          { key: 'cal_com', value: 'b' },
        ],
      }),
      422,
      'VALIDATION_FAILED',
      'twice',
    ],
    [
      'a connection that is gone',
      calCom,
      () => ({ connections: [{ key: 'cal_com', value: 'conn_gone' }] }),
      422,
      'CONNECTION_VALUE_INVALID',
      'no such connection',
    ],
    [
      'a connection of another piece',
      calCom,
      async () => ({ connections: [{ key: 'cal_com', value: await connect('slack') }] }),
      422,
      'CONNECTION_VALUE_INVALID',
      'slack',
    ],
    [
      'a secret where a login is needed',
      calendar,
      () => ({ connections: [{ key: 'google_calendar', value: 'ya29' }] }),
      422,
      'CONNECTION_VALUE_INVALID',
      'Google Calendar',
    ],
    [
      'a secret that is refused',
      calCom,
      () => ({ connections: [{ key: 'cal_com', value: 'wrong-secret' }] }),
      422,
      'CONNECTION_REFUSED',
      '',
    ],
    ['an empty name', calendar, () => ({ flow_name: ' ' }), 422, 'VALIDATION_FAILED', 'flow_name'],
  ])('is not made with %s', async (_, template, body, status, code, named) => {
    playServices({ [ME]: { status: 401, body: { status: 'error', error: { message: 'no' } } } })
    const sent = await body()
    const before = await counts()
    const answer = await copy(template, sent)
    expect(answer).toMatchObject({ status, body: { status: 'error', error_code: code } })
    expect(answer.body.message).toContain(named)
    expect(answer.body.message).not.toContain('wrong-secret')
    expect(await counts()).toEqual(before)
  })

  test('with a secret needs the right to make connections; one that is there needs none', async () => {
    const { body: key } = await api('POST', '/v1/api-keys', { name: 'k', scopes: ['workflows.create'] })
    const asKey = (value: string) =>
      call(
        'POST',
        `${PATH}/${calCom.id}/copy`,
        { connections: [{ key: 'cal_com', value }] },
        {
          authorization: `Bearer ${key.key}`,
        },
      )
    const played = playServices({ [ME]: { body: {} } })
    expect(await asKey('cal_live_9')).toMatchObject({
      status: 403,
      body: { message: expect.stringContaining('connections.create') },
    })
    expect(played.sent).toEqual([])
    expect((await asKey(await connect('cal-com'))).status).toBe(200)
  })

  test('is made once for each of many at the same moment', async () => {
    const made = await Promise.all(Array.from({ length: 8 }, () => copied(lookup)))
    expect(new Set(made.map(({ flow_id }) => flow_id)).size).toBe(8)
  })
})
