import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { html } from 'hono/html'
import { finishLogin, type LoginEnd } from '../connection/oauth-login.ts'
import { CodedError, isCoded, toErrorData } from '../errors.ts'
import { newToken } from '../token.ts'
import { statusOf } from './errors.ts'
import { originOf } from './origin.ts'
import { inScript, sendPage } from './page.ts'
import type { App } from './types.ts'

const COOKIE = 'patchcord_oauth'
const COOKIE_SECONDS = 15 * 60

/** The token by which a browser that starts a login is known when the login comes back; given to it where new. */
export function browserToken(c: Context<App>): string {
  const token = getCookie(c, COOKIE) ?? newToken()
  setCookie(c, COOKIE, token, {
    path: '/',
    httpOnly: true,
    secure: originOf(c).startsWith('https:'),
    // Strict would keep it from coming along when the service sends the browser back.
    sameSite: 'Lax',
    maxAge: COOKIE_SECONDS,
  })
  return token
}

const TEXTS = {
  en: { done: 'Connected', failed: 'Not connected', close: 'You can close this window.' },
  es: { done: 'Conectado', failed: 'No conectado', close: 'Puedes cerrar esta ventana.' },
} as const

/** `/oauth/callback`: where services send users back to. The state in the address is the credential. */
export async function oauthCallback(c: Context<App>): Promise<Response> {
  // A mail scanner's HEAD must not use the state up.
  if (c.req.method !== 'GET') throw new CodedError('METHOD_NOT_ALLOWED', 'Open this address with GET.')
  const { state, code, error } = c.req.query()
  const end: LoginEnd = await finishLogin(c.env, { state, code, error, browser: getCookie(c, COOKIE) }).catch(
    (thrown: unknown) => ({ outcome: { error: thrown } }),
  )
  const { language = 'en', outcome } = end
  const texts = TEXTS[language]
  if ('error' in outcome) {
    if (!isCoded(outcome.error)) throw outcome.error
    const { code: errorCode, message } = toErrorData(outcome.error)
    return sendPage(
      c,
      {
        language,
        title: texts.failed,
        body: html`<p class="error">${message}</p>`,
        script: tellOpener(originOf(c), { error: { code: errorCode, message } }),
      },
      statusOf(errorCode),
    )
  }
  const { connectionId } = outcome
  return sendPage(c, {
    language,
    title: texts.done,
    body: html`<p>${texts.close}</p>`,
    // A client learns that it worked, and nothing else.
    ...(end.language === undefined && {
      script: `${tellOpener(originOf(c), { connection_id: connectionId })};window.close()`,
    }),
  })
}

const tellOpener = (origin: string, said: object) =>
  `window.opener?.postMessage(${inScript({ type: 'patchcord.connection', ...said })}, ${inScript(origin)})`
