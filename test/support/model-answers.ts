import { DATA_TOOL } from '../../pieces/ai/question.ts'
import type { Answer } from './piece-kit.ts'

/** What OpenAI answers to a chat; `call` is what the model hands to the tool it was made to call. */
export function openAiAnswer(
  given: { text?: string; call?: unknown; refusal?: string },
  finish_reason = 'stop',
): Answer {
  const { text = null, refusal = null, call } = given
  const tool_calls = call === undefined ? undefined : [toolCall(call)]
  const message = { role: 'assistant', content: text, refusal, ...(tool_calls && { tool_calls }) }
  const choices = [{ index: 0, finish_reason, message, logprobs: null }]
  return { body: { id: 'chatcmpl-1', object: 'chat.completion', created: 1, model: 'gpt', choices } }
}

/** What Mistral answers to a chat. Its description wants `data` there too, which only its embeddings have. */
export function mistralAnswer(given: { text?: string; call?: unknown }, finish_reason = 'stop'): Answer {
  const { text = '', call } = given
  const tool_calls = call === undefined ? null : [toolCall(call)]
  const choices = [{ index: 0, finish_reason, message: { role: 'assistant', content: text, tool_calls } }]
  const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 }
  return {
    body: { id: 'c1', object: 'chat.completion', created: 1, model: 'mistral', choices, usage, data: [] },
  }
}

const toolCall = (given: unknown) => ({
  id: 'call_1',
  type: 'function',
  function: { name: DATA_TOOL, arguments: typeof given === 'string' ? given : JSON.stringify(given) },
})

/** What Anthropic answers. */
export function anthropicAnswer(given: { text?: string; call?: unknown }, stop_reason = 'end_turn'): Answer {
  const { text, call } = given
  const said = text === undefined ? [] : [{ type: 'text', text, citations: null }]
  const used =
    call === undefined
      ? []
      : [{ type: 'tool_use', id: 'toolu_1', name: DATA_TOOL, input: call, caller: { type: 'direct' } }]
  return {
    body: {
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      model: 'claude',
      content: [...said, ...used],
      stop_reason,
      stop_sequence: null,
      stop_details: null,
      container: null,
      usage: {
        input_tokens: 1,
        output_tokens: 1,
        cache_creation: null,
        cache_creation_input_tokens: null,
        cache_read_input_tokens: null,
        inference_geo: null,
        server_tool_use: null,
        service_tier: null,
        output_tokens_details: null,
      },
    },
  }
}

/** What Gemini answers. */
export function geminiAnswer(text: string, finishReason = 'STOP'): Answer {
  return { body: { candidates: [{ content: { role: 'model', parts: [{ text }] }, finishReason, index: 0 }] } }
}
