import { describe, expect, test } from 'vitest'
import { type Answer, pieceKit } from '../../test/support/piece-kit.ts'
import odoo from './index.ts'

// Held against: the calls and answers in Odoo's documentation ("External API": authenticate, search_read, read, create,
// write, unlink, fields_get, name_search) in the envelope of its JSON-RPC ("Web services": /jsonrpc), as fixtures.

const connection = {
  type: 'CUSTOM_AUTH',
  props: {
    base_url: 'https://mycompany.odoo.com',
    database: 'mycompany',
    username: 'ana@example.com',
    api_key: 'key-1',
  },
}
const kit = pieceKit(odoo, { connection })

interface Call {
  jsonrpc: string
  method: string
  params: { service: string; method: string; args: unknown[] }
}
type Request = { url: URL; body: unknown }

const USER = 7
const result = (value: unknown): Answer => ({ body: { jsonrpc: '2.0', id: 1, result: value } })

/** Answers logins, and the calls of methods one after the other. */
function answering(...results: unknown[]) {
  const left = [...results]
  return ({ body }: Request) =>
    (body as Call).params.service === 'common' ? result(USER) : result(left.shift())
}

/** The methods that were called, without the login and its credentials. */
const calls = (sent: Request[]) =>
  sent.flatMap(({ body }) => {
    const { service, args } = (body as Call).params
    return service === 'object' ? [args.slice(3)] : []
  })

test('a call logs in first and then shows who asks', async () => {
  const input = { model: 'res.partner', fields: { name: 'Ana', phone: '', customer_rank: 0 } }
  const { output, sent } = await kit.run('create_record', input, answering(42))
  expect(sent.map(({ url, body }) => [url.href, body])).toEqual([
    [
      'https://mycompany.odoo.com/jsonrpc',
      {
        jsonrpc: '2.0',
        method: 'call',
        id: 1,
        params: {
          service: 'common',
          method: 'authenticate',
          args: ['mycompany', 'ana@example.com', 'key-1', {}],
        },
      },
    ],
    [
      'https://mycompany.odoo.com/jsonrpc',
      {
        jsonrpc: '2.0',
        method: 'call',
        id: 1,
        params: {
          service: 'object',
          method: 'execute_kw',
          args: [
            'mycompany',
            USER,
            'key-1',
            'res.partner',
            'create',
            [{ name: 'Ana', customer_rank: 0 }],
            {},
          ],
        },
      },
    ],
  ])
  expect(output).toEqual({ id: 42 })
})

describe('records of any model', () => {
  const record = { model: 'res.partner', record_id: 42 }
  const fields = { name: { string: 'Name', type: 'char' }, image: { string: 'Image', type: 'binary' } }

  test('are changed and deleted', async () => {
    const input = { model: 'res.partner', recordId: '42', fields: '{"phone":"+34"}' }
    const changed = await kit.run('update_record', input, answering(true))
    expect(calls(changed.sent)).toEqual([['res.partner', 'write', [[42], { phone: '+34' }], {}]])
    expect(changed.output).toEqual({ success: true })
    const deleted = await kit.run('delete_record', record, answering(true))
    expect(calls(deleted.sent)).toEqual([['res.partner', 'unlink', [[42]], {}]])
    expect(deleted.output).toEqual({ success: true, deleted_id: 42 })
  })

  test('are found, with all fields but files', async () => {
    const input = { model: 'res.partner', domain: '[["phone","=","+34"]]', limit: 5, order: 'name desc' }
    const { output, sent } = await kit.run('get_records', input, answering(fields, [{ id: 42 }]))
    expect(calls(sent)).toEqual([
      [
        'res.partner',
        'fields_get',
        [],
        { attributes: ['string', 'type', 'required', 'readonly', 'selection'] },
      ],
      [
        'res.partner',
        'search_read',
        [[['phone', '=', '+34']]],
        { fields: ['name'], limit: 5, order: 'name desc' },
      ],
    ])
    expect(output).toEqual([{ id: 42 }])
    await expect(
      kit.run('get_records', { ...input, domain: '"x"' }, answering(fields)),
    ).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringContaining('"domain"'),
    })
  })

  test('are read, or said not to be there', async () => {
    const input = { ...record, fields: ['name'] }
    const { output, sent } = await kit.run('get_record', input, answering([{ id: 42, name: 'Ana' }]))
    expect(calls(sent)).toEqual([['res.partner', 'read', [[42]], { fields: ['name'] }]])
    expect(output).toEqual({ id: 42, name: 'Ana' })
    await expect(kit.run('get_record', input, answering([]))).rejects.toMatchObject({
      code: 'RESOURCE_NOT_FOUND',
    })
  })

  test('do what their methods do', async () => {
    const input = { model: 'sale.order', method: 'action_confirm', ids: ['12'], kwargs: '{"x":1}' }
    const { output, sent } = await kit.run('odoo_call_method', input, answering(null))
    expect(calls(sent)).toEqual([['sale.order', 'action_confirm', [[12]], { x: 1 }]])
    expect(output).toEqual({ result: null })
    const ofModel = { model: 'sale.order', method: 'default_get', args: '[["name"]]' }
    const { sent: asked } = await kit.run('odoo_call_method', ofModel, answering({ name: 'New' }))
    expect(calls(asked)).toEqual([['sale.order', 'default_get', [['name']], {}]])
  })

  test.each([
    ['note', 'mail.mt_note'],
    ['message', 'mail.mt_comment'],
  ])('get a %s', async (kind, subtype_xmlid) => {
    const { sent } = await kit.run('post_chatter_message', { ...record, body: 'Hi', kind }, answering(1))
    expect(calls(sent)).toEqual([
      ['res.partner', 'message_post', [[42]], { body: 'Hi', message_type: 'comment', subtype_xmlid }],
    ])
  })
})

