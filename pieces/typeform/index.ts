import { getForm, listForms, listResponses } from './forms.ts'
import { typeform } from './service.ts'
import { newSubmission } from './triggers.ts'

export default typeform.piece({ actions: [listResponses, getForm, listForms], triggers: [newSubmission] })
