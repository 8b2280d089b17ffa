import { digaApi } from './service.ts'

export default digaApi.piece({ actions: [] })
