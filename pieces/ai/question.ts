import { CodedError } from '../../src/errors.ts'
import type { ServiceHttp } from '../../src/piece/service-http.ts'
import type { FileContent } from '../../src/piece/services.ts'

/** JSON Schema of an answer: always of an object. */
export type AnswerSchema = Record<string, unknown>

/** One turn of a conversation with a model. */
export interface Turn {
  role: 'user' | 'assistant'
  text: string
  /** images and PDFs, of the user */
  files?: readonly FileContent[]
}

/** What a model is asked, whoever's it is. */
export interface Question {
  model: string
  /** what the model is told before the conversation */
  system?: string | undefined
  turns: readonly Turn[]
  maxTokens?: number | undefined
  /** 0 for the likeliest words; what the model does by itself where unset */
  temperature?: number | undefined
  /** set where the answer must be JSON of this schema */
  schema?: AnswerSchema | undefined
}

/**
 * Asks a model. Gives its text, or the JSON text of its data where a schema was given.
 * @throws CodedError AI_REFUSED, AI_ANSWER_TRUNCATED, AI_ANSWER_INVALID where it is empty, and those of the service
 */
export type Ask = (http: ServiceHttp, question: Question) => Promise<string>

/** Longest that a model may think and write. Milliseconds. */
export const ANSWER_TIMEOUT_MS = 120_000

/** Name of the tool that a model is made to call with the data it found. */
export const DATA_TOOL = 'give_data'

/** The text of an answer. @throws CodedError AI_ANSWER_INVALID where there is none: models fail like that at times */
export function written(model: string, text: string): string {
  if (text.trim()) return text
  throw new CodedError('AI_ANSWER_INVALID', `${model} answered nothing. Try again, or change the prompt.`, {
    retryable: true,
  })
}

/** The model would not answer, or its service would not let it. @param why its own words */
export function refused(model: string, why: string): CodedError {
  const words = why.replace(/[.!?]?$/, '.')
  return new CodedError('AI_REFUSED', `${model} refused to answer: ${words} Change the prompt.`)
}

/** The answer stops in the middle. */
export function truncated(model: string): CodedError {
  const message = `The answer of ${model} is longer than it may be. Raise the field for its longest answer, or ask for less.`
  return new CodedError('AI_ANSWER_TRUNCATED', message)
}
