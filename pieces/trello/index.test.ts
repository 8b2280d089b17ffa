import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { complaintsAbout, loadContract, type SentRequest } from '../../test/support/contract.ts'
import { pieceKit } from '../../test/support/piece-kit.ts'
import trello from './index.ts'

// Held against: the types of a client of Trello's REST API (not Trello's own).

const connection = { type: 'BASIC_AUTH', username: 'key', password: 'token' }
const kit = pieceKit(trello, { connection, contract: 'trello' })
/** For requests with their arguments in the body, which the description knows as query parameters. */
const free = pieceKit(trello, { connection })

const card = {
  id: 'c1',
  name: 'Call Ana',
  idList: 'l1',
  idBoard: 'b1',
  dateLastActivity: '2026-05-01T09:30:00.000Z',
}
const query = (request?: SentRequest) => Object.fromEntries(request?.url.searchParams ?? [])

/** Holds a request against the description as if its arguments stood in the query. */
function check(request: SentRequest) {
  const contract = loadContract('trello')
  const url = new URL(request.url)
  for (const [name, value] of Object.entries(request.body as object))
    url.searchParams.set(name, String(value))
  if (contract) expect(complaintsAbout(contract, { ...request, url, body: undefined })).toEqual([])
}

describe('cards', () => {
  test('a card is made with what is filled in', async () => {
    const input = {
      board_id: 'b1',
      list_id: 'l1',
      name: 'Call Ana',
      description: 'long '.repeat(2000),
      position: 'top',
      labels: ['red', 'blue'],
      due: '2026-05-02T10:00:00Z',
    }
    const { output, sent } = await free.run('create_card', input, [{ body: card }])
    expect(output).toEqual(card)
    check(sent[0]!)
    expect(sent[0]).toMatchObject({ method: 'POST', url: { pathname: '/1/cards', search: '' } })
    expect(sent[0]?.body).toEqual({
      idList: 'l1',
      name: 'Call Ana',
      desc: input.description,
      pos: 'top',
      idLabels: ['red', 'blue'],
      due: '2026-05-02T10:00:00Z',
    })
    expect(sent[0]?.headers.get('authorization')).toBe('OAuth oauth_consumer_key="key", oauth_token="token"')
  })

  test('a card is changed, commented, moved, labelled, read and deleted', async () => {
    const changed = await free.run(
      'update_card',
      { card_id: 'c1', closed: 'true', labels: ['red', 'blue'] },
      [{ body: card }],
    )
    check(changed.sent[0]!)
    expect(changed.sent[0]?.body).toEqual({ closed: true, idLabels: 'red,blue' })
    const said = await free.run('add_comment_to_card', { card_id: 'c1', text: 'Called' }, [
      { body: { id: 'a1' } },
    ])
    check(said.sent[0]!)
    expect(said.sent[0]).toMatchObject({
      url: { pathname: '/1/cards/c1/actions/comments' },
      body: { text: 'Called' },
    })
    const moved = await kit.run('move_card', { card_id: 'c1', list_id: 'l2' }, [{ body: card }])
    expect(query(moved.sent[0])).toEqual({ idList: 'l2' })
    const labelled = await kit.run('add_label_to_card', { card_id: 'c1', label_id: 'red' }, [
      { body: ['red'] },
    ])
    expect(labelled.sent[0]).toMatchObject({ method: 'POST', url: { pathname: '/1/cards/c1/idLabels' } })
    expect(query(labelled.sent[0])).toEqual({ value: 'red' })
    const read = await kit.run('get_card', { cardId: 'c1' }, [{ body: card }])
    expect(read.output).toEqual(card)
    const gone = await kit.run('delete_card', { card_id: 'c1' }, [{ body: { limits: {} } }])
    expect(gone.sent[0]).toMatchObject({ method: 'DELETE', url: { pathname: '/1/cards/c1' } })
    for (const { sent } of [changed, moved])
      expect(sent[0]).toMatchObject({ method: 'PUT', url: { pathname: '/1/cards/c1' } })
  })

  test('cards are found by text, on boards and in a list', async () => {
    const input = { query: 'Ana', board_ids: ['b1', 'b2'], list_id: 'l1', limit: 10 }
    const { output, sent } = await kit.run('search_cards', input, [
      { body: { cards: [card, { ...card, idList: 'l9' }] } },
    ])
    expect(output).toEqual({ cards: [card], count: 1 })
    expect(query(sent[0])).toEqual({
      query: 'Ana',
      modelTypes: 'cards',
      idBoards: 'b1,b2',
      cards_limit: '10',
    })
  })
})

test('lists and checklists are made, and cards of a list read', async () => {
  const made = await kit.run('create_list', { board_id: 'b1', name: 'Leads', position: 'bottom' }, [
    { body: { id: 'l1', name: 'Leads' } },
  ])
  expect(query(made.sent[0])).toEqual({ idBoard: 'b1', name: 'Leads', pos: 'bottom' })
  const read = await kit.run('list_cards_in_list', { list_id: 'l1' }, [{ body: [card] }])
  expect(read.sent[0]?.url.pathname).toBe('/1/lists/l1/cards')
  expect(read.output).toEqual([card])
  const checklist = await kit.run('add_checklist_to_card', { card_id: 'c1', name: 'Steps' }, [
    { body: { id: 'k1' } },
  ])
  expect(checklist.sent[0]?.url.pathname).toBe('/1/cards/c1/checklists')
  const item = await kit.run('add_checklist_item', { checklist_id: 'k1', name: 'Call', checked: false }, [
    { body: { id: 'i1' } },
  ])
  expect(item.sent[0]?.url.pathname).toBe('/1/checklists/k1/checkItems')
  expect(query(item.sent[0])).toEqual({ name: 'Call', checked: 'false' })
})

