import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import type { Credential } from '../../src/piece/auth.ts'
import { checkbox, choice, dropdown, longText, number, rows, shortText } from '../../src/piece/fields.ts'
import { PROVIDERS, type ProviderName } from './providers.ts'

/** How long answers may be where a step does not say it, as in Activepieces. Tokens. */
export const DEFAULT_MAX_TOKENS = 2000

const Providing = z.object({ fields: z.object({ provider: z.custom<ProviderName>() }) })

const providerOf = (auth: Credential) => PROVIDERS[Providing.parse(auth).fields.provider]

/** A model of the connection's provider. */
export const model = () =>
  dropdown({
    label: 'Model',
    description: "The connection's usual model where left out.",
    required: false,
    options: ({ http, auth }) => providerOf(auth).models(http),
  })

/** The model a step names, else the connection's. @throws CodedError INPUT_INVALID where neither does */
export function modelOf(input: { model?: string | undefined }, usual: string | undefined): string {
  const named = input.model ?? usual
  if (named !== undefined) return named
  throw new CodedError(
    'INPUT_INVALID',
    'Choose a model in the field "model", or a usual one in the connection.',
  )
}

/** How long the answer may be. */
export const maxTokens = () =>
  number({ label: 'Longest answer', description: 'In tokens.', defaultValue: DEFAULT_MAX_TOKENS, min: 1 })

/** What is to be found, one value a row. */
export const wantedFields = () =>
  rows({
    label: 'Fields',
    row: z.object({
      name: shortText({ label: 'Name' }),
      description: longText({ label: 'Description', description: 'What to look for.', required: false }),
      type: dataType(),
      isRequired: checkbox({ label: 'Must be there', defaultValue: false }),
    }),
  })

/** What kind of value is to be found. */
export const dataType = () =>
  choice({
    label: 'Type',
    defaultValue: 'string',
    choices: [
      { value: 'string', label: 'Text' },
      { value: 'number', label: 'Number' },
      { value: 'boolean', label: 'Yes or no' },
    ],
  })
