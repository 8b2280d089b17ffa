import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import type { Json } from '../../src/json.ts'
import { secretText } from '../../src/piece/auth.ts'
import { service } from '../../src/piece/service.ts'
import { errorOfStatus } from '../../src/piece/service-errors.ts'
import type { ServiceHttp } from '../../src/piece/service-http.ts'

const Failed = z.object({
  data: z.null().optional(),
  errors: z
    .array(
      z.object({
        message: z.string(),
        extensions: z
          .object({ code: z.string().optional(), userPresentableMessage: z.string().optional() })
          .optional(),
      }),
    )
    .min(1),
})

/** What Linear's codes stand for (https://linear.app/developers/graphql#errors). */
const STATUSES: Readonly<Record<string, number>> = {
  AUTHENTICATION_ERROR: 401,
  FORBIDDEN: 403,
  RATELIMITED: 429,
}

/** Linear's GraphQL API. */
export const linear = service({
  name: 'linear',
  displayName: 'Linear',
  description: 'Issues, comments and projects of a Linear workspace.',
  categories: ['PRODUCTIVITY'],
  auth: [
    secretText({
      label: 'API key',
      description: 'Settings › Security & access. Triggers need the key of an admin.',
    }),
  ],
  baseUrl: 'https://api.linear.app',
  authorize: ({ secret }) => ({ headers: { authorization: secret } }),
  failure(body) {
    const failed = Failed.safeParse(body)
    if (!failed.success) return undefined
    const said = failed.data.errors
      .map((each) => each.extensions?.userPresentableMessage ?? each.message)
      .join('; ')
    const status = STATUSES[failed.data.errors[0]?.extensions?.code ?? '']
    if (status) return errorOfStatus({ displayName: 'Linear' }, status, said)
    return new CodedError('INPUT_REJECTED', `Linear refused the request: ${said}. Check the step's fields.`)
  },
  validate: ({ http }) => ask(http, '{ viewer { id } }'),
})

/** Asks in GraphQL; gives the data, as `answer` reads it. */
export async function ask<S extends z.ZodType = z.ZodType<Json>>(
  http: ServiceHttp,
  query: string,
  variables: object = {},
  answer?: S,
): Promise<z.output<S>> {
  const schema = z.object({ data: answer ?? z.unknown() })
  const json = { query, variables } as Json
  const { data } = (await http.post('/graphql', { json, answer: schema })) as { data: z.output<S> }
  return data
}

/** What one field answers, without the name it is wrapped in. */
export const Payload = z.record(z.string(), z.json()).transform((data) => Object.values(data)[0] as Json)
