import * as z from 'zod'
import { choice, dropdown, dropdowns, type OptionsContext, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'

const Named = z.array(z.object({ id: z.string(), name: z.string().nullish(), color: z.string().nullish() }))

async function boards({ http }: OptionsContext) {
  const query = { filter: 'open', fields: 'name' }
  const found = await http.get('/1/members/me/boards', { query, answer: Named })
  return found.map(({ id, name }) => ({ value: id, label: name ?? id }))
}

async function lists({ http, input }: OptionsContext) {
  const path = at`/1/boards/${String(input.board_id)}/lists`
  const found = await http.get(path, { query: { filter: 'open' }, answer: Named })
  return found.map(({ id, name }) => ({ value: id, label: name ?? id }))
}

async function labels({ http, input }: OptionsContext) {
  const found = await http.get(at`/1/boards/${String(input.board_id)}/labels`, { answer: Named })
  return found.map(({ id, name, color }) => ({ value: id, label: name || color || id }))
}

/** A board of the account. */
export const board = () => dropdown({ label: 'Board', options: boards })

/** A board, where one is only needed to choose from. */
export const boardToChooseFrom = () =>
  dropdown({
    label: 'Board',
    description: 'Its lists and labels are offered below.',
    required: false,
    options: boards,
  })

/** A list of the board. */
export const list = () => dropdown({ label: 'List', dependsOn: ['board_id'], options: lists })

/** A list of the board, or none. */
export const optionalList = () =>
  dropdown({ label: 'List', required: false, dependsOn: ['board_id'], options: lists })

/** Labels of the board. */
export const boardLabels = () =>
  dropdowns({ label: 'Labels', required: false, dependsOn: ['board_id'], options: labels })

/** A label of the board. */
export const label = () => dropdown({ label: 'Label', dependsOn: ['board_id'], options: labels })

/** A card, by its id or the short one in its address. */
export const card = () =>
  shortText({ label: 'Card', description: 'Its id, or what follows /c/ in its address.' })

/** Where in a list or board something is put. */
export const position = () =>
  choice({
    label: 'Position',
    required: false,
    choices: [
      { value: 'top', label: 'At the top' },
      { value: 'bottom', label: 'At the bottom' },
    ],
  })
