import { generateImage, listModels, textToSpeech, transcribe, translate } from './media.ts'
import { openai } from './service.ts'
import { ask, classifyText, createEmbedding, extractStructuredData, visionPrompt } from './text.ts'

export default openai.piece({
  actions: [
    ask,
    visionPrompt,
    extractStructuredData,
    generateImage,
    textToSpeech,
    transcribe,
    translate,
    createEmbedding,
    classifyText,
    listModels,
  ],
})
