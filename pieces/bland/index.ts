import { bland } from './service.ts'

export default bland.piece({ actions: [] })
