import { createCustomer, retrieveCustomer, searchCustomer, updateCustomer } from './customers.ts'
import {
  createInvoice,
  createInvoiceItem,
  finalizeInvoice,
  retrieveInvoice,
  searchInvoices,
  sendInvoice,
} from './invoices.ts'
import {
  cancelPaymentIntent,
  createPaymentIntent,
  createPaymentLink,
  createRefund,
  deactivatePaymentLink,
  retrievePaymentIntent,
  searchPaymentIntents,
} from './payments.ts'
import { createPrice, createProduct } from './products.ts'
import { stripe } from './service.ts'
import { cancelSubscription, createSubscription, searchSubscriptions } from './subscriptions.ts'
import {
  canceledSubscription,
  checkoutCompleted,
  invoicePaid,
  invoicePaymentFailed,
  newCustomer,
  newInvoice,
  newPayment,
  newSubscription,
  paymentFailed,
  updatedSubscription,
} from './triggers.ts'

export default stripe.piece({
  actions: [
    createCustomer,
    updateCustomer,
    retrieveCustomer,
    searchCustomer,
    createPaymentIntent,
    retrievePaymentIntent,
    searchPaymentIntents,
    cancelPaymentIntent,
    createRefund,
    createPaymentLink,
    deactivatePaymentLink,
    createInvoice,
    createInvoiceItem,
    finalizeInvoice,
    sendInvoice,
    retrieveInvoice,
    searchInvoices,
    createProduct,
    createPrice,
    createSubscription,
    cancelSubscription,
    searchSubscriptions,
  ],
  triggers: [
    newPayment,
    paymentFailed,
    newCustomer,
    newSubscription,
    updatedSubscription,
    canceledSubscription,
    newInvoice,
    invoicePaid,
    invoicePaymentFailed,
    checkoutCompleted,
  ],
})
