import {
  chatGemini,
  countTokens,
  extractStructuredData,
  generateContent,
  generateContentFromImage,
  generateEmbeddings,
  listModels,
} from './actions.ts'
import { gemini } from './service.ts'

export default gemini.piece({
  actions: [
    generateContent,
    generateContentFromImage,
    chatGemini,
    extractStructuredData,
    generateEmbeddings,
    countTokens,
    listModels,
  ],
})
