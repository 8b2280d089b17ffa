import { addNote, addTags } from './extras.ts'
import { records } from './records.ts'
import { zohoCrm } from './service.ts'
import { triggers } from './triggers.ts'

export default zohoCrm.piece({ actions: [...records, addNote, addTags], triggers })
