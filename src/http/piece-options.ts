import { Hono } from 'hono'
import * as z from 'zod'
import { callersOf } from '../call/callers.ts'
import { openCampaigns } from '../db/campaigns.ts'
import type { Db } from '../db/client.ts'
import { getConnection } from '../db/connections.ts'
import type { OpenConnection } from '../engine/ports.ts'
import { withoutSecrets } from '../engine/redact.ts'
import { CodedError, toErrorData } from '../errors.ts'
import { compileTemplate, connectionIds } from '../expression/template.ts'
import { mapFields } from '../piece/fields.ts'
import { endingWith, type HttpClient } from '../piece/http-client.ts'
import {
  dynamicFieldsOf,
  hasDynamicFields,
  type OptionsRequest,
  type OwnLists,
  optionsOf,
} from '../piece/options.ts'
import type { Piece } from '../piece/piece.ts'
import { propertyOf } from '../piece/property.ts'
import { loadPiece } from '../piece/registry.ts'
import { within } from '../piece/within.ts'
import { type TriggerDeps, triggerDeps } from '../trigger/deps.ts'
import { shortPieceName } from '../workflow/piece-name.ts'
import { operation } from './operation.ts'
import type { App } from './types.ts'

/** What a form asks while it is filled in: the choices of a dropdown, the fields that hang on other fields. */
export const pieceOptions = new Hono<App>()

/** A form waits no longer than this. Milliseconds. */
const OPTIONS_MS = 15_000

const OptionsBody = z.object({
  step_type: z.enum(['ACTION', 'TRIGGER']),
  step_name: z.string().meta({ description: 'Of the action or trigger.' }),
  property: z.string().meta({ description: 'The field that is asked about.' }),
  connection_id: z
    .string()
    .optional()
    .meta({ description: "Where it is left out, `input.auth` may say `{{connections['<id>']}}`." }),
  input: z
    .record(z.string(), z.unknown())
    .default({})
    .meta({ description: 'The fields filled in so far. One that holds an expression counts as unknown.' }),
  search: z.string().max(200).optional(),
})

const OptionsView = z
  .object({
    disabled: z.boolean(),
    placeholder: z.string().optional().meta({ description: 'Why there is nothing to choose from.' }),
    options: z
      .array(z.object({ label: z.string(), value: z.union([z.string(), z.number()]) }))
      .optional()
      .meta({ description: 'Of a dropdown.' }),
    properties: z
      .record(z.string(), z.looseObject({ type: z.string(), displayName: z.string(), required: z.boolean() }))
      .optional()
      .meta({ description: 'Of a field of type DYNAMIC.' }),
  })
  .meta({ id: 'Options' })

pieceOptions.post(
  '/:piece_name{.+}/options',
  operation({
    tag: 'Pieces',
    summary: 'Ask what a field offers',
    description:
      'The choices of a dropdown, or the fields of one that hangs on others, as the service gives them for a connection. ' +
      'What the service refuses is told in `placeholder`. It uses a credential, so it takes more than a look.',
    scope: 'workflows.update',
    body: OptionsBody,
    answer: OptionsView,
    errors: [
      'PIECE_UNKNOWN',
      'FIELD_UNKNOWN',
      'CONNECTION_NOT_FOUND',
      'CONNECTION_INACTIVE',
      'CONNECTION_INVALID',
    ],
    examples: {
      body: {
        step_type: 'ACTION',
        step_name: 'send_channel_message',
        property: 'channel',
        connection_id: 'conn_1',
        input: {},
      },
      answer: { disabled: false, options: [{ label: '#general', value: 'C0123456789' }] },
    },
  }),
  async (c) => {
    const piece = await loadPiece(c.req.param('piece_name'))
    return c.json(await ask(c.env, piece, c.req.valid('json')))
  },
)

async function ask(
  env: Cloudflare.Env,
  piece: Piece,
  body: z.output<typeof OptionsBody>,
): Promise<z.input<typeof OptionsView>> {
  const deps = triggerDeps(env)
  const id = body.connection_id ?? connectionIds(compileTemplate(body.input.auth))[0]
  const request = {
    part: body.step_type === 'ACTION' ? 'actions' : 'triggers',
    name: body.step_name,
    field: body.property,
    input: knownOf(body.input),
    ...(body.search !== undefined && { search: body.search }),
  } as const
  const isDynamic = hasDynamicFields(piece, request)
  const opened = id === undefined ? undefined : await openFor(deps, piece, id)
  const connection = opened && { id: id as string, value: opened.value }
  const late = () => {
    const message = `${piece.displayName} took longer than ${OPTIONS_MS / 1000} s. Try again.`
    return new CodedError('OPTIONS_TIMEOUT', message)
  }
  try {
    return await within(OPTIONS_MS, late, async (signal) => {
      const http = endingWith(deps.http, signal)
      if (isDynamic) return await propertiesOf(piece, { ...request, connection }, http)
      return clean(await optionsOf(piece, { ...request, connection }, http, ownLists(deps.db, env)), opened)
    })
  } catch (error) {
    const failed = { disabled: true, placeholder: toErrorData(error).message }
    return clean({ ...failed, ...(isDynamic ? { properties: {} } : { options: [] }) }, opened)
  }
}

/** What of ours a step may name. */
function ownLists(db: Db, env: Cloudflare.Env): OwnLists {
  const choices = async (standing: boolean) =>
    (await openCampaigns(db, standing)).map(({ id, name }) => ({ value: id, label: name }))
  return {
    campaigns: () => choices(false),
    standing_campaigns: () => choices(true),
    callers: () => callersOf(env),
  }
}

/** Without the connection's credentials, whatever the service said. */
function clean(view: object, opened: OpenConnection | undefined): z.input<typeof OptionsView> {
  return JSON.parse(withoutSecrets(JSON.stringify(view), opened?.secrets ?? []))
}

async function propertiesOf(
  piece: Piece,
  request: OptionsRequest,
  http: HttpClient,
): Promise<z.input<typeof OptionsView>> {
  const fields = await dynamicFieldsOf(piece, request, http)
  return { disabled: false, properties: mapFields(fields, (field) => ({ ...propertyOf(field) })) }
}

/** A connection that is this piece's own: another's credentials are not for its service. */
async function openFor(deps: TriggerDeps, piece: Piece, id: string): Promise<OpenConnection | undefined> {
  const { pieceName, displayName } = await getConnection(deps.db, id)
  if (shortPieceName(pieceName) !== piece.name) {
    throw new CodedError(
      'CONNECTION_INVALID',
      `The connection "${displayName}" is one of ${pieceName}, not of ${piece.name}.`,
    )
  }
  return (await deps.connections([id]))[id]
}

/** The fields whose values are there already: an expression has none before the run. */
function knownOf({ auth: _, ...input }: Record<string, unknown>): Record<string, unknown> {
  const known = Object.entries(input).filter(([, value]) => compileTemplate(value).tokens.length === 0)
  return Object.fromEntries(known)
}
