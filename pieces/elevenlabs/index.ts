import { elevenlabs } from './service.ts'

export default elevenlabs.piece({ actions: [] })
