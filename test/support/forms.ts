import { env } from 'cloudflare:workers'
import { parse } from 'node-html-parser'
import { signPage } from '../../src/form/page-token.ts'
import { worker } from './api.ts'

/** A page as a browser without scripts sees it. */
export function readPage(text: string) {
  const root = parse(text)
  const shown = (selector: string) => root.querySelectorAll(selector).map((each) => each.text.trim())
  const named = Object.fromEntries(
    root
      .querySelectorAll('input[name], textarea[name], select[name]')
      .map((each) => [each.getAttribute('name'), each.getAttribute('value') ?? each.text.trim()]),
  )
  return { root, title: shown('h1')[0], errors: shown('.field .error'), alerts: shown('[role=alert]'), named }
}

/** How a form is sent, where not as people do it. */
export interface SendOptions {
  query?: string
  headers?: Record<string, string>
  /** how long ago the page was opened, in milliseconds */
  age?: number
  isDraft?: boolean
  token?: string
  trap?: string
  submission?: string
}

/** Sends the form of a workflow as a browser does that opened its page a while ago. */
export async function sendForm(id: string, fields: Record<string, string | File>, options: SendOptions = {}) {
  const { query = '', headers, age = 10_000, isDraft = false, trap = '', submission } = options
  const page = {
    workflowId: id,
    submission: submission ?? crypto.randomUUID(),
    openedAt: Date.now() - age,
    isDraft,
  }
  const body = new FormData()
  body.append('page', options.token ?? signPage(env.PATCHCORD_ENCRYPTION_KEY, page))
  for (const [key, value] of Object.entries(fields)) body.append(`field.${key}`, value)
  body.append('website', trap)
  const response = await worker.fetch(`http://patchcord.test/forms/${id}${query}`, {
    method: 'POST',
    body,
    headers: { 'cf-connecting-ip': '203.0.113.7', ...headers },
  })
  return { status: response.status, headers: response.headers, ...readPage(await response.text()) }
}
