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
  /** who may show it in a frame, as a Content-Security-Policy names them; nobody where empty */
  frames?: readonly string[]
}

const STYLE = `:root{color-scheme:light dark;--text:#1c1c1c;--soft:#555;--line:#767676;--back:#fff;--strong:#1d4ed8;--on:#fff;--bad:#b00020}
@media(prefers-color-scheme:dark){:root{--text:#ececec;--soft:#b5b5b5;--line:#8a8a8a;--back:#181818;--strong:#8ab0ff;--on:#0b1220;--bad:#ff9494}}
body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:6vh auto;padding:0 1rem;color:var(--text);background:var(--back);overflow-wrap:break-word}
h1{font-size:1.5rem;line-height:1.25}h2,h3,h4{font-size:1.1rem}a{color:var(--strong)}label{display:block;margin:1rem 0}
input,select,textarea{display:block;box-sizing:border-box;width:100%;padding:.55rem .6rem;font:inherit;color:inherit;
background:var(--back);border:1px solid var(--line);border-radius:.3rem}
input[type=checkbox]{display:inline;width:1.1rem;height:1.1rem;margin:.2rem .5rem 0 0;flex:none}
:focus-visible{outline:3px solid var(--strong);outline-offset:1px}small,.hint{color:var(--soft);font-size:.875rem}
button,.button{display:inline-block;font:inherit;padding:.6rem 1.2rem;color:var(--on);background:var(--strong);border:0;
border-radius:.3rem;text-decoration:none;cursor:pointer}button:disabled{opacity:.6}.error{color:var(--bad)}section{margin-top:2rem}
pre{white-space:pre-wrap;overflow-wrap:anywhere}.field{margin:1.25rem 0}.field label{margin:0;font-weight:600}.field p{margin:.15rem 0}
.field input,.field select,.field textarea{margin-top:.3rem}.field.tick label{display:flex;font-weight:400}.tick p{margin-left:1.6rem}
[aria-invalid=true]{border-color:var(--bad)}.summary{border:1px solid var(--bad);border-radius:.3rem;padding:.2rem 1rem}
.away{position:absolute;left:-99rem;width:1px;height:1px;overflow:hidden}.note{border-left:4px solid var(--strong);padding-left:.8rem}`

/** Answers with a page that loads nothing, and runs nothing but its own script. */
export async function sendPage(c: Context<App>, page: Page, status: ContentfulStatusCode = 200) {
  const { language, title, body, script, forwardTo, frames = [] } = page
  const nonce = newToken()
  c.header(
    'Content-Security-Policy',
    `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; form-action 'self'; base-uri 'none'; frame-ancestors ${frames.length > 0 ? frames.join(' ') : "'none'"}`,
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
<main>
<h1>${title}</h1>
${body}
</main>
${script === undefined ? '' : html`<script nonce="${nonce}">${raw(script)}</script>`}
</body>
</html>
`
  return c.html(text, status)
}

/** A value as it may stand in a script: no text in it can end the script. */
export const inScript = (value: unknown): string => JSON.stringify(value).replace(/</g, '\\u003c')

/** The language of a page: the one asked for by `?lang=`, else the first of the browser's that we speak, else English. */
export function languageOf(c: Context<App>): Page['language'] {
  const asked = [c.req.query('lang') ?? '', ...preferred(c.req.header('accept-language') ?? '')]
  const spoken = asked.map((tag) => tag.toLowerCase().split('-')[0])
  return spoken.find((tag) => tag === 'en' || tag === 'es') ?? 'en'
}

/** The languages of a header, the most wanted first (RFC 9110, 12.5.4). */
function preferred(header: string): string[] {
  const ranges = header.split(',').map((range) => {
    const [tag = '', quality = ''] = range.trim().split(/\s*;\s*q=/)
    return { tag, quality: quality === '' ? 1 : Number(quality) }
  })
  return ranges
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map(({ tag }) => tag)
}
