import { createHash } from 'node:crypto'
import {
  claimRequest,
  correctRequest,
  readRequest,
  releaseRequest,
  settleRequest,
} from '../db/call-requests.ts'
import type { Db } from '../db/client.ts'
import type { CallOutcome } from '../db/schema.ts'
import { CodedError, isCoded, toErrorData } from '../errors.ts'
import type { CallInfo } from '../run/protocol.ts'
import type { PlacedCall } from './outbound.ts'

/** A request to dial that its sender may repeat. */
export interface RepeatableRequest {
  /** the Idempotency-Key */
  key: string
  /** what is asked for, as text: a key is for one request */
  content: string
}

/** How the ids of these calls at the platform are made: the start of the key's hash follows. */
const ID_PREFIX = 'call_'
const HASH_DIGITS = 32
const OWN_ID = new RegExp(`^${ID_PREFIX}([0-9a-f]{${HASH_DIGITS}})$`)

/** How long a request may take, milliseconds: longer than a platform is given to answer. */
const MAX_DIAL_MS = 30_000
const POLL_MS = 200

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/**
 * Places a call once for each key, whatever comes at the same time or after: repeats get the first one's result. A key is
 * spent once a phone rings or may ring; where nobody was dialled it may be used again. `place` gets an id that is always
 * the same for the key.
 * @throws CodedError IDEMPOTENCY_KEY_REUSED, CALL_OUTCOME_UNKNOWN, and what `place` throws
 */
export async function placeOnce(
  db: Db,
  { key, content }: RepeatableRequest,
  place: (clientRequestId: string) => Promise<PlacedCall>,
): Promise<PlacedCall> {
  const hash = sha256(key)
  const fingerprint = sha256(content)
  for (;;) {
    const now = Date.now()
    if (await claimRequest(db, { key: hash, fingerprint, createdAt: now })) {
      return dial(db, hash, () => place(ID_PREFIX + hash.slice(0, HASH_DIGITS)))
    }
    const first = await readRequest(db, hash)
    if (first && first.fingerprint !== fingerprint) throw keyReused()
    if (first?.outcome) return resultOf(first.outcome)
    if (first && now - first.createdAt > MAX_DIAL_MS) throw interrupted()
    await scheduler.wait(POLL_MS)
  }
}

/**
 * Gives a request its call, where the platform's answer never came or was unclear and an event of the call now names the
 * request: repeats are answered with the call from then on. Does nothing for an id that is none of these.
 */
export async function joinRequest(
  db: Db,
  clientRequestId: string,
  call: CallInfo,
  at: number,
): Promise<void> {
  const [, hashStart] = OWN_ID.exec(clientRequestId) ?? []
  if (hashStart !== undefined) await correctRequest(db, hashStart, { call, at })
}

async function dial(db: Db, hash: string, place: () => Promise<PlacedCall>): Promise<PlacedCall> {
  const call = await place().catch(async (error: unknown) => {
    const known = isCoded(error) ? error : interrupted()
    if (known.code === 'CALL_OUTCOME_UNKNOWN') await settleRequest(db, hash, { error: toErrorData(known) })
    else await releaseRequest(db, hash)
    throw known
  })
  await settleRequest(db, hash, { call: call.info, at: call.at })
  return call
}

function resultOf(outcome: CallOutcome): PlacedCall {
  if ('call' in outcome) return { info: outcome.call, at: outcome.at }
  const { code, message } = outcome.error
  throw new CodedError(code, message)
}

function keyReused(): CodedError {
  const message = '"Idempotency-Key" was used for another request: send a new key with each new call.'
  return new CodedError('IDEMPOTENCY_KEY_REUSED', message)
}

function interrupted(): CodedError {
  const message =
    'The call may or may not have been placed (it was interrupted). It is not tried again: check with the platform.'
  return new CodedError('CALL_OUTCOME_UNKNOWN', message)
}
