import { findDocument, getDocument, newDocument } from './reading.ts'
import { docs } from './service.ts'
import { appendText, createDocument, fillTemplate, replaceText } from './writing.ts'

export default docs.piece({
  actions: [createDocument, appendText, getDocument, findDocument, replaceText, fillTemplate],
  triggers: [newDocument],
})
