import { type ApiAnswer, api, call } from './api.ts'
import type { FakeSlack } from './fake-slack.ts'

/** A token answer in Slack's form. */
export function tokenAnswer(n: number | string, changes: object = {}): Record<string, unknown> {
  return {
    ok: true,
    access_token: `xoxe-access-${n}`,
    refresh_token: `xoxe-refresh-${n}`,
    token_type: 'bot',
    expires_in: 43_200,
    scope: 'chat:write',
    team: { id: 'T1', name: 'Acme' },
    ...changes,
  }
}

/** What `answer` gives with each request, in turn, the last one again and again; its tokens are then good. */
export function answersWith(slack: FakeSlack, ...answers: (Record<string, unknown> | Response)[]): void {
  let n = 0
  slack.answer = () => {
    const answer = answers[Math.min(n++, answers.length - 1)]!
    if (answer instanceof Response) return answer.clone()
    slack.tokens.add(String(answer.access_token))
    return Response.json(answer)
  }
}

/** Starts a login at Slack with a client of its own. */
export async function startLogin(changes: object = {}) {
  const { status, body } = await api('POST', '/v1/workflow/connections/oauth/start', {
    piece_name: 'slack',
    display_name: 'Logged in',
    client_id: 'own-client',
    client_secret: 'own-client-secret',
    ...changes,
  })
  if (status !== 200) throw new Error(JSON.stringify(body))
  return { url: new URL(body.authorization_url), state: String(body.state) }
}

/** The browser comes back from the service. */
export const comeBack = (query: Record<string, string>, cookie?: string): Promise<ApiAnswer> =>
  call('GET', `/oauth/callback?${new URLSearchParams(query)}`, undefined, cookie ? { cookie } : {})

/** A connection by a whole login. Gives its id. */
export async function logIn(changes: object = {}): Promise<string> {
  const { state } = await startLogin(changes)
  const { body } = await comeBack({ state, code: 'the-code' })
  const id = /"connection_id":"(\w+)"/.exec(body)?.[1]
  if (!id) throw new Error(body)
  return id
}
