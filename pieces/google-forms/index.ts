import { getForm, getResponse, listResponses, newResponse } from './forms.ts'
import { forms } from './service.ts'

export default forms.piece({
  actions: [getForm, listResponses, getResponse],
  triggers: [newResponse],
})
