import { createItem, deleteItem, findItem, getItem, publishItem, updateItem } from './items.ts'
import { findOrder, fulfillOrder } from './orders.ts'
import { webflow } from './service.ts'
import { newSubmission } from './triggers.ts'

export default webflow.piece({
  actions: [createItem, updateItem, getItem, findItem, deleteItem, publishItem, findOrder, fulfillOrder],
  triggers: [newSubmission],
})
