import { sendEmail } from './send-email.ts'
import { smtp } from './service.ts'

export default smtp.piece({ actions: [sendEmail] })
