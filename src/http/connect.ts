import type { Context } from 'hono'
import { html, raw } from 'hono/html'
import { type ClientForm, clientForms, type FormField, filledIn } from '../connection/client-form.ts'
import { credentialsOf } from '../connection/credentials.ts'
import { addConnection } from '../connection/keep.ts'
import { chooseClient, startLogin } from '../connection/oauth-login.ts'
import { openDb } from '../db/client.ts'
import { countAttempt, findOpenRequest, requestClosed } from '../db/connection-requests.ts'
import type { ConnectionRequestRow } from '../db/schema-connections.ts'
import { CodedError, type ErrorData, isCoded, toErrorData } from '../errors.ts'
import type { Piece } from '../piece/piece.ts'
import { loadPiece } from '../piece/registry.ts'
import { hashToken } from '../token.ts'
import { statusOf } from './errors.ts'
import { browserToken } from './oauth-callback.ts'
import { originOf } from './origin.ts'
import { sendPage } from './page.ts'
import type { App } from './types.ts'

const TEXTS = {
  en: {
    title: (piece: string) => `Connect ${piece}`,
    intro: (name: string) => `You were asked to connect: ${name}. What you enter is stored encrypted.`,
    save: 'Save',
    logIn: (piece: string) => `Connect with ${piece}`,
    done: 'Connected',
    thanks: 'Thank you. You can close this page.',
    closed: 'This link is not valid any more',
    askAgain: 'It was used, revoked or has expired. Ask for a new one.',
    tooOften: 'This link was tried too often. Ask for a new one.',
    refused: 'This did not work',
    goOn: 'Continue',
  },
  es: {
    title: (piece: string) => `Conectar ${piece}`,
    intro: (name: string) => `Te han pedido conectar: ${name}. Lo que escribas se guarda cifrado.`,
    save: 'Guardar',
    logIn: (piece: string) => `Conectar con ${piece}`,
    done: 'Conectado',
    thanks: 'Gracias. Puedes cerrar esta página.',
    closed: 'Este enlace ya no es válido',
    askAgain: 'Se ha usado, se ha revocado o ha caducado. Pide uno nuevo.',
    tooOften: 'Este enlace se ha probado demasiadas veces. Pide uno nuevo.',
    refused: 'No ha funcionado',
    goOn: 'Continuar',
  },
} as const

/** A client's request with what its page is made of. */
interface Asked {
  request: ConnectionRequestRow
  piece: Piece
  forms: ClientForm[]
}

/**
 * `/connect/:token`: the page on which a client fills in credentials. The token in the address is the credential, and
 * since nobody else has it, also what keeps other sites from sending the form.
 */
export async function connect(c: Context<App>): Promise<Response> {
  const { method } = c.req
  if (method !== 'GET' && method !== 'HEAD' && method !== 'POST') {
    throw new CodedError('METHOD_NOT_ALLOWED', 'Open this address with GET, or send the form with POST.')
  }
  const tokenHash = hashToken(c.req.param('token') ?? '')
  const request = await findOpenRequest(openDb(c.env.DB), tokenHash, Date.now())
  if (!request) return sendClosed(c, 'en')
  const piece = await loadPiece(request.pieceName)
  const asked = { request, piece, forms: await clientForms(c.env, piece) }
  if (method !== 'POST') return sendForm(c, asked)
  try {
    await countAttempt(openDb(c.env.DB), request.id)
    return await receive(c, asked)
  } catch (error) {
    if (!isCoded(error)) throw error
    return sendRefusal(c, asked, toErrorData(error))
  }
}

async function receive(c: Context<App>, { request, piece, forms }: Asked): Promise<Response> {
  const sent = await c.req.parseBody()
  const form = forms[Number(sent.kind ?? 0)]
  if (!form) throw requestClosed()
  const value = filledIn(form, sent)
  if (form.isLogin) return sendToService(c, { request, piece, props: value.props })
  const credentials = await credentialsOf(c.env, piece, form.kind.type, value)
  await addConnection(c.env, {
    piece,
    displayName: request.displayName,
    value: credentials,
    validate: true,
    requestId: request.id,
  })
  const texts = TEXTS[request.language]
  return sendPage(c, {
    language: request.language,
    title: texts.done,
    body: html`<p>${texts.thanks}</p>`,
  })
}

