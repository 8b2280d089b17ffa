import {
  addComment,
  addLabel,
  createCard,
  deleteCard,
  getCard,
  moveCard,
  searchCards,
  updateCard,
} from './cards.ts'
import { addChecklist, addChecklistItem, createList, listCards } from './lists.ts'
import { trello } from './service.ts'
import { cardMoved, newCard } from './triggers.ts'

export default trello.piece({
  actions: [
    createCard,
    updateCard,
    moveCard,
    getCard,
    deleteCard,
    searchCards,
    addComment,
    addLabel,
    createList,
    listCards,
    addChecklist,
    addChecklistItem,
  ],
  triggers: [newCard, cardMoved],
})
