import * as z from 'zod'
import {
  checkbox,
  choice,
  dynamic,
  json,
  longText,
  number,
  object,
  rows,
  secretText,
  shortText,
} from '../../src/piece/fields.ts'

const METHODS = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE', 'HEAD'] as const

export const authVariants = {
  NONE: z.object({}),
  BASIC: z.object({
    username: shortText({ label: 'User name' }),
    // Services that take a key as the user name want no password.
    password: secretText({ label: 'Password', required: false }),
  }),
  BEARER_TOKEN: z.object({ token: secretText({ label: 'Token' }) }),
}

const formField = z.object({
  fieldName: shortText({ label: 'Name' }),
  fieldType: choice({
    label: 'Type',
    defaultValue: 'text',
    choices: [
      { value: 'text', label: 'Text' },
      { value: 'file', label: 'File' },
    ],
  }),
  textFieldValue: longText({ label: 'Text', required: false }),
  fileFieldValue: shortText({ label: 'File', description: 'A web address or a data: URL.', required: false }),
})

/** One field of a form. */
export type FormField = z.output<typeof formField>

export const bodyVariants = {
  none: z.object({}),
  json: z.object({ data: json({ label: 'JSON body' }) }),
  raw: z.object({ data: longText({ label: 'Body' }) }),
  form_data: z.object({ data: rows({ label: 'Form', row: formField }) }),
}

/** Everything "Send request" can be told. `timeout` is in seconds. */
export const sendRequestInput = z.object({
  method: choice({
    label: 'Method',
    choices: METHODS.map((value) => ({ value, label: value })),
  }),
  url: shortText({ label: 'URL' }),
  headers: object({ label: 'Headers', required: false, defaultValue: {} }),
  queryParams: object({ label: 'Query parameters', required: false, defaultValue: {} }),
  authType: choice({
    label: 'Authentication',
    required: false,
    defaultValue: 'NONE',
    choices: [
      { value: 'NONE', label: 'None' },
      { value: 'BASIC', label: 'User and password' },
      { value: 'BEARER_TOKEN', label: 'Bearer token' },
    ],
  }),
  authFields: dynamic({
    label: 'Authentication details',
    required: false,
    dependsOn: 'authType',
    variants: authVariants,
  }),
  body_type: choice({
    label: 'Body type',
    required: false,
    defaultValue: 'none',
    choices: [
      { value: 'none', label: 'None' },
      { value: 'json', label: 'JSON' },
      { value: 'raw', label: 'Raw' },
      { value: 'form_data', label: 'Form' },
    ],
  }),
  body: dynamic({ label: 'Body', required: false, dependsOn: 'body_type', variants: bodyVariants }),
  response_is_binary: checkbox({
    label: 'The response is binary',
    description: 'Gives the body as base64.',
    required: false,
    defaultValue: false,
  }),
  use_proxy: checkbox({
    label: 'Use a proxy',
    description: 'Not possible here: the step fails and says so.',
    required: false,
    defaultValue: false,
  }),
  proxy_settings: object({ label: 'Proxy settings', required: false }),
  timeout: number({ label: 'Time-out (seconds)', required: false, min: 0, max: 600 }),
  followRedirects: checkbox({ label: 'Follow redirects', required: false, defaultValue: false }),
  failureMode: choice({
    label: 'On failure',
    description:
      'Retries come after a wait, three tries in all. "Go on" gives the failure as the step\'s output.',
    required: false,
    defaultValue: 'continue_none',
    choices: [
      { value: 'retry_all', label: 'Retry on every failure' },
      { value: 'retry_5xx', label: 'Retry on server failures (5xx)' },
      { value: 'retry_none', label: 'Do not retry' },
      { value: 'continue_all', label: 'Go on after every failure' },
      { value: 'continue_4xx', label: 'Go on after client failures (4xx)' },
      { value: 'continue_none', label: 'Fail the step' },
    ],
  }),
})

export type SendRequestInput = z.output<typeof sendRequestInput>
