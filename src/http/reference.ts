import { createHash } from 'node:crypto'
import { html, raw } from 'hono/html'
import type { OpenApi } from './openapi.ts'

type Html = ReturnType<typeof html>
type Part = { [name: string]: unknown }

interface Described extends Part {
  operationId: string
  summary: string
  description?: string
  tags: [string]
  'x-scope'?: string
  parameters: { name: string; in: string; required: boolean; schema: Part }[]
  requestBody?: { content: Content }
  responses: Record<string, { description: string; content?: Content }>
}

/** By media type, of which each operation has one. */
type Content = Record<string, { schema: Part; example?: unknown }>

const STYLE = `
:root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 18%, transparent) }
body { font: 15px/1.5 system-ui, sans-serif; margin: 0; display: grid; grid-template-columns: 17rem 1fr }
nav { border-right: 1px solid var(--line); padding: 1rem; position: sticky; top: 0; height: 100vh; overflow: auto; box-sizing: border-box; font-size: 13px }
nav a { display: block; color: inherit; text-decoration: none; padding: 1px 0 } nav a:hover { text-decoration: underline }
main { padding: 1rem 2rem; max-width: 60rem; min-width: 0 }
section { border-top: 1px solid var(--line); padding: 1rem 0 }
code, pre { font: 13px/1.45 ui-monospace, monospace } pre { background: color-mix(in srgb, currentColor 6%, transparent); padding: .75rem; overflow: auto; border-radius: 6px }
b.method { display: inline-block; min-width: 4.5em }
table { border-collapse: collapse } td, th { text-align: left; padding: 2px 1rem 2px 0; vertical-align: top } td:last-child { overflow-wrap: anywhere }
@media (max-width: 50rem) { body { display: block } nav { position: static; height: auto; border: 0 } }
`

/** The policy the page is sent with: nothing but its own style. */
export const referencePolicy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`

/** The API description as a page to read: no script, nothing loaded from elsewhere. */
export function referencePage(api: OpenApi): Html {
  const operations = Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, part]) => ({
      method: method.toUpperCase(),
      path,
      ...(part as Described),
    })),
  )
  const tags = [...new Set(operations.map(({ tags: [tag] }) => tag))]
  const inTag = (tag: string) => operations.filter((each) => each.tags[0] === tag)
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>Patchcord API</title>
        <style>${raw(STYLE)}</style>
      </head>
      <body>
        <nav>
          ${tags.map(
            (tag) =>
              html`<strong>${tag}</strong>${inTag(tag).map(({ operationId, summary }) => html`<a href="#${operationId}">${summary}</a>`)}`,
          )}
        </nav>
        <main>
          <h1>Patchcord API</h1>
          <p>The same as <a href="/openapi.json">openapi.json</a>, to read.</p>
          ${tags.map((tag) => html`<h2>${tag}</h2>${inTag(tag).map(operationSection)}`)}
          <h2>Schemas</h2>
          ${Object.entries(api.components.schemas).map(
            ([name, schema]) => html`<section id="schema-${name}"><h3>${name}</h3>${code(schema)}</section>`,
          )}
        </main>
      </body>
    </html>`
}

function operationSection(operation: Described & { method: string; path: string }): Html {
  const { operationId, summary, description, method, path, parameters, requestBody, responses } = operation
  const [type = '', body] = Object.entries(requestBody?.content ?? {})[0] ?? []
  return html`<section id="${operationId}">
    <h3>${summary}</h3>
    <p><code><b class="method">${method}</b> ${path}</code></p>
    ${description ? html`<p>${prose(description)}</p>` : ''}
    <p>${operation['x-scope'] ? html`Takes the scope <code>${operation['x-scope']}</code>.` : 'Open to all.'}</p>
    ${parameters.length > 0 ? parameterTable(parameters) : ''}
    ${body ? html`<h4>Body</h4>${media(type)}${code(body.schema)}` : ''}
    ${body?.example === undefined ? '' : html`<p>For example</p>${code(body.example)}`}
    <h4>Answers</h4>
    ${Object.entries(responses).map(([status, response]) => answer(status, response))}
  </section>`
}

function parameterTable(parameters: Described['parameters']): Html {
  return html`<table>
    ${parameters.map(
      ({ name, in: place, required, schema }) =>
        html`<tr>
          <td><code>${name}</code></td>
          <td>${place}${required ? ', required' : ''}</td>
          <td><code>${JSON.stringify(schema)}</code></td>
        </tr>`,
    )}
  </table>`
}

function answer(status: string, { description, content }: Described['responses'][string]): Html {
  const isGood = status.startsWith('2')
  const [type = '', body] = Object.entries(content ?? {})[0] ?? []
  return html`<p><code>${status}</code> ${isGood ? '' : description}</p>
    ${isGood && body ? html`${media(type)}${code(body.schema)}` : ''}`
}

/** What a body is, where it isn't JSON. */
const media = (type: string) => (type === 'application/json' ? '' : html`<p><code>${type}</code></p>`)

/** Text with names between backticks. */
function prose(text: string): Html[] {
  return text.split('`').map((part, n) => (n % 2 === 0 ? html`${part}` : html`<code>${part}</code>`))
}

/** A schema or example as text; references lead to the schema's section. */
function code(value: unknown): Html {
  const { $ref } = value as { $ref?: string }
  if ($ref) {
    const name = $ref.split('/').at(-1) ?? ''
    return html`<p><a href="#schema-${name}"><code>${name}</code></a></p>`
  }
  return html`<pre>${JSON.stringify(value, null, 2)}</pre>`
}
