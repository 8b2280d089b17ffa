import * as z from 'zod'
import { checkbox, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { board, boardToChooseFrom, card, list, position } from './inputs.ts'
import { trello } from './service.ts'

/** Adds a list. */
export const createList = trello.action({
  name: 'create_list',
  displayName: 'Create a list',
  description: 'Adds a list to a board.',
  input: z.object({ board_id: board(), name: shortText({ label: 'Name' }), position: position() }),
  idempotent: false,
  run: ({ input, http }) =>
    http.post('/1/lists', { query: { idBoard: input.board_id, name: input.name, pos: input.position } }),
})

/** Reads a list's cards. */
export const listCards = trello.action({
  name: 'list_cards_in_list',
  displayName: 'List the cards of a list',
  description: 'All open cards of a list.',
  input: z.object({ board_id: boardToChooseFrom(), list_id: list() }),
  idempotent: true,
  run: ({ input, http }) => http.get(at`/1/lists/${input.list_id}/cards`),
})

/** Adds a checklist. */
export const addChecklist = trello.action({
  name: 'add_checklist_to_card',
  displayName: 'Add a checklist',
  description: 'Adds a checklist to a card.',
  input: z.object({ card_id: card(), name: shortText({ label: 'Name', required: false }) }),
  idempotent: false,
  run: ({ input, http }) =>
    http.post(at`/1/cards/${input.card_id}/checklists`, { query: { name: input.name } }),
})

/** Adds an item to a checklist. */
export const addChecklistItem = trello.action({
  name: 'add_checklist_item',
  displayName: 'Add an item to a checklist',
  description: 'Adds an item to a checklist.',
  input: z.object({
    checklist_id: shortText({ label: 'Checklist', description: 'Its id.' }),
    name: shortText({ label: 'Item' }),
    checked: checkbox({ label: 'Done', required: false }),
  }),
  idempotent: false,
  run: ({ input, http }) =>
    http.post(at`/1/checklists/${input.checklist_id}/checkItems`, {
      query: { name: input.name, checked: input.checked },
    }),
})
