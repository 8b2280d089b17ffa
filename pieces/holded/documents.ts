import * as z from 'zod'
import { checkbox, choice, dateTime, longText, number, rows, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { anyContact, contact, docType, documentId, seconds, treasury } from './inputs.ts'
import { holded } from './service.ts'

const now = () => Math.floor(Date.now() / 1000)

const createDocument = holded.action({
  name: 'create_document',
  displayName: 'Create an invoice or other document',
  description: 'Makes a document as a draft, or approved.',
  input: z.object({
    doc_type: docType(),
    contact_id: contact(),
    date: dateTime({ label: 'Date', description: 'Empty for now.', required: false }),
    items: rows({
      label: 'Lines',
      row: z.object({
        name: shortText({ label: 'Name' }),
        desc: shortText({ label: 'Description', required: false }),
        units: number({ label: 'Units', defaultValue: 1 }),
        subtotal: number({ label: 'Price of a unit without tax' }),
        tax: number({ label: 'Tax in percent', required: false }),
        discount: number({ label: 'Discount in percent', required: false }),
        sku: shortText({ label: 'SKU', required: false }),
      }),
    }),
    desc: shortText({ label: 'Description', required: false }),
    notes: longText({ label: 'Notes', required: false }),
    currency: shortText({ label: 'Currency', description: 'Such as eur.', required: false }),
    approve: checkbox({
      label: 'Approve it',
      description: 'It then gets its number and cannot be changed.',
      defaultValue: false,
    }),
  }),
  idempotent: false,
  run: ({ input, http }) =>
    http.post(at`/invoicing/v1/documents/${input.doc_type}`, {
      json: {
        contactId: input.contact_id,
        date: input.date ? seconds('date', input.date) : now(),
        items: input.items,
        desc: input.desc,
        notes: input.notes,
        currency: input.currency,
        approveDoc: input.approve,
      },
    }),
})

const getDocument = holded.action({
  name: 'get_document',
  displayName: 'Get an invoice or other document',
  description: 'Reads a document.',
  input: z.object({ doc_type: docType(), document_id: documentId() }),
  idempotent: true,
  run: ({ input, http }) => http.get(at`/invoicing/v1/documents/${input.doc_type}/${input.document_id}`),
})

const listDocuments = holded.action({
  name: 'list_documents',
  displayName: 'List invoices or other documents',
  description: 'The documents of a kind that fit, the newest first.',
  input: z.object({
    doc_type: docType(),
    contact_id: anyContact(),
    paid: choice({
      label: 'Paid',
      required: false,
      choices: [
        { value: '0', label: 'Not paid' },
        { value: '1', label: 'Paid' },
        { value: '2', label: 'Partly paid' },
      ],
    }),
    from: dateTime({ label: 'From', required: false }),
    to: dateTime({ label: 'To', required: false }),
  }),
  idempotent: true,
  run: ({ input, http }) =>
    http.get(at`/invoicing/v1/documents/${input.doc_type}`, {
      query: {
        contactid: input.contact_id,
        paid: input.paid,
        // Holded wants both ends of a time, or none.
        starttmp: input.from ? seconds('from', input.from) : input.to && 0,
        endtmp: input.to ? seconds('to', input.to) : input.from && now(),
        sort: 'created-desc',
      },
    }),
})

const payDocument = holded.action({
  name: 'pay_document',
  displayName: 'Mark a document as paid',
  description: 'Writes down that a document was paid, wholly or in part.',
  input: z.object({
    doc_type: docType(),
    document_id: documentId(),
    amount: number({ label: 'Amount' }),
    date: dateTime({ label: 'Date', description: 'Empty for now.', required: false }),
    treasury: treasury(),
    desc: shortText({ label: 'Description', required: false }),
  }),
  idempotent: false,
  run: ({ input, http }) =>
    http.post(at`/invoicing/v1/documents/${input.doc_type}/${input.document_id}/pay`, {
      json: {
        amount: input.amount,
        date: input.date ? seconds('date', input.date) : now(),
        treasury: input.treasury,
        desc: input.desc,
      },
    }),
})

const sendDocument = holded.action({
  name: 'send_document',
  displayName: 'Send a document',
  description: 'Sends a document by e-mail.',
  input: z.object({
    doc_type: docType(),
    document_id: documentId(),
    emails: shortText({ label: 'To', description: 'Several with ; between them.' }),
    subject: shortText({ label: 'Subject', required: false }),
    message: longText({ label: 'Text', required: false }),
  }),
  idempotent: false,
  run: ({ input: { doc_type, document_id, ...json }, http }) =>
    http.post(at`/invoicing/v1/documents/${doc_type}/${document_id}/send`, { json }),
})

const Pdf = z.object({ data: z.string() })

const getPdf = holded.action({
  name: 'get_document_pdf',
  displayName: 'Get a document as PDF',
  description: 'Gives a link to a document as a file.',
  input: z.object({ doc_type: docType(), document_id: documentId() }),
  idempotent: true,
  async run({ input, http, services }) {
    const { data } = await http.get(at`/invoicing/v1/documents/${input.doc_type}/${input.document_id}/pdf`, {
      answer: Pdf,
    })
    const bytes = new Uint8Array(Buffer.from(data, 'base64'))
    const name = `${input.doc_type}-${input.document_id}.pdf`
    return services.files.write({ name, contentType: 'application/pdf', bytes })
  },
})

export const documents = [createDocument, getDocument, listDocuments, payDocument, sendDocument, getPdf]
