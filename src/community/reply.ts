import * as z from 'zod'

/**
 * What comes back from a loaded Worker. The program in it is ours, but it shares its world with the piece, which may
 * have changed anything there: nothing is believed that hasn't been looked at here.
 */

/** What a piece said beside its outcome, see guest/context.ts. What makes no sense was not said. */
const Said = z.object({
  tags: z.array(z.string()).max(100).catch([]),
  stop: z.boolean().optional().catch(undefined),
  response: z
    .object({
      status: z.number().int().min(200).max(599).optional().catch(undefined),
      headers: z.record(z.string(), z.coerce.string()).optional().catch(undefined),
      body: z.json().optional(),
    })
    .optional()
    .catch(undefined),
  pause: z
    .object({
      type: z.string().optional().catch(undefined),
      resumeDateTime: z.string().optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
  listeners: z
    .object({ events: z.array(z.string()), identifier: z.string() })
    .optional()
    .catch(undefined),
  schedule: z.object({ cron: z.string(), timezone: z.string() }).optional().catch(undefined),
})
export type Said = z.output<typeof Said>

const Thrown = z.object({
  kind: z.literal('thrown'),
  name: z.string(),
  message: z.string(),
  status: z.number().optional().catch(undefined),
  body: z.string().catch(''),
  retryAfter: z.string().optional().catch(undefined),
  refused: z
    .object({ code: z.string(), message: z.string(), retryable: z.boolean() })
    .optional()
    .catch(undefined),
})
export type Thrown = z.output<typeof Thrown>

const Outcome = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ok'), output: z.string() }),
  z.object({ kind: z.literal('not_json'), message: z.string() }),
  z.object({ kind: z.literal('too_large') }),
  Thrown,
])

/** An answer as it can be relied on. */
export interface Reply {
  outcome: z.output<typeof Outcome>
  said: Said
  /** the piece's own console */
  logs: string[]
}

/** @throws ZodError, SyntaxError where it is none */
export function readReply(reply: unknown): Reply {
  const { said, logs } = z
    .object({ said: z.string(), logs: z.array(z.string()).max(100).catch([]) })
    .parse(reply)
  return { outcome: Outcome.parse(reply), said: Said.parse(JSON.parse(said)), logs }
}