describe('leads and contacts', () => {
  test('a lead is made', async () => {
    const input = {
      name: 'Solar roof',
      contact_name: 'Ana',
      phone: '+34',
      stage_id: '2',
      date_deadline: '2026-03-05T00:00:00Z',
    }
    const { output, sent } = await kit.run('create_lead', input, answering(9))
    expect(calls(sent)).toEqual([
      [
        'crm.lead',
        'create',
        [
          {
            name: 'Solar roof',
            contact_name: 'Ana',
            phone: '+34',
            type: 'opportunity',
            stage_id: 2,
            date_deadline: '2026-03-05',
          },
        ],
        {},
      ],
    ])
    expect(output).toEqual({ id: 9 })
  })

  test('leads are found by a text and what they belong to', async () => {
    const input = { query: 'Ana', type: 'lead', user_id: '7', include_lost: true }
    const { output, sent } = await kit.run('odoo_find_leads', input, answering([{ id: 9 }]))
    const [found] = calls(sent)
    expect(found?.slice(0, 3)).toEqual([
      'crm.lead',
      'search_read',
      [
        [
          ['type', '=', 'lead'],
          ['user_id', '=', 7],
          ['active', 'in', [true, false]],
          '|',
          '|',
          '|',
          '|',
          ['name', 'ilike', 'Ana'],
          ['contact_name', 'ilike', 'Ana'],
          ['partner_name', 'ilike', 'Ana'],
          ['email_from', 'ilike', 'Ana'],
          ['phone', 'ilike', 'Ana'],
        ],
      ],
    ])
    expect(found?.[3]).toMatchObject({ limit: 50, order: 'create_date desc, id desc' })
    expect(output).toEqual([{ id: 9 }])
  })

  test.each([
    ['known', [[5]], 5],
    ['made where it is new', [[], 6], 6],
  ])('a contact is made below a company that is %s', async (_, company, parent_id) => {
    const input = { name: 'Ana', email: 'ana@example.com', company: 'Acme', title: 'CEO' }
    const { output, sent } = await kit.run('create_contact', input, answering(...company, 42))
    const made = calls(sent)
    expect(made[0]).toEqual([
      'res.partner',
      'search',
      [
        [
          ['name', '=', 'Acme'],
          ['is_company', '=', true],
        ],
      ],
      { limit: 1 },
    ])
    expect(made.at(-1)?.[2]).toEqual([
      { name: 'Ana', email: 'ana@example.com', function: 'CEO', parent_id, is_company: false },
    ])
    expect(output).toEqual({ id: 42 })
  })

  test('contacts are found', async () => {
    const input = { query: '+34600', kind: 'person' }
    const { sent } = await kit.run('odoo_find_partners', input, answering([]))
    expect(calls(sent)[0]?.[2]).toEqual([
      [
        ['is_company', '=', false],
        '|',
        '|',
        ['name', 'ilike', '+34600'],
        ['email', 'ilike', '+34600'],
        ['phone', 'ilike', '+34600'],
      ],
    ])
  })
})

