import { createCustomer, findCustomer, updateCustomer } from './customers.ts'
import { addOrderNote, createOrder, findOrders, getOrder, updateOrder } from './orders.ts'
import { createCoupon, createProduct, findProduct, searchProducts, updateProduct } from './products.ts'
import { woocommerce } from './service.ts'
import { triggers } from './triggers.ts'

export default woocommerce.piece({
  actions: [
    createCustomer,
    updateCustomer,
    findCustomer,
    createOrder,
    updateOrder,
    getOrder,
    findOrders,
    addOrderNote,
    createProduct,
    updateProduct,
    findProduct,
    searchProducts,
    createCoupon,
  ],
  triggers,
})
