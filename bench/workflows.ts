import type { Definition } from '../src/workflow/schema.ts'
import { definition, loop, piece, pieceTrigger, router, when } from '../test/support/definitions.ts'

const respond = (name: string, content: unknown) =>
  piece(name, 'diga', 'returnResponse', { responseType: 'json', content })

const tool = (description: string, parameters: { name: string; type: string }[]) =>
  pieceTrigger('diga', 'functionCall', {
    description,
    executionMode: 'sync',
    parameters: parameters.map((parameter) => ({ ...parameter, required: true, valueSource: 'ai' })),
  })

/** Three steps: map, condition, return. Parties of up to six are seated. */
export const booking: Definition = definition(
  tool('Books a table', [
    { name: 'guest', type: 'text' },
    { name: 'people', type: 'number' },
  ]),
  piece(
    'map',
    'data-mapper',
    'advanced_mapping',
    {
      mapping: {
        guest: '{{trigger.arguments.guest}}',
        people: '{{trigger.arguments.people}}',
        reference: 'table-{{trigger.arguments.people}}',
      },
    },
    router('fits', [
      {
        name: 'Yes',
        when: [[when('{{map.people}}', 'NUMBER_IS_LESS_THAN', '7')]],
        first: respond('accept', {
          booked: true,
          guest: '{{map.guest}}',
          people: '{{map.people}}',
          reference: '{{map.reference}}',
        }),
      },
      { name: 'No', when: 'fallback', first: respond('refuse', { booked: false, guest: '{{map.guest}}' }) },
    ]),
  ),
)

/** What `booking` must answer. */
export function bookingAnswer(guest: string, people: number): unknown {
  return people < 7 ? { booked: true, guest, people, reference: `table-${people}` } : { booked: false, guest }
}

/** One mapping step an item, then an answer. */
export const looping: Definition = definition(
  tool('Maps every item', [{ name: 'items', type: 'array' }]),
  loop(
    'each',
    '{{trigger.arguments.items}}',
    piece('map', 'data-mapper', 'advanced_mapping', { mapping: { item: '{{each.item}}' } }),
    respond('done', { items: '{{trigger.arguments.items.length}}' }),
  ),
)

/** One mapping step over a finished call. */
export const summary: Definition = definition(
  pieceTrigger('diga', 'callFinished'),
  piece('map', 'data-mapper', 'advanced_mapping', {
    mapping: { call: '{{trigger.id}}', seconds: '{{trigger.duration}}' },
  }),
)