describe('choices', () => {
  test('models and records are offered by name', async () => {
    const models = await kit.options(
      'actions',
      'create_record',
      'model',
      {},
      answering([{ model: 'res.partner', name: 'Contact' }]) as never,
      'part',
    )
    expect(models.options).toEqual([{ value: 'res.partner', label: 'Contact (res.partner)' }])
    expect(calls(models.sent)[0]?.[2]).toEqual([
      [['transient', '=', false], '|', ['model', 'ilike', 'part'], ['name', 'ilike', 'part']],
    ])
    const stages = await kit.options(
      'actions',
      'create_lead',
      'stage_id',
      {},
      answering([[2, 'Won']]) as never,
    )
    expect(stages.options).toEqual([{ value: '2', label: 'Won' }])
    expect(calls(stages.sent)).toEqual([['crm.stage', 'name_search', [], { name: '', limit: 200 }]])
  })

  test('the fields of the model become fields', async () => {
    const of = (type: string, more: object = {}) => ({ string: `A ${type}`, type, ...more })
    const described = {
      name: of('char'),
      comment: of('html'),
      age: of('integer'),
      vip: of('boolean'),
      country_id: of('many2one'),
      tag_ids: of('many2many'),
      kind: of('selection', { selection: [['a', 'A']] }),
      born: of('date'),
      seen: of('datetime'),
      image: of('binary'),
      create_date: of('datetime', { readonly: true }),
    }
    const { fields } = await kit.fields(
      'actions',
      'create_record',
      'fields',
      { model: 'res.partner' },
      answering(described) as never,
    )
    expect(Object.values(fields).map(({ kind }) => kind)).toEqual([
      'SHORT_TEXT',
      'LONG_TEXT',
      'NUMBER',
      'CHECKBOX',
      'NUMBER',
      'JSON',
      'STATIC_DROPDOWN',
      'DATE_TIME',
      'DATE_TIME',
    ])
  })
})

describe('triggers', () => {
  const record = { id: 42, create_date: '2026-03-05 15:00:00', write_date: '2026-03-06 15:00:00' }
  const fields = { name: { string: 'Name', type: 'char' } }
  const since = Date.UTC(2026, 2, 1)

  test.each([
    ['new_record', { model: 'res.partner' }, 'res.partner', []],
    ['new_lead', {}, 'crm.lead', []],
    ['new_contact', {}, 'res.partner', [['is_company', '=', false]]],
  ])('%s gives each record once', async (trigger, input, model, domain) => {
    const first = await kit.poll(trigger, input, answering(fields, [record]) as never)
    expect(calls(first.sent)[1]).toEqual([
      model,
      'search_read',
      [domain],
      { fields: ['name', 'create_date'], order: 'create_date desc, id desc', limit: 200 },
    ])
    expect(first.items).toEqual([{ id: '42', at: Date.UTC(2026, 2, 5, 15), data: record }])
    const next = await kit.poll(trigger, input, answering(fields, []) as never, since)
    expect(calls(next.sent)[1]?.[2]).toEqual([[['create_date', '>=', '2026-02-28 23:59:00'], ...domain]])
    expect(calls(next.sent)[1]?.[3]).toMatchObject({ order: 'create_date asc, id asc' })
  })

  test('new_or_updated_record gives every change', async () => {
    const input = { model: 'res.partner', domain: [['is_company', '=', true]], fields: ['name'] }
    const { items, sent } = await kit.poll(
      'new_or_updated_record',
      input,
      answering([record]) as never,
      since,
    )
    expect(calls(sent)[0]?.[2]).toEqual([
      [
        ['write_date', '>=', '2026-02-28 23:59:00'],
        ['is_company', '=', true],
      ],
    ])
    const at = Date.UTC(2026, 2, 6, 15)
    expect(items).toEqual([{ id: `42:${at}`, at, data: record }])
  })
})

describe('what goes wrong', () => {
  test('a login that is refused', async () => {
    expect(await kit.validate([result(USER)])).toHaveLength(1)
    await expect(kit.validate([result(false)])).rejects.toMatchObject({ code: 'CONNECTION_REFUSED' })
  })

  test.each([
    ['odoo.exceptions.AccessError', 'PERMISSION_DENIED'],
    ['odoo.exceptions.MissingError', 'RESOURCE_NOT_FOUND'],
    ['odoo.exceptions.ValidationError', 'INPUT_REJECTED'],
    ['builtins.ValueError', 'INPUT_REJECTED'],
  ])('%s, though the status is 200, is %s', async (name, code) => {
    const error = { code: 200, message: 'Odoo Server Error', data: { name, message: 'Not so.', debug: '…' } }
    const answers = [result(USER), { body: { jsonrpc: '2.0', id: 1, error } }]
    await expect(
      kit.run('delete_record', { model: 'res.partner', record_id: 1 }, answers),
    ).rejects.toMatchObject({ code, message: expect.stringContaining('Not so.') })
  })
})

test('another port is used where there is one', async () => {
  const local = pieceKit(odoo, {
    connection: {
      ...connection,
      props: { ...connection.props, base_url: 'http://odoo.example', port: 8069 },
    },
  })
  const [request] = await local.validate([result(USER)])
  expect(request?.url.href).toBe('http://odoo.example:8069/jsonrpc')
})

test('any other request can be sent', async () => {
  const { output } = await kit.run('custom_api_call', { url: '/web/version' }, [{ body: { version: '18' } }])
  expect(output).toMatchObject({ status: 200 })
})
