import {
  createCustomer,
  findCustomers,
  getCustomer,
  getCustomerOrders,
  getCustomers,
  updateCustomer,
} from './customers.ts'
import { addTags, createFulfillment, getFulfillments } from './fulfilment.ts'
import {
  cancelOrder,
  closeOrder,
  completeDraftOrder,
  createDraftOrder,
  createOrder,
  findOrders,
  getOrder,
  sendDraftOrder,
  updateOrder,
} from './orders.ts'
import {
  adjustInventory,
  createProduct,
  getLocations,
  getProduct,
  getProducts,
  updateProduct,
} from './products.ts'
import { shopify } from './service.ts'
import {
  fulfilledOrder,
  newCancelledOrder,
  newCustomer,
  newOrder,
  newPaidOrder,
  updatedProduct,
} from './triggers.ts'

export default shopify.piece({
  actions: [
    createCustomer,
    updateCustomer,
    getCustomer,
    getCustomers,
    findCustomers,
    getCustomerOrders,
    createOrder,
    updateOrder,
    getOrder,
    findOrders,
    cancelOrder,
    closeOrder,
    createDraftOrder,
    sendDraftOrder,
    completeDraftOrder,
    createFulfillment,
    getFulfillments,
    createProduct,
    updateProduct,
    getProduct,
    getProducts,
    getLocations,
    adjustInventory,
    addTags,
  ],
  triggers: [newOrder, newPaidOrder, fulfilledOrder, newCancelledOrder, newCustomer, updatedProduct],
})
