import {
  changeStatus,
  createGroup,
  createItem,
  createUpdate,
  deleteItem,
  findItems,
  getItem,
  listItems,
  updateColumns,
  updateName,
} from './items.ts'
import { monday } from './service.ts'
import { columnUpdated, newItem } from './triggers.ts'

export default monday.piece({
  actions: [
    createItem,
    updateColumns,
    changeStatus,
    updateName,
    createUpdate,
    createGroup,
    deleteItem,
    getItem,
    listItems,
    findItems,
  ],
  triggers: [newItem, columnUpdated],
})