test('boards, lists and labels are offered by name', async () => {
  const ask = async (field: string, body: object[]) =>
    (await kit.options('actions', 'create_card', field, { board_id: 'b1' }, [{ body }])).options
  expect(await ask('board_id', [{ id: 'b1', name: 'Sales' }])).toEqual([{ value: 'b1', label: 'Sales' }])
  expect(await ask('list_id', [{ id: 'l1', name: 'Leads' }])).toEqual([{ value: 'l1', label: 'Leads' }])
  expect(await ask('labels', [{ id: 'x', name: '', color: 'red' }])).toEqual([{ value: 'x', label: 'red' }])
})

test('the credentials are tried out, and what Trello refuses is told in its words', async () => {
  const [request] = await kit.validate([{ body: { id: 'm1' } }])
  expect(request?.url.pathname).toBe('/1/members/me')
  await expect(kit.validate([{ status: 401, body: 'invalid key' }])).rejects.toMatchObject({
    code: 'CONNECTION_REFUSED',
    message: expect.stringContaining('invalid key'),
  })
})

test('any other method can be called', async () => {
  const { output } = await kit.run('custom_api_call', { url: '/1/boards/b1' }, [{ body: { id: 'b1' } }])
  expect(output).toMatchObject({ status: 200 })
})

describe('webhooks', () => {
  const secret = 'a-secret-of-this-trigger'
  const callbackURL = `https://patchcord.example/webhooks/wf_1?token=${secret}`
  const action = {
    id: 'a1',
    type: 'updateCard',
    data: { card: { id: 'c1' }, listBefore: { id: 'l1' }, listAfter: { id: 'l2' } },
  }
  const request = (body: unknown, headers = {}, token = secret) => {
    const rawBody = new Uint8Array(Buffer.from(JSON.stringify(body)))
    return { method: 'POST', headers, queryParams: { token }, body: body as never, rawBody }
  }
  const delivery = { secret, state: { id: 'w1', callbackURL } } as never
  const { new_card: newCard, card_moved_to_list: moved } = trello.triggers

  test('the address is registered for the list or the board, with a secret, and taken back', async () => {
    const answers = [{ body: { id: 'w1' } }, { body: {} }]
    const { sent, state } = await kit.subscribe('new_card', { board_id: 'b1' }, answers)
    expect(query(sent[0])).toEqual({ callbackURL, idModel: 'b1', description: 'Patchcord' })
    expect(state).toEqual({ id: 'w1', callbackURL })
    expect(sent[1]).toMatchObject({ method: 'DELETE', url: { pathname: '/1/webhooks/w1' } })
    const ofList = await kit.subscribe('card_moved_to_list', { board_id: 'b1', list_id: 'l2' }, answers)
    expect(query(ofList.sent[0])).toMatchObject({ idModel: 'l2' })
  })

  test('Trello’s HEAD is answered; an event is not taken for it', () => {
    expect(newCard!.handshake!({ request: { ...request({}), method: 'HEAD' } } as never)).toEqual({
      status: 200,
    })
    expect(newCard!.handshake!({ request: request({ action }) } as never)).toBeUndefined()
  })

  test('a request without the secret of the address is refused', () => {
    expect(() => moved!.verify!(request({ action }), {}, delivery)).not.toThrow()
    expect(() => moved!.verify!(request({ action }, {}, 'guess'), {}, delivery)).toThrow(/missing or wrong/)
    expect(() => moved!.verify!(request({ action }, {}, ''), {}, delivery)).toThrow(/another address/)
    expect(() => moved!.verify!(request({ action }), {})).toThrow(/another address/)
  })

  test('with the Power-Up’s secret, the signature counts too', () => {
    const sign = (key: string) => ({
      'x-trello-webhook': createHmac('sha1', key)
        .update(JSON.stringify({ action }) + callbackURL)
        .digest('base64'),
    })
    const verify = (headers: object) =>
      moved!.verify!(request({ action }, headers), { secret: 's' }, delivery)
    expect(() => verify(sign('s'))).not.toThrow()
    for (const bad of [sign('other'), {}]) expect(() => verify(bad)).toThrow(/signature/)
  })

  const events = (name: 'new_card' | 'card_moved_to_list', input: object, action: object) =>
    trello.triggers[name]!.events!({
      http: { get: async () => card },
      input,
      request: request({ action }),
    } as never)

  test('a moved card starts a run where it arrives, and nowhere else', async () => {
    const found = await events('card_moved_to_list', { list_id: 'l2' }, action)
    expect(found).toEqual([{ ...card, action }])
    expect(moved!.eventId!(found[0]!)).toBe('a1')
    expect(await events('card_moved_to_list', { list_id: 'l1' }, action)).toEqual([])
  })

  test('a new card starts a run, in its list only where one is chosen', async () => {
    const made = { id: 'a2', type: 'createCard', data: { card: { id: 'c1' }, list: { id: 'l1' } } }
    expect(await events('new_card', {}, made)).toHaveLength(1)
    expect(await events('new_card', { list_id_opt: 'l1' }, made)).toHaveLength(1)
    expect(await events('new_card', { list_id_opt: 'l2' }, made)).toEqual([])
    expect(await events('new_card', {}, { ...made, type: 'commentCard' })).toEqual([])
  })

  test('the latest cards are there to try a workflow with', async () => {
    const http = { get: async () => [card, { ...card, id: 'c2', dateLastActivity: '2026-05-02' }] }
    const found = await newCard!.test!({ http, input: { board_id: 'b1' } } as never)
    expect(found).toMatchObject([{ id: 'c2' }, { id: 'c1' }])
  })
})
