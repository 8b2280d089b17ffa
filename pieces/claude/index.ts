import { askClaude, countTokens, extractStructuredData, listModels, visionPrompt } from './actions.ts'
import { claude } from './service.ts'

export default claude.piece({
  actions: [askClaude, visionPrompt, extractStructuredData, countTokens, listModels],
})
