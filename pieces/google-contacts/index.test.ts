import { describe, expect, test } from 'vitest'
import type { SentRequest } from '../../test/support/contract.ts'
import { pieceKit } from '../../test/support/piece-kit.ts'
import googleContacts from './index.ts'

// Held against: Google's own description of the People API (its discovery document). What the test answers is shaped
// like it too.

const connection = { type: 'OAUTH2', access_token: 'ya29.test', data: {} }
const kit = pieceKit(googleContacts, { connection, contract: 'google-people' })

const described = ({ method, url }: SentRequest) => `${method} ${url.pathname}`
const query = (request: SentRequest | undefined) => Object.fromEntries(request?.url.searchParams ?? [])

const person = {
  resourceName: 'people/c1',
  etag: 'e1',
  metadata: {
    sources: [
      { type: 'PROFILE', updateTime: '2020-01-01T00:00:00Z' },
      { type: 'CONTACT', updateTime: '2026-03-02T10:00:00Z' },
    ],
  },
  names: [{ givenName: 'Ana', familyName: 'Ruiz' }],
}

describe('writing', () => {
  test('a contact is made of what is filled in', async () => {
    const input = {
      firstName: 'Ana',
      lastName: 'Ruiz',
      company: 'Acme',
      phoneNumber: '+34600000001',
      email: '',
    }
    const { sent, output } = await kit.run('add_contact', input, [{ body: person }])
    expect(sent.map(described)).toEqual(['POST /v1/people:createContact'])
    expect(sent[0]?.body).toEqual({
      names: [{ givenName: 'Ana', familyName: 'Ruiz' }],
      organizations: [{ name: 'Acme' }],
      phoneNumbers: [{ value: '+34600000001' }],
    })
    expect(output).toEqual(person)
  })

  test('a change is made to the version that is there, of what is filled in', async () => {
    const input = { resourceName: 'people/c1', email: 'ana@example.com', jobTitle: 'Chief' }
    const { sent } = await kit.run('update_contact', input, [{ body: person }, { body: person }])
    expect(sent.map(described)).toEqual(['GET /v1/people/c1', 'PATCH /v1/people/c1:updateContact'])
    expect(query(sent[1]).updatePersonFields).toBe('organizations,emailAddresses')
    expect(sent[1]?.body).toEqual({
      etag: 'e1',
      organizations: [{ title: 'Chief' }],
      emailAddresses: [{ value: 'ana@example.com' }],
    })
  })

  test('a change can be made to a version that was read, and empty what is chosen', async () => {
    const input = { resourceName: 'c1', etag: 'e0', updatePersonFields: ['phoneNumbers'] }
    const { sent } = await kit.run('update_contact', input, [{ body: person }])
    expect(sent.map(described)).toEqual(['PATCH /v1/people/c1:updateContact'])
    expect(query(sent[0]).updatePersonFields).toBe('phoneNumbers')
    expect(sent[0]?.body).toEqual({ etag: 'e0' })
  })

  test('a change of nothing, and of nobody, is refused', async () => {
    const nothing = kit.run('update_contact', { resourceName: 'people/c1' })
    await expect(nothing).rejects.toMatchObject({ code: 'INPUT_INVALID' })
    const nobody = kit.run('delete_contact', { resourceName: 'people/c1:deleteContact?x=' })
    await expect(nobody).rejects.toMatchObject({ code: 'INPUT_INVALID' })
  })

  test('Google’s refusal of an old version is passed on', async () => {
    const body = {
      error: { code: 400, message: 'Request person.etag is different', status: 'FAILED_PRECONDITION' },
    }
    const run = kit.run('update_contact', { resourceName: 'people/c1', etag: 'e0', email: 'a@x.com' }, [
      { status: 400, body },
    ])
    await expect(run).rejects.toMatchObject({
      code: 'INPUT_REJECTED',
      message: expect.stringContaining('person.etag is different [FAILED_PRECONDITION]'),
    })
  })

  test('a contact is deleted', async () => {
    const { sent, output } = await kit.run('delete_contact', { resourceName: 'people/c1' }, [{}])
    expect(sent.map(described)).toEqual(['DELETE /v1/people/c1:deleteContact'])
    expect(output).toEqual({ deleted: true, resourceName: 'people/c1' })
  })
})

describe('reading', () => {
  test('a search is made in a copy that was brought up to date', async () => {
    const { sent, output } = await kit.run('search_contact', { query: 'ana', pageSize: 5 }, [
      { body: {} },
      { body: { results: [{ person }] } },
    ])
    expect(sent.map(described)).toEqual(['GET /v1/people:searchContacts', 'GET /v1/people:searchContacts'])
    expect(query(sent[0])).toEqual({ query: '', readMask: 'names' })
    expect(query(sent[1])).toEqual({
      query: 'ana',
      readMask: 'names,emailAddresses,phoneNumbers,organizations',
      pageSize: '5',
    })
    expect(output).toEqual({ results: [{ person }] })
    expect((await kit.run('search_contact', { query: 'bo' }, [{ body: {} }, { body: {} }])).output).toEqual({
      results: [],
    })
  })

  test('a contact is read', async () => {
    const { sent, output } = await kit.run('get_contact', { resourceName: 'people/c1' }, [{ body: person }])
    expect(described(sent[0]!)).toBe('GET /v1/people/c1')
    expect(query(sent[0]).personFields).toContain('phoneNumbers')
    expect(output).toEqual(person)
  })

  test('contacts are listed page after page until the limit', async () => {
    const { sent, output } = await kit.run('list_contacts', { maxResults: 2 }, [
      { body: { connections: [person], nextPageToken: 'p2' } },
      { body: { connections: [person, person] } },
    ])
    expect(query(sent[1]).pageToken).toBe('p2')
    expect(output).toEqual({ contacts: [person, person], count: 2 })
  })

  test('a good token is told from a bad one', async () => {
    const [sent] = await kit.validate([{ body: {} }])
    expect(described(sent!)).toBe('GET /v1/people/me/connections')
    await expect(kit.validate([{ status: 401, body: {} }])).rejects.toMatchObject({
      code: 'CONNECTION_REFUSED',
    })
  })

  test('any other method can be called', async () => {
    const { sent } = await kit.run('custom_api_call', { url: '/contactGroups' }, [{ body: {} }])
    expect(described(sent[0]!)).toBe('GET /v1/contactGroups')
  })
})

describe('polling', () => {
  const gone = { resourceName: 'people/c2', metadata: { deleted: true } }
  const answers = [{ body: { connections: [person, gone] } }]

  test('a new contact is told once, whatever changes later', async () => {
    const { items } = await kit.poll('new_contact', {}, answers)
    expect(items).toEqual([{ id: 'people/c1', data: person }])
  })

  test('a changed contact is told by when the contact itself was changed', async () => {
    const { items, sent } = await kit.poll('new_or_updated_contact', {}, answers)
    const at = Date.parse('2026-03-02T10:00:00Z')
    expect(items).toEqual([{ id: 'people/c1@2026-03-02T10:00:00Z', at, data: person }])
    expect(query(sent[0]).sortOrder).toBe('LAST_MODIFIED_DESCENDING')
  })
})
