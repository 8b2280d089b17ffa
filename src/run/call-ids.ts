import { createHash } from 'node:crypto'
import type { CallInfo } from './protocol.ts'

/** Diga's contract wants UUIDs where our ids are made from a call's facts. They are made from the same facts. */

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * The UUID of the call that an object holds: the first bits of the object's name, marked as version 8 of RFC 9562
 * ("custom").
 */
export function callUuid(object: string): string {
  return toUuid(Buffer.from(object, 'base64url'))
}

/**
 * What the names of all objects start with that may have this UUID, few enough to look at each; undefined where the
 * text is none. The mark covers later bits of the name, not these.
 */
export function objectPrefix(uuid: string): string | undefined {
  if (!UUID.test(uuid)) return undefined
  return Buffer.from(uuid.replaceAll('-', '').slice(0, 12), 'hex').toString('base64url')
}

/** The UUID of whom a call is with: the platform's own, else always the same for the same number or name. */
export function contactUuid({ contact_id, phone_number, call_id }: CallInfo): string {
  if (contact_id && UUID.test(contact_id)) return contact_id.toLowerCase()
  const identity = JSON.stringify(['contact', phone_number ?? contact_id ?? call_id])
  return toUuid(createHash('sha256').update(identity).digest())
}

function toUuid(bytes: Buffer): string {
  const hex = Buffer.from(bytes.subarray(0, 16)).toString('hex')
  const variant = '89ab'[Number.parseInt(hex.charAt(16), 16) & 3]
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-')
}
