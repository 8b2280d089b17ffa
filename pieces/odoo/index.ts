import { crm } from './crm.ts'
import { records } from './records.ts'
import { odoo } from './service.ts'
import { triggers } from './triggers.ts'

export default odoo.piece({ actions: [...records, ...crm], triggers })
