import { archiveItem, createItem, findItems, restoreItem, updateItem } from './items.ts'
import { addComment, appendToPage, createPage, findPage, getContent, getPage } from './pages.ts'
import { notion } from './service.ts'
import { newItem, updatedItem } from './triggers.ts'

export default notion.piece({
  actions: [
    createItem,
    updateItem,
    findItems,
    archiveItem,
    restoreItem,
    createPage,
    appendToPage,
    getPage,
    getContent,
    findPage,
    addComment,
  ],
  triggers: [newItem, updatedItem],
})
