import * as z from 'zod'
import { CodedError, toErrorData } from '../errors.ts'
import { type Choice, type FieldMeta, fieldsOf, type OptionsContext, type OwnList } from './fields.ts'
import type { HttpClient } from './http-client.ts'
import type { Connection, Piece } from './piece.ts'

/** Which field of a piece is asked for, and with what. */
export interface OptionsRequest {
  part: 'actions' | 'triggers'
  /** of the action or trigger */
  name: string
  field: string
  connection: Connection | undefined
  input: Readonly<Record<string, unknown>>
  search?: string
}

/** What a dropdown offers. Where it is disabled, `placeholder` says why. */
export interface Options {
  disabled: boolean
  placeholder?: string
  options: readonly Choice[]
}

/** What we offer of our own. */
export type OwnLists = Readonly<Record<OwnList, () => Promise<readonly Choice[]>>>

/**
 * What a dropdown offers for a connection and the fields filled in so far.
 * @throws CodedError FIELD_UNKNOWN where the piece has no such dropdown
 */
export async function optionsOf(
  piece: Piece,
  request: OptionsRequest,
  http: HttpClient,
  lists: OwnLists,
): Promise<Options> {
  const { options, own, dependsOn } = fieldOf(piece, request)
  if (own) return { disabled: false, options: await lists[own]() }
  if (!options) throw unknown(piece, request)
  const missing = missingIn(request, dependsOn)
  if (missing) return { disabled: true, placeholder: `Choose "${missing}" first.`, options: [] }
  try {
    return { disabled: false, options: await options(contextOf(piece, request, http)) }
  } catch (error) {
    return { disabled: true, placeholder: toErrorData(error).message, options: [] }
  }
}

/**
 * The fields that the service makes known for a field of kind DYNAMIC.
 * @throws CodedError FIELD_UNKNOWN, and what the service says
 */
export async function dynamicFieldsOf(
  piece: Piece,
  request: OptionsRequest,
  http: HttpClient,
): Promise<z.ZodObject> {
  const { fields, dependsOn } = fieldOf(piece, request)
  if (!fields) throw unknown(piece, request)
  if (missingIn(request, dependsOn)) return z.object({})
  return fields(contextOf(piece, request, http))
}

/**
 * True for a field of kind DYNAMIC whose fields the service makes known, false for a dropdown.
 * @throws CodedError FIELD_UNKNOWN for any other
 */
export function hasDynamicFields(piece: Piece, request: Omit<OptionsRequest, 'connection'>): boolean {
  const { fields, options, own } = fieldOf(piece, request)
  if (!fields && !options && !own) throw unknown(piece, request)
  return fields !== undefined
}

function fieldOf(piece: Piece, request: Omit<OptionsRequest, 'connection'>): FieldMeta {
  const parts = piece[request.part]
  const part = Object.hasOwn(parts, request.name) ? parts[request.name] : undefined
  const field = part && fieldsOf(part.input)[request.field]
  if (!field) throw unknown(piece, request)
  return field
}

function unknown({ name }: Piece, { part, name: of, field }: Omit<OptionsRequest, 'connection'>): CodedError {
  const kind = part === 'actions' ? 'action' : 'trigger'
  return new CodedError(
    'FIELD_UNKNOWN',
    `The ${kind} "${of}" of ${name} has no field "${field}" with options.`,
  )
}

function missingIn({ input }: OptionsRequest, dependsOn: FieldMeta['dependsOn']): string | undefined {
  return [dependsOn ?? []]
    .flat()
    .find((name) => input[name] === undefined || input[name] === '' || input[name] === null)
}

function contextOf(piece: Piece, request: OptionsRequest, http: HttpClient): OptionsContext {
  if (!piece.connect) throw new CodedError('FIELD_UNKNOWN', `${piece.name} asks no service for options.`)
  const { input, search } = request
  return { ...piece.connect(http, request.connection), input, ...(search !== undefined && { search }) }
}
