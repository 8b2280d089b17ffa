import { ultravox } from './service.ts'

export default ultravox.piece({ actions: [] })
