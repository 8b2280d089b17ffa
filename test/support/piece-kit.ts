import { afterAll, expect } from 'vitest'
import type { Json } from '../../src/json.ts'
import { fieldsOf } from '../../src/piece/fields.ts'
import { createHttpClient } from '../../src/piece/http-client.ts'
import { dynamicFieldsOf, optionsOf } from '../../src/piece/options.ts'
import type { Piece } from '../../src/piece/piece.ts'
import type { PollItem } from '../../src/piece/trigger.ts'
import { complaintsAbout, complaintsAboutAnswer, loadContract, type SentRequest } from './contract.ts'
import { type RunOverrides, runAction } from './run-action.ts'
import { response, sentRequest } from './sent-request.ts'

/** What the service answers, in a test. */
export interface Answer {
  status?: number
  headers?: Record<string, string>
  /** JSON; a text is sent as it is */
  body?: unknown
}

interface KitOptions {
  /** a connection's value, as `credentialOf` reads it */
  connection: Json
  /** name of the vendor's description that every request and made-up answer is held against */
  contract?: string
  /** addresses of the service by the addresses where a stateful emulator or a real server plays it */
  forward?: () => Record<string, string>
}

type Answers = readonly Answer[] | ((request: SentRequest) => Answer | undefined)

/**
 * Runs a piece's parts against a service that is played by the test. Every request is held against the vendor's own
 * description where there is one on this machine; where not, the number of unchecked requests is said at the end.
 */
export function pieceKit(piece: Piece, { connection, contract: service, forward }: KitOptions) {
  const contract = service === undefined ? undefined : loadContract(service)
  let unchecked = 0
  afterAll(() => {
    if (service !== undefined && !contract)
      console.warn(
        `${piece.name}: ${unchecked} requests were not held against ${service}'s description, which is not here.`,
      )
  })

  const played = (answers: Answers) => {
    const sent: SentRequest[] = []
    const play = async (url: string, init: RequestInit): Promise<Response> => {
      const request = await sentRequest(new Request(url, init))
      sent.push(request)
      if (contract) expect(complaintsAbout(contract, request)).toEqual([])
      else unchecked++
      const there = Object.entries(forward?.() ?? {}).find(([from]) => url.startsWith(from))
      if (there) return fetch(url.replace(...there), init)
      const answer = (typeof answers === 'function' ? answers(request) : answers[sent.length - 1]) ?? {}
      const { status = 200, headers = {}, body } = answer
      if (contract && status < 300 && body !== undefined) {
        expect(complaintsAboutAnswer(contract, request, body)).toEqual([])
      }
      return response(status, headers, body)
    }
    return { sent, http: createHttpClient({ allowPrivateHosts: true, fetch: play as typeof fetch }) }
  }

  return {
    /** runs an action; gives its output and what it sent */
    async run(
      action: string,
      input: Record<string, unknown>,
      answers: Answers = [],
      overrides: RunOverrides = {},
    ): Promise<{ output: unknown; sent: SentRequest[] }> {
      const { sent, http } = played(answers)
      const result = await runAction(piece, action, { auth: connection, ...input }, { http, ...overrides })
      return { output: result.output, sent }
    },
    /** asks a dropdown for its choices */
    async options(
      part: 'actions' | 'triggers',
      name: string,
      field: string,
      input: object = {},
      answers: Answers = [],
      search?: string,
    ) {
      const { sent, http } = played(answers)
      const request = {
        part,
        name,
        field,
        connection: { value: connection },
        input: input as Record<string, unknown>,
        ...(search !== undefined && { search }),
      }
      const none = async () => []
      const lists = { campaigns: none, callers: none, standing_campaigns: none }
      return { ...(await optionsOf(piece, request, http, lists)), sent }
    },
    /** asks a field of kind DYNAMIC for its fields */
    async fields(
      part: 'actions' | 'triggers',
      name: string,
      field: string,
      input: Record<string, unknown> = {},
      answers: Answers = [],
    ) {
      const { sent, http } = played(answers)
      const request = { part, name, field, connection: { value: connection }, input }
      return { fields: fieldsOf(await dynamicFieldsOf(piece, request, http)), sent }
    },
    /** polls a trigger once */
    async poll(
      name: string,
      input: object,
      answers: Answers = [],
      since?: number,
    ): Promise<{ items: PollItem[]; sent: SentRequest[] }> {
      const { sent, http } = played(answers)
      const { context, trigger } = triggerOf(piece, name, input, http, connection)
      const items = await trigger.poll!({ ...context, ...(since !== undefined && { since }) } as never)
      return { items, sent }
    },
    /** enables a webhook trigger, then disables it */
    async subscribe(
      name: string,
      input: object,
      answers: Answers = [],
    ): Promise<{ state: Json; sent: SentRequest[] }> {
      const { sent, http } = played(answers)
      const { context, trigger } = triggerOf(piece, name, input, http, connection)
      const state = await trigger.subscription!.enable({
        ...context,
        webhookUrl: 'https://patchcord.example/webhooks/wf_1',
        secret: 'a-secret-of-this-trigger',
      } as never)
      await trigger.subscription!.disable({ ...context, state } as never)
      return { state, sent }
    },
    /** tries the connection out, as is done when it is made */
    async validate(answers: Answers = []): Promise<SentRequest[]> {
      const { sent, http } = played(answers)
      await piece.validate!(piece.connect!(http, { value: connection }))
      return sent
    },
  }
}

function triggerOf(
  piece: Piece,
  name: string,
  input: object,
  http: ReturnType<typeof createHttpClient>,
  value: Json,
) {
  const trigger = piece.triggers[name]
  if (!trigger) throw new Error(`${piece.name} has no trigger ${name}`)
  const context = {
    ...piece.connect!(http, { value }),
    input: trigger.input.parse(input),
    signal: new AbortController().signal,
  }
  return { trigger, context }
}