/** By a page, not by a redirect: browsers hold the targets of a form's redirects against `form-action`. */
async function sendToService(
  c: Context<App>,
  { request, piece, props }: Pick<Asked, 'request' | 'piece'> & { props: unknown },
): Promise<Response> {
  const { id, language, displayName } = request
  const { authorizationUrl } = await startLogin(c.env, {
    piece,
    displayName,
    client: await chooseClient(c.env, piece, {}),
    props,
    redirectUrl: `${originOf(c)}/oauth/callback`,
    request: { id, language },
    browser: browserToken(c),
  })
  const texts = TEXTS[language]
  return sendPage(c, {
    language,
    title: texts.title(piece.displayName),
    body: html`<p><a class="button" href="${authorizationUrl}">${texts.goOn}</a></p>`,
    forwardTo: authorizationUrl,
  })
}

function sendClosed(c: Context<App>, language: 'en' | 'es'): Promise<Response> {
  const { closed, askAgain } = TEXTS[language]
  const body = html`<p>${askAgain}</p>`
  return sendPage(c, { language, title: closed, body }, statusOf('CONNECTION_REQUEST_CLOSED'))
}

/** The form again, with what was wrong. What was typed is not: it is secret. */
function sendRefusal(c: Context<App>, asked: Asked, error: ErrorData): Promise<Response> {
  const { language } = asked.request
  if (error.code === 'CONNECTION_REQUEST_CLOSED') return sendClosed(c, language)
  const texts = TEXTS[language]
  if (error.code !== 'RATE_LIMITED') {
    return sendForm(c, asked, `${texts.refused}: ${error.message}`, statusOf(error.code))
  }
  const body = html`<p class="error">${texts.tooOften}</p>`
  return sendPage(c, { language, title: texts.refused, body }, statusOf(error.code))
}

function sendForm(
  c: Context<App>,
  { request, piece, forms }: Asked,
  problem?: string,
  status: ReturnType<typeof statusOf> = 200,
): Promise<Response> {
  const { language, displayName } = request
  const texts = TEXTS[language]
  const body = html`<p>${texts.intro(displayName)}</p>
${problem === undefined ? '' : html`<p class="error" role="alert">${problem}</p>`}
${forms.map(({ kind, fields, isLogin }, index) => {
  return html`<section><form method="post" autocomplete="off">
<input type="hidden" name="kind" value="${index}">
${forms.length > 1 ? html`<h2>${kind.label}</h2>` : ''}
${kind.description ? html`<p><small>${kind.description}</small></p>` : ''}
${fields.map(inputOf)}
<button>${isLogin ? texts.logIn(piece.displayName) : texts.save}</button>
</form></section>`
})}`
  return sendPage(c, { language, title: texts.title(piece.displayName), body }, status)
}

function inputOf(field: FormField) {
  const { label, description, as, required } = field
  const note = description ? html`<small>${description}</small>` : ''
  if (as === 'note') return html`<p>${note}</p>`
  return html`<label>${label}${required ? ' *' : ''} ${controlOf(field)}${note}</label>
`
}

function controlOf({ name, as, required, choices = [] }: FormField) {
  const must = required ? raw('required') : ''
  switch (as) {
    case 'long':
      return html`<textarea name="${name}" rows="5" ${must}></textarea>`
    case 'checkbox':
      return html`<input type="checkbox" name="${name}" value="true">`
    case 'choice': {
      const options = choices.map(
        ({ value, label }) => html`<option value="${String(value)}">${label}</option>`,
      )
      return html`<select name="${name}" ${must}><option value=""></option>${options}</select>`
    }
    case 'number':
      return html`<input type="number" step="any" name="${name}" ${must}>`
    default: {
      const type = as === 'secret' ? 'password' : 'text'
      return html`<input type="${type}" name="${name}" autocomplete="off" spellcheck="false" ${must}>`
    }
  }
}
