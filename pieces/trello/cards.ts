import * as z from 'zod'
import { checkbox, dateTime, list as listField, longText, number, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { board, boardLabels, boardToChooseFrom, card, label, list, optionalList, position } from './inputs.ts'
import { trello } from './service.ts'

/** Most cards of one search, set by Trello. */
const MAX_FOUND = 1000

// Trello documents arguments as query parameters and takes them in the body just as well. Texts of cards are too long
// for an address, so what holds one is sent in the body.

/** Adds a card. */
export const createCard = trello.action({
  name: 'create_card',
  displayName: 'Create a card',
  description: 'Adds a card to a list.',
  input: z.object({
    board_id: board(),
    list_id: list(),
    name: shortText({ label: 'Name' }),
    description: longText({ label: 'Description', required: false }),
    position: position(),
    labels: boardLabels(),
    due: dateTime({ label: 'Due', required: false }),
  }),
  idempotent: false,
  run: ({ input, http }) =>
    http.post('/1/cards', {
      json: {
        idList: input.list_id,
        name: input.name,
        desc: input.description,
        pos: input.position,
        idLabels: input.labels,
        due: input.due,
      },
    }),
})

/** Changes a card. */
export const updateCard = trello.action({
  name: 'update_card',
  displayName: 'Update a card',
  description: 'Changes what is filled in; the rest stays.',
  input: z.object({
    card_id: card(),
    name: shortText({ label: 'Name', required: false }),
    description: longText({ label: 'Description', required: false }),
    board_id: boardToChooseFrom(),
    list_id: optionalList(),
    position: position(),
    labels: boardLabels(),
    closed: checkbox({ label: 'Archived', required: false }),
    due: dateTime({ label: 'Due', required: false }),
    dueComplete: checkbox({ label: 'Done', required: false }),
  }),
  idempotent: true,
  run: ({ input, http }) =>
    http.put(at`/1/cards/${input.card_id}`, {
      json: {
        name: input.name,
        desc: input.description,
        idList: input.list_id,
        pos: input.position,
        idLabels: input.labels?.join(','),
        closed: input.closed,
        due: input.due,
        dueComplete: input.dueComplete,
      },
    }),
})

/** Moves a card. */
export const moveCard = trello.action({
  name: 'move_card',
  displayName: 'Move a card',
  description: 'Puts a card into another list.',
  input: z.object({ card_id: card(), board_id: boardToChooseFrom(), list_id: list(), position: position() }),
  idempotent: true,
  run: ({ input, http }) =>
    http.put(at`/1/cards/${input.card_id}`, { query: { idList: input.list_id, pos: input.position } }),
})

/** Reads a card. */
export const getCard = trello.action({
  name: 'get_card',
  displayName: 'Get a card',
  description: 'Reads one card.',
  input: z.object({ cardId: card() }),
  idempotent: true,
  run: ({ input, http }) => http.get(at`/1/cards/${input.cardId}`),
})

/** Deletes a card. */
export const deleteCard = trello.action({
  name: 'delete_card',
  displayName: 'Delete a card',
  description: 'Deletes a card for good. To archive it, update it.',
  input: z.object({ card_id: card() }),
  idempotent: true,
  run: ({ input, http }) => http.delete(at`/1/cards/${input.card_id}`),
})

const Found = z.object({ cards: z.array(z.looseObject({ idList: z.string().optional() })).default([]) })

/** Finds cards. */
export const searchCards = trello.action({
  name: 'search_cards',
  displayName: 'Find cards',
  description: 'Cards whose name, description or comments hold a text.',
  input: z.object({
    query: shortText({ label: 'Text', description: "Trello's operators count too, such as label:vip." }),
    board_ids: listField({ label: 'Only on these boards', description: 'Their ids.', required: false }),
    list_id: shortText({ label: 'Only in this list', description: 'Its id.', required: false }),
    limit: number({ label: 'At most', defaultValue: 50, min: 1, max: MAX_FOUND }),
  }),
  idempotent: true,
  async run({ input, http }) {
    const found = await http.get('/1/search', {
      query: {
        query: input.query,
        modelTypes: 'cards',
        idBoards: input.board_ids?.join(','),
        cards_limit: input.limit,
      },
      answer: Found,
    })
    const cards = found.cards.filter(({ idList }) => !input.list_id || idList === input.list_id)
    return { cards, count: cards.length }
  },
})

/** Comments a card. */
export const addComment = trello.action({
  name: 'add_comment_to_card',
  displayName: 'Comment a card',
  description: 'Adds a comment to a card.',
  input: z.object({ card_id: card(), text: longText({ label: 'Comment' }) }),
  idempotent: false,
  run: ({ input, http }) =>
    http.post(at`/1/cards/${input.card_id}/actions/comments`, { json: { text: input.text } }),
})

/** Labels a card. */
export const addLabel = trello.action({
  name: 'add_label_to_card',
  displayName: 'Label a card',
  description: 'Adds a label of the board to a card.',
  input: z.object({ card_id: card(), board_id: boardToChooseFrom(), label_id: label() }),
  idempotent: false,
  run: ({ input, http }) =>
    http.post(at`/1/cards/${input.card_id}/idLabels`, { query: { value: input.label_id } }),
})
