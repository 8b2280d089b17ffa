import { retell } from './service.ts'

export default retell.piece({ actions: [] })
