import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import { html } from 'hono/html'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { readBytes } from '../call/body.ts'
import { parseForm } from '../call/form-body.ts'
import { CodedError, isCoded, toErrorData } from '../errors.ts'
import { type PageToken, readPage, signPage } from '../form/page-token.ts'
import { type Given, readSubmission, type Values } from '../form/submission.ts'
import { FORM_TEXTS } from '../form/texts.ts'
import type { JsonObject } from '../json.ts'
import type { FileContent } from '../piece/services.ts'
import { filesOf } from '../run/files.ts'
import { checkPayload } from '../trigger/start.ts'
import { statusOf } from './errors.ts'
import { sendAnswer } from './form-answer.ts'
import { FIELD_PREFIX, FORM_SCRIPT, type FormView, formBody, TOKEN_NAME, TRAP_NAME } from './form-page.ts'
import { draftForm, liveForm, type ShownForm } from './form-source.ts'
import { languageOf, sendPage } from './page.ts'
import { senderOf } from './sender.ts'
import type { App } from './types.ts'

/** Nobody fills in a form in less. Milliseconds. */
const MIN_FILL_MS = 1_500
/** How long an opened page can be sent, in milliseconds. Shorter than runs are kept: a repeat always finds its run. */
const MAX_OPEN_MS = 24 * 3_600_000
/** The limits in wrangler.toml count by the minute. */
const RETRY_AFTER_SECONDS = 60
/** Of a field that the address fills in. */
const MAX_PREFILLED = 1_000

/**
 * `/forms/:workflowId`: the page of a workflow that starts with a form. It works without scripts. With `?use_draft=true`
 * it is the draft's, for those who may edit it, and starts tests only.
 */
export async function forms(c: Context<App>): Promise<Response> {
  const { method } = c.req
  if (method !== 'GET' && method !== 'HEAD' && method !== 'POST') {
    throw new CodedError('METHOD_NOT_ALLOWED', 'Open this address with GET, or send the form with POST.')
  }
  try {
    const shown = c.req.query('use_draft') === 'true' ? await draftForm(c) : await liveForm(c)
    if (method === 'POST') return (await isTooOften(c, shown)) ? await sendTooOften(c) : await take(c, shown)
    return await sendForm(c, shown, newPage(shown), { typed: prefilled(c, shown) })
  } catch (error) {
    return sendClosed(c, error)
  }
}

/** What a browser sent of a form's page. */
interface Sent {
  token: string
  trap: string
  given: Given
}

async function take(c: Context<App>, shown: ShownForm): Promise<Response> {
  const language = languageOf(c)
  const texts = FORM_TEXTS[language]
  const { token, trap, given } = await readSent(c)
  const typed = textsOf(given)
  const now = Date.now()
  const page = readPage(c.env.PATCHCORD_ENCRYPTION_KEY, token)
  if (!page || !isFor(page, shown, now)) {
    // A draft's page is its sender's credential.
    if (shown.isDraft) throw new CodedError('UNAUTHORIZED', 'Open the preview anew.')
    return sendForm(c, shown, newPage(shown), { typed, notice: texts.stale }, 422)
  }
  if (trap !== '') return sendForm(c, shown, page, { typed, notice: texts.trap }, 422)
  if (now - page.openedAt < MIN_FILL_MS) return sendForm(c, shown, page, { typed, notice: texts.quick }, 422)
  const submission = readSubmission(shown.form.fields, given, texts, now)
  if ('problems' in submission) return sendForm(c, shown, page, { typed, problems: submission.problems }, 422)
  try {
    const payload = await withLinks(c, submission.values)
    checkPayload(payload)
    const run = await shown.start(eventIdOf(page, given), payload)
    c.header('x-run-id', run.runId)
    return await sendAnswer(c, shown.form, run, language)
  } catch (error) {
    const { code } = toErrorData(error)
    console.error('form.send', shown.workflowId, code)
    return sendForm(c, shown, page, { typed, notice: texts.failed }, statusOf(code))
  }
}

const isFor = (page: PageToken, { workflowId, isDraft }: ShownForm, now: number): boolean =>
  page.workflowId === workflowId && page.isDraft === isDraft && now - page.openedAt <= MAX_OPEN_MS

/** @throws CodedError BODY_INVALID, PAYLOAD_TOO_LARGE */
async function readSent(c: Context<App>): Promise<Sent> {
  const { body, uploads } = await parseForm(c.req.header('content-type') ?? '', await readBytes(c.req.raw))
  const textOf = (name: string) => {
    const [value] = [body[name] ?? ''].flat()
    return typeof value === 'string' ? value : ''
  }
  const names = Object.keys(body).filter((name) => name.startsWith(FIELD_PREFIX))
  const files = new Map(uploads.map(({ field, file }) => [field, file]))
  const given = names.map((name) => [name.slice(FIELD_PREFIX.length), files.get(name) ?? textOf(name)])
  return { token: textOf(TOKEN_NAME), trap: textOf(TRAP_NAME), given: Object.fromEntries(given) }
}

