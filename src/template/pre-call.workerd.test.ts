import { afterEach, describe, expect, test, vi } from 'vitest'
import { addAgent, hook } from '../../test/support/agents.ts'
import { calEventType } from '../../test/support/cal-com.ts'
import { playServices } from '../../test/support/played-services.ts'
import { install } from '../../test/support/templates.ts'
import { LANGUAGES, type Language } from './source.ts'

afterEach(() => vi.restoreAllMocks())

/** A template that prepares an agent's calls; gives what starts one. */
async function prepare(slug: string, language: Language, variables: Record<string, string | number> = {}) {
  const agent = await addAgent([await install(slug, language, variables)])
  return async (call: object = {}) => {
    const { status, body } = await hook(agent, '/pre-call', { id: crypto.randomUUID(), ...call })
    expect([status, body.abort, body.flows[0].status]).toEqual([200, false, 'success'])
    return body
  }
}

describe.each(LANGUAGES)('in %s', async (language) => {
  test('get event types tells the agent what can be booked, with the ids', async () => {
    const start = await prepare('get-event-types-cal-com', language)
    const types = [calEventType(), calEventType({ id: 13, title: 'Cleaning', lengthInMinutes: 45 })]
    const played = playServices({
      'GET api.cal.com/v2/event-types': { body: { status: 'success', data: types } },
    })
    const { prompt_addition, dynamic_variables } = await start()
    const lines = dynamic_variables.event_types.split('\n').map((line: string) => JSON.parse(line))
    expect(lines).toEqual([
      { id: '12', name: 'Check-up', description: '', duration: 15 },
      { id: '13', name: 'Cleaning', description: '', duration: 45 },
    ])
    expect(prompt_addition).toContain('event_type_id')
    expect(prompt_addition).toContain(dynamic_variables.event_types)
    played.expectFitting()
  })

  test('caller look-up greets whom the CRM knows, and goes on without it', async () => {
    const start = await prepare('caller-lookup', language)
    const search = 'POST api.hubapi.com/crm/v3/objects/contacts/search'
    const time = '2026-03-13T11:28:40.586Z'
    const properties = { firstname: 'Ana', lastname: 'Ruiz', email: 'ana@example.com' }
    const contact = { id: '7', properties, createdAt: time, updatedAt: time, archived: false }
    const call = { type: 'inbound', contact: { identifier: '+34600000001' } }
    const known = playServices({ [search]: { body: { total: 1, results: [contact] } } })
    const greeted = await start(call)
    expect(greeted.prompt_addition).toContain('Ana Ruiz')
    expect(greeted.prompt_addition).toContain(language === 'en' ? 'Company: unknown' : 'Empresa: desconocida')
    expect(greeted.dynamic_variables).toEqual({ contact_id: '7', name: 'Ana', mail: 'ana@example.com' })
    expect(known.sent[0]?.body).toMatchObject({
      filterGroups: [{ filters: [{ propertyName: 'phone', operator: 'EQ', value: '+34600000001' }] }],
      limit: 1,
    })
    known.expectFitting()
    for (const answer of [{ body: { total: 0, results: [] } }, { status: 401, body: {} }]) {
      playServices({ [search]: answer })
      const { prompt_addition, dynamic_variables } = await start(call)
      expect([prompt_addition.includes('Ana'), dynamic_variables]).toEqual([false, {}])
      expect(prompt_addition).not.toBe('')
    }
  })

  describe('after-hours routing', async () => {
    const start = await prepare('after-hours-routing', language, {
      time_zone: 'Europe/Madrid',
      open_days: 'Monday, Tuesday, Wednesday, Thursday, Friday',
      opening_hour: 9,
      closing_hour: '18',
    })

    test.each([
      ['at nine in winter', '2026-01-15T08:00:00Z', true],
      ['just before nine in winter', '2026-01-15T07:59:59Z', false],
      ['at nine in summer', '2026-07-15T07:00:00Z', true],
      ['just before six', '2026-07-15T15:59:00Z', true],
      ['at six', '2026-07-15T16:00:00Z', false],
      ['on a Saturday', '2026-07-18T10:00:00Z', false],
      ['on a Monday that is still Sunday elsewhere', '2026-07-20T09:00:00+02:00', true],
    ])('knows whether the business is open %s', async (_, start_time, isOpen) => {
      playServices({})
      const { prompt_addition, dynamic_variables } = await start({ start_time })
      expect(dynamic_variables).toEqual({ is_open: isOpen })
      expect(prompt_addition.includes('9')).toBe(!isOpen)
    })

    test('goes by the present where the platform does not say when the call started', async () => {
      playServices({})
      expect((await start()).dynamic_variables).toEqual({ is_open: expect.any(Boolean) })
    })
  })
})
