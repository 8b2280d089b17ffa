import { html, raw } from 'hono/html'
import type { Form, FormField } from '../form/form.ts'
import { safeHtml } from '../form/markdown.ts'
import { MAX_LENGTH } from '../form/submission.ts'
import type { FormTexts } from '../form/texts.ts'

/** A form as it is shown, empty or once more. */
export interface FormView {
  form: Form
  texts: FormTexts
  /** sent back with it; see page-token.ts */
  token: string
  isDraft: boolean
  /** what was typed so far, or came with the address */
  typed: Readonly<Record<string, string>>
  /** what is wrong with each field */
  problems?: Readonly<Record<string, string>>
  /** what else keeps it from being sent */
  notice?: string
}

/** How the names of a form's own fields begin in what is sent: the rest are ours. */
export const FIELD_PREFIX = 'field.'
export const TOKEN_NAME = 'page'
/** People don't see this field, and programs that fill in forms don't know. */
export const TRAP_NAME = 'website'

/** Keeps a second click from sending the form again. The server would start nothing; this spares the doubt. */
export const FORM_SCRIPT = `const form = document.querySelector('form'), button = form.querySelector('button'), label = button.textContent
form.addEventListener('submit', () => { button.disabled = true; button.textContent = form.dataset.sending })
addEventListener('pageshow', () => { button.disabled = false; button.textContent = label })`

/** What stands under a form's title. */
export function formBody(view: FormView) {
  const { form, texts, token, isDraft, problems = {}, notice } = view
  const hasFile = form.fields.some(({ type }) => type === 'file')
  const mustFill = form.fields.some(({ required, type }) => required && type !== 'hidden')
  return html`${isDraft ? html`<p class="note">${texts.draft}</p>` : ''}
${form.intro ? html`<div>${raw(safeHtml(form.intro))}</div>` : ''}
${notice ? html`<p class="error" role="alert">${notice}</p>` : ''}
${Object.keys(problems).length > 0 ? summary(form, problems, texts) : ''}
<form method="post" ${hasFile ? raw('enctype="multipart/form-data"') : ''} data-sending="${texts.sending}">
<input type="hidden" name="${TOKEN_NAME}" value="${token}">
${mustFill ? html`<p class="hint">${texts.mustFill}</p>` : ''}
${form.fields.map((field, at) => fieldPart(field, at, view))}
<div class="away" aria-hidden="true"><label>${texts.leaveEmpty}
<input name="${TRAP_NAME}" tabindex="-1" autocomplete="off"></label></div>
<button>${form.button ?? texts.send}</button>
</form>`
}

/** Everything that is wrong, with links to where. */
function summary({ fields }: Form, problems: Readonly<Record<string, string>>, texts: FormTexts) {
  const wrong = fields.flatMap(({ key, label }, at) => (Object.hasOwn(problems, key) ? [{ label, at }] : []))
  return html`<div class="summary" role="alert" tabindex="-1" autofocus><p>${texts.problems}</p>
<ul>${wrong.map(({ label, at }) => html`<li><a href="#f${at}">${label}</a></li>`)}</ul></div>`
}

function fieldPart(field: FormField, at: number, view: FormView) {
  const { key, label, type, required, description, link } = field
  const { typed, texts, problems = {} } = view
  const value = typed[key] ?? ''
  if (type === 'hidden') return html`<input type="hidden" name="${FIELD_PREFIX + key}" value="${value}">`
  const problem = Object.hasOwn(problems, key) ? problems[key] : undefined
  const isTick = type === 'toggle' || type === 'consent'
  const hint = [type === 'consent' ? '' : description, type === 'file' && isAgain(view) ? texts.again : '']
    .filter(Boolean)
    .join(' ')
  const describedBy = [hint && `f${at}-hint`, problem && `f${at}-problem`].filter(Boolean).join(' ')
  const control = controlOf(field, {
    id: `f${at}`,
    value,
    describedBy,
    isWrong: problem !== undefined,
    texts,
  })
  const words = html`${type === 'consent' ? (description ?? label) : label}${required ? ' *' : ''}`
  const more = link
    ? html`<p class="more"><a href="${link}" target="_blank" rel="noopener noreferrer">${texts.moreAbout}</a></p>`
    : ''
  return html`<div class="field${isTick ? ' tick' : ''}">
<label for="f${at}">${isTick ? html`${control}<span>${words}</span>` : words}</label>${more}
${hint ? html`<p class="hint" id="f${at}-hint">${hint}</p>` : ''}
${isTick ? '' : control}
${problem ? html`<p class="error" id="f${at}-problem">${problem}</p>` : ''}
</div>
`
}

/** Whether it was sent before: browsers then forget which files were chosen. */
const isAgain = ({ problems, notice }: FormView) => problems !== undefined || notice !== undefined

interface Control {
  id: string
  value: string
  /** ids of what says more about it */
  describedBy: string
  isWrong: boolean
  texts: FormTexts
}

/** Kinds of fields that are one line of text, by the `type`, and what browsers fill them in with. */
const LINES = {
  text: { type: 'text', complete: 'on', most: MAX_LENGTH.text },
  email: { type: 'email', complete: 'email', most: MAX_LENGTH.email },
  phone: { type: 'tel', complete: 'tel', most: MAX_LENGTH.text },
  date: { type: 'date', complete: 'on', most: undefined },
  number: { type: 'number', complete: 'on', most: undefined },
} as const

function controlOf({ key, type, required, choices }: FormField, control: Control) {
  const { id, value, describedBy, isWrong, texts } = control
  const common = html`id="${id}" name="${FIELD_PREFIX + key}" ${required && type !== 'toggle' ? raw('required') : ''}
${describedBy ? html`aria-describedby="${describedBy}"` : ''} ${isWrong ? raw('aria-invalid="true"') : ''}`
  switch (type) {
    case 'toggle':
    case 'consent':
      return html`<input type="checkbox" value="true" ${value === 'true' ? raw('checked') : ''} ${common}>`
    case 'text_area':
      return html`<textarea rows="5" maxlength="${MAX_LENGTH.text_area}" ${common}>
${value}</textarea>`
    case 'dropdown':
      return html`<select ${common}><option value="">${texts.choose}</option>
${choices.map((each) => html`<option ${each === value ? raw('selected') : ''}>${each}</option>`)}</select>`
    case 'file':
      return html`<input type="file" ${common}>`
    case 'hidden':
      return ''
    default: {
      const { type: kind, complete, most } = LINES[type]
      return html`<input type="${kind}" value="${value}" autocomplete="${complete}"
${kind === 'number' ? raw('step="any"') : ''} ${most ? html`maxlength="${most}"` : ''} ${common}>`
    }
  }
}
