import type { Context } from 'hono'
import { html, raw } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { newToken } from '../token.ts'
import type { App } from './types.ts'

type Html = HtmlEscapedString | Promise<HtmlEscapedString>

/** A page for somebody who has no account here. */
export interface Page {
  language: 'en' | 'es'
  title: string
  body: Html
  /** run in the page */
  script?: string
  /** leads on to another address at once */
  forwardTo?: string
}

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:28rem;margin:10vh auto;padding:0 1rem;color:#1c1c1c}
h1{font-size:1.4rem}label{display:block;margin:1rem 0}input,select,textarea{display:block;box-sizing:border-box;width:100%;
padding:.5rem;font:inherit}input[type=checkbox]{display:inline;width:auto}small{color:#555}
button,.button{display:inline-block;font:inherit;padding:.5rem 1rem;color:#fff;background:#1d4ed8;border:0;
border-radius:.3rem;text-decoration:none}.error{color:#b00020}section{margin-top:2rem}`

/** Answers with a page that loads nothing, runs nothing but its own script, and can be framed by nobody. */
export async function sendPage(c: Context<App>, page: Page, status: ContentfulStatusCode = 200) {
  const { language, title, body, script, forwardTo } = page
  const nonce = newToken()
  c.header(
    'Content-Security-Policy',
    `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  )
  // The address holds a token.
  c.header('Referrer-Policy', 'no-referrer')
  c.header('Cache-Control', 'no-store')
  c.header('X-Content-Type-Options', 'nosniff')
  c.header('X-Robots-Tag', 'noindex')
  const text = await html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${forwardTo === undefined ? '' : html`<meta http-equiv="refresh" content="0; url=${forwardTo}">`}
<title>${title}</title>
<style nonce="${nonce}">${raw(STYLE)}</style>
</head>
<body>
<h1>${title}</h1>
${body}
${script === undefined ? '' : html`<script nonce="${nonce}">${raw(script)}</script>`}
</body>
</html>
`
  return c.html(text, status)
}

/** A value as it may stand in a script: no text in it can end the script. */
export const inScript = (value: unknown): string => JSON.stringify(value).replace(/</g, '\\u003c')
