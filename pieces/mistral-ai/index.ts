import { runOcr, transcribeAudio, uploadFile } from './documents.ts'
import { mistral } from './service.ts'
import { createChatCompletion, createEmbeddings, extractStructuredData, listModels } from './text.ts'

export default mistral.piece({
  actions: [
    createChatCompletion,
    extractStructuredData,
    createEmbeddings,
    runOcr,
    uploadFile,
    transcribeAudio,
    listModels,
  ],
})
