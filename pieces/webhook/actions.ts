import * as z from 'zod'
import { isObject, type Json } from '../../src/json.ts'
import { choice, dynamic, json, longText, number, object } from '../../src/piece/fields.ts'
import { variantOf } from '../../src/piece/input.ts'
import { type ActionContext, action, wait } from '../../src/piece/piece.ts'

const statusAndHeaders = {
  status: number({ label: 'Status', min: 200, max: 599, required: false, defaultValue: 200 }),
  headers: object({ label: 'Headers', required: false, defaultValue: {} }),
}

const variants = {
  json: z.object({ ...statusAndHeaders, body: json({ label: 'JSON body' }) }),
  raw: z.object({ ...statusAndHeaders, body: longText({ label: 'Body' }) }),
  redirect: z.object({ body: longText({ label: 'Address to go to' }) }),
}

const answerFields = {
  responseType: choice({
    label: 'Response type',
    required: false,
    defaultValue: 'json',
    choices: [
      { value: 'json', label: 'JSON' },
      { value: 'raw', label: 'Raw' },
      { value: 'redirect', label: 'Redirect' },
    ],
  }),
  fields: dynamic({ label: 'Response', dependsOn: 'responseType', variants }),
}

interface Response {
  status: number
  headers: Record<string, string>
  body: Json
}

function responseOf(input: {
  responseType: keyof typeof variants
  fields: Record<string, unknown>
}): Response {
  if (input.responseType === 'redirect') {
    const { body } = variantOf(variants, 'redirect', input.fields, 'fields')
    return { status: 301, headers: { Location: withProtocol(body.trim()) }, body }
  }
  const { status, headers, body } = variantOf(variants, input.responseType, input.fields, 'fields')
  const texts = Object.entries(headers).map(([name, value]) => [name, String(value)])
  return { status, headers: Object.fromEntries(texts), body: body as Json }
}

const withProtocol = (url: string) => (/^https?:\/\//i.test(url) ? url : `https://${url}`)

function answer(context: ActionContext<unknown>, type: keyof typeof variants, response: Response): void {
  context.respond({ kind: 'response', format: type === 'json' ? 'json' : 'text', ...response })
}

/** Answers the request that started the run. */
export const returnResponse = action({
  name: 'return_response',
  displayName: 'Return response',
  description: 'Answers the waiting caller, then ends the run or lets it go on.',
  input: z.object({
    ...answerFields,
    respond: choice({
      label: 'Afterwards',
      required: false,
      defaultValue: 'stop',
      choices: [
        { value: 'stop', label: 'Stop' },
        { value: 'respond', label: 'Go on' },
      ],
    }),
  }),
  output: z.object({ status: z.number(), headers: z.record(z.string(), z.string()), body: z.unknown() }),
  idempotent: true,
  pure: true,
  run(context) {
    const response = responseOf(context.input)
    answer(context, context.input.responseType, response)
    if (context.input.respond === 'stop') context.stop()
    return response
  },
})

/** Activepieces' name for it: callers read the next address from this header. */
const RESUME_HEADER = 'x-activepieces-resume-webhook-url'

/** Answers, and goes on with the next request to the address given in a header of the answer. */
export const returnResponseAndWait = action({
  name: 'return_response_and_wait_for_next_webhook',
  displayName: 'Respond and wait for the next request',
  description: `Answers the waiting caller and pauses until the address in the header ${RESUME_HEADER} is called.`,
  input: z.object(answerFields),
  output: z.object({ body: z.unknown(), headers: z.unknown(), queryParams: z.unknown() }),
  idempotent: true,
  run(context) {
    if (context.resume) {
      const next = isObject(context.resume.payload) ? context.resume.payload : {}
      return { body: next.body, headers: next.headers, queryParams: next.queryParams }
    }
    const key = `webhook:${context.run.path}`
    const response = responseOf(context.input)
    response.headers[RESUME_HEADER] = context.services.resumeUrl(key)
    answer(context, context.input.responseType, response)
    return wait({ key })
  },
})
