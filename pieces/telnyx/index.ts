import { telnyx } from './service.ts'

export default telnyx.piece({ actions: [] })
