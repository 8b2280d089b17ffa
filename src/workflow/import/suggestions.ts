import { shortPieceName } from '../piece-name.ts'

/** An action of ours that does what an unknown one did. Its fields are other ones: a person carries them over. */
export interface Suggestion {
  piece_name: string
  action_name: string
}

const MAKE_CALL: Suggestion = { piece_name: 'diga', action_name: 'makeCall' }

/**
 * Actions of Activepieces' community pieces that a piece of ours does under another name. Only what is the same thing
 * to do: the voice platforms are agents' providers here, and Make Call goes through whichever the agent has.
 */
const SAME: Readonly<Record<string, Suggestion>> = {
  'http-oauth2/send-oauth2-request': { piece_name: 'http', action_name: 'send_request' },
  'kallabot-ai/make-call': MAKE_CALL,
  'retell-ai/make_phone_call': MAKE_CALL,
  'vapi/create_call': MAKE_CALL,
}

/** All that may be suggested, for a test to look up. */
export const SUGGESTIONS: readonly Suggestion[] = Object.values(SAME)

/** What stands in for an action that is unknown here, if anything does. */
export function suggestionFor(pieceName: string, actionName: string | undefined): Suggestion | undefined {
  const key = `${shortPieceName(pieceName)}/${actionName ?? ''}`
  return Object.hasOwn(SAME, key) ? SAME[key] : undefined
}
