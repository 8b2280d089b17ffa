import * as z from 'zod'
import { json } from '../../src/piece/fields.ts'
import { action, piece } from '../../src/piece/piece.ts'

export default piece({
  name: 'data-mapper',
  displayName: 'Data Mapper',
  description: 'Builds new data from the data of earlier steps.',
  version: '0.1.0',
  categories: ['CORE'],
  actions: [
    action({
      name: 'advanced_mapping',
      displayName: 'Advanced mapping',
      description: 'Gives back the JSON below with its references filled in.',
      input: z.object({ mapping: json({ label: 'Mapping', defaultValue: { newProperty: 'oldProperty' } }) }),
      idempotent: true,
      pure: true,
      run: ({ input }) => input.mapping,
    }),
  ],
})
