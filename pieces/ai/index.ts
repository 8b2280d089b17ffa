import { askAi, classifyText, extractStructuredData, summarizeText } from './actions.ts'
import { ai } from './service.ts'

export default ai.piece({ actions: [askAi, summarizeText, classifyText, extractStructuredData] })
