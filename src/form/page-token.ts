import { readToken, signToken } from '../call/signed-token.ts'

/**
 * What a form's page sends back of itself: for which workflow it was made, when, and whether it shows the draft. Its
 * `submission` tells one opened page from another.
 */
export interface PageToken {
  workflowId: string
  submission: string
  /** epoch milliseconds */
  openedAt: number
  isDraft: boolean
}

const PURPOSE = 'patchcord form page v1'

/** The token as text that only we can make. @throws CodedError CONFIG_MISSING */
export function signPage(keyText: string, { workflowId, submission, openedAt, isDraft }: PageToken): string {
  return signToken(keyText, PURPOSE, [workflowId, submission, openedAt, isDraft ? 'draft' : 'live'].join('.'))
}

/** What a token says; undefined where we didn't make it. @throws CodedError CONFIG_MISSING */
export function readPage(keyText: string, token: string): PageToken | undefined {
  const [workflowId, submission, openedAt, kind] = readToken(keyText, PURPOSE, token)?.split('.') ?? []
  if (workflowId === undefined || submission === undefined) return undefined
  return { workflowId, submission, openedAt: Number(openedAt), isDraft: kind === 'draft' }
}
