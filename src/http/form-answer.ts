import type { Context } from 'hono'
import { html, raw } from 'hono/html'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { outcomeOf, type ResponseAnswer } from '../call/outcome.ts'
import { type Form, isWebAddress } from '../form/form.ts'
import { safeHtml } from '../form/markdown.ts'
import { FORM_TEXTS } from '../form/texts.ts'
import { isObject, type Json } from '../json.ts'
import type { RunReply } from '../run/protocol.ts'
import { type Page, sendPage } from './page.ts'
import type { App } from './types.ts'

/** What is told somebody who sent a form: what the run answered, else thanks. */
export function sendAnswer(c: Context<App>, form: Form, run: RunReply, language: Page['language']) {
  const texts = FORM_TEXTS[language]
  const frames = form.sites
  const outcome = outcomeOf(run)
  if (outcome.kind === 'failed' && form.waitsForAnswer) {
    return sendPage(c, { language, frames, title: texts.refused, body: html`<p>${texts.runFailed}</p>` }, 500)
  }
  const answer =
    outcome.kind === 'answered' && outcome.answer.kind === 'response' ? outcome.answer : undefined
  const target = (answer && locationOf(answer)) ?? (answer ? undefined : form.redirectUrl)
  if (target !== undefined) return forward(c, target, { language, frames })
  if (!answer) {
    const body = form.thanks ? markdown(form.thanks) : html`<p>${texts.received}</p>`
    return sendPage(c, { language, frames, title: texts.thanks, body })
  }
  const { status = 200 } = answer
  const isGood = status < 400
  const title = isGood ? texts.thanks : texts.refused
  const shown = isGood ? 200 : (status as ContentfulStatusCode)
  return sendPage(c, { language, frames, title, body: answerBody(answer.body) }, shown)
}

/** By a page, not by a redirect: browsers hold the targets of a form's redirects against `form-action`. */
function forward(c: Context<App>, target: string, page: Pick<Page, 'language' | 'frames'>) {
  const { thanks, goOn } = FORM_TEXTS[page.language]
  const body = html`<p><a class="button" href="${target}">${goOn}</a></p>`
  return sendPage(c, { ...page, title: thanks, body, forwardTo: target })
}

/** Where an answer that is a redirect leads. */
function locationOf({ status = 200, headers = {} }: ResponseAnswer): string | undefined {
  if (status < 300 || status > 399) return undefined
  const [, target] = Object.entries(headers).find(([name]) => name.toLowerCase() === 'location') ?? []
  return target !== undefined && isWebAddress(target) ? target : undefined
}

const markdown = (text: string) => html`<div>${raw(safeHtml(text))}</div>`

/** The answer's body to read: Markdown with files as "Respond on the page" gives it, text, or any value. */
function answerBody(body: Json) {
  if (typeof body === 'string') return markdown(body)
  if (!isObject(body) || body.type !== 'markdown') return html`<pre>${JSON.stringify(body, null, 2)}</pre>`
  const files = Array.isArray(body.files) ? body.files.flatMap(fileLink) : []
  return html`${markdown(String(body.value ?? ''))}
${files.length > 0 ? html`<ul>${files.map(({ url, name }) => html`<li><a href="${url}" download>${name}</a></li>`)}</ul>` : ''}`
}

function fileLink(file: unknown): { url: string; name: string }[] {
  if (!isObject(file) || typeof file.url !== 'string' || !isWebAddress(file.url)) return []
  const last = new URL(file.url).pathname.split('/').at(-1) ?? ''
  return [{ url: file.url, name: typeof file.fileName === 'string' ? file.fileName : last }]
}
