import { createSubmission, getForm, getSubmission, listQuestions, listSubmissions } from './forms.ts'
import { jotform } from './service.ts'
import { newSubmission } from './triggers.ts'

export default jotform.piece({
  actions: [createSubmission, listSubmissions, getSubmission, getForm, listQuestions],
  triggers: [newSubmission],
})