const isFile = (value: unknown): value is FileContent => {
  return typeof value === 'object' && value !== null && 'bytes' in value
}

const textsOf = (given: Given): Record<string, string> =>
  Object.fromEntries(Object.entries(given).filter((entry): entry is [string, string] => !isFile(entry[1])))

/** Keeps the files that were sent in. @throws CodedError FILES_UNAVAILABLE */
async function withLinks(c: Context<App>, values: Values): Promise<JsonObject> {
  const payload: JsonObject = {}
  for (const [key, value] of Object.entries(values)) {
    payload[key] = isFile(value) ? (await filesOf(c.env).write(value)).url : value
  }
  return payload
}

/**
 * The same answers sent from the same page are one event: a second click starts nothing. Somebody who goes back and
 * corrects an answer has sent something else.
 */
function eventIdOf({ submission }: PageToken, given: Given): string {
  const hash = createHash('sha256')
  for (const key of Object.keys(given).sort()) {
    const value = given[key]
    hash.update(JSON.stringify([key, isFile(value) ? value.name : value]))
    if (isFile(value)) hash.update(value.bytes)
  }
  return `form:${submission}:${hash.digest('base64url').slice(0, 22)}`
}

const newPage = ({ workflowId, isDraft }: ShownForm): PageToken => ({
  workflowId,
  submission: crypto.randomUUID(),
  openedAt: Date.now(),
  isDraft,
})

function prefilled(c: Context<App>, { form }: ShownForm): Record<string, string> {
  const query = c.req.query()
  const values = form.fields
    // Nobody else agrees for the one who fills it in.
    .filter(({ key, type }) => type !== 'consent' && Object.hasOwn(query, key))
    .map(({ key }) => [key, query[key]?.slice(0, MAX_PREFILLED)])
  return Object.fromEntries(values)
}

function sendForm(
  c: Context<App>,
  { form, name, isDraft }: ShownForm,
  page: PageToken,
  shown: Pick<FormView, 'typed' | 'problems' | 'notice'>,
  status: ContentfulStatusCode = 200,
) {
  const language = languageOf(c)
  const token = signPage(c.env.PATCHCORD_ENCRYPTION_KEY, page)
  const body = formBody({ form, texts: FORM_TEXTS[language], token, isDraft, ...shown })
  // Our own pages show drafts.
  const frames = isDraft ? ["'self'"] : form.sites
  return sendPage(c, { language, title: form.title ?? name, body, frames, script: FORM_SCRIPT }, status)
}

async function isTooOften(c: Context<App>, { workflowId }: ShownForm): Promise<boolean> {
  const { FORM_SENDERS, FORM_TOTALS } = c.env
  const sender = senderOf(c.req.header('cf-connecting-ip') ?? '')
  const counted = await Promise.all([
    FORM_SENDERS?.limit({ key: `${workflowId} ${sender}` }),
    FORM_TOTALS?.limit({ key: workflowId }),
  ])
  return counted.some((each) => each?.success === false)
}

function sendTooOften(c: Context<App>) {
  const language = languageOf(c)
  const { tooOften, tooOftenBody } = FORM_TEXTS[language]
  c.header('Retry-After', String(RETRY_AFTER_SECONDS))
  return sendPage(
    c,
    { language, title: tooOften, body: html`<p>${tooOftenBody}</p>` },
    statusOf('RATE_LIMITED'),
  )
}

/** A page in place of a form that can't be shown. What is no error of ours is thrown on. */
function sendClosed(c: Context<App>, error: unknown) {
  if (!isCoded(error)) throw error
  const language = languageOf(c)
  const texts = FORM_TEXTS[language]
  const [title, body] = CLOSED[error.code] ?? (['refused', 'failed'] as const)
  const status = statusOf(error.code)
  return sendPage(c, { language, title: texts[title], body: html`<p>${texts[body]}</p>` }, status)
}

type Word = 'closed' | 'closedBody' | 'gone' | 'goneBody' | 'private' | 'privateBody'

const CLOSED: Readonly<Record<string, readonly [Word, Word]>> = {
  WEBHOOK_GONE: ['gone', 'goneBody'],
  WEBHOOK_OFF: ['closed', 'closedBody'],
  INPUT_INVALID: ['closed', 'closedBody'],
  UNAUTHORIZED: ['private', 'privateBody'],
  FORBIDDEN: ['private', 'privateBody'],
  ACCESS_REFUSED: ['private', 'privateBody'],
}
