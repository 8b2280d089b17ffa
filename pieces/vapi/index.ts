import { vapi } from './service.ts'

export default vapi.piece({ actions: [] })
