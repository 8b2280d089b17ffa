import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import { readBytes } from '../call/body.ts'
import { deliver, runsOf } from '../call/dispatch.ts'
import { payloadOf, readRequest, withFilesKept } from '../call/payload.ts'
import { toResponse } from '../call/reply.ts'
import { readWait } from '../call/wait-token.ts'
import { runReply } from '../call/webhook.ts'
import { CodedError } from '../errors.ts'
import { filesOf } from '../run/files.ts'
import { objectOfRun } from '../run/ids.ts'
import type { RunReply } from '../run/protocol.ts'
import { languageOf, sendPage } from './page.ts'
import type { App } from './types.ts'

/** How long a sync caller waits for what the run answers next. */
const SYNC_WAIT_MS = 60_000

/** What a person reads who opened a link: a question, and afterwards a word of thanks. */
const TEXTS = {
  en: {
    approve: 'Approve this?',
    disapprove: 'Decline this?',
    other: 'Go on with this?',
    yes: 'Yes',
    done: 'Thank you',
    doneBody: 'Your answer was taken. You can close this page.',
  },
  es: {
    approve: '¿Aprobar?',
    disapprove: '¿Rechazar?',
    other: '¿Continuar?',
    yes: 'Sí',
    done: 'Gracias',
    doneBody: 'Hemos recibido su respuesta. Ya puede cerrar esta página.',
  },
}

/**
 * Links that resume a waiting run. The token in them is the credential. A browser that opens one is asked first: mail
 * scanners and previews open links too, and an approval must be a person's.
 */
export const waits = new Hono<App>()
  .get('/:token', (c, next) => (isBrowser(c) ? ask(c) : next()))
  .all('/:token', async (c) => {
    const run = await resume(c, 0)
    if (isBrowser(c)) return thank(c)
    return toResponse({ status: 200, body: { message: 'Received. The workflow goes on.' } }, [run.runId])
  })
  .all('/:token/sync', async (c) => {
    const run = await resume(c, SYNC_WAIT_MS)
    return toResponse(runReply(run), [run.runId])
  })

const isBrowser = (c: Context<App>) => /\btext\/html\b/.test(c.req.header('accept') ?? '')

function ask(c: Context<App>) {
  waitOf(c)
  const language = languageOf(c)
  const texts = TEXTS[language]
  const action = c.req.query('action')
  const title = action === 'approve' || action === 'disapprove' ? texts[action] : texts.other
  return sendPage(c, {
    language,
    title,
    body: html`<form method="post"><button>${texts.yes}</button></form>`,
  })
}

function thank(c: Context<App>) {
  const language = languageOf(c)
  const { done, doneBody } = TEXTS[language]
  return sendPage(c, { language, title: done, body: html`<p>${doneBody}</p>` })
}

/** The wait that a link is for. @throws CodedError WAIT_NOT_FOUND */
function waitOf(c: Context<App>) {
  const token = c.req.param('token') ?? ''
  const { PATCHCORD_ENCRYPTION_KEY: key, PATCHCORD_ENCRYPTION_KEY_PREVIOUS: previous } = c.env
  const wait = readWait(key, token) ?? (previous ? readWait(previous, token) : undefined)
  const objectName = wait && objectOfRun(wait.runId)
  if (wait && objectName) return { ...wait, objectName }
  throw new CodedError('WAIT_NOT_FOUND', 'This link is not one of ours, or is incomplete.')
}

async function resume(c: Context<App>, waitMs: number): Promise<RunReply> {
  const { objectName, runId, key } = waitOf(c)
  // Mail scanners look whether a link works before its reader decides.
  if (c.req.method === 'HEAD') throw new CodedError('METHOD_NOT_ALLOWED', 'Open this link with GET or POST.')
  const { raw } = c.req
  const request = await readRequest(raw, await readBytes(raw))
  const kept = await withFilesKept(request, filesOf(c.env))
  return deliver(runsOf(c.env), objectName, runId, key, payloadOf(kept), waitMs)
}
