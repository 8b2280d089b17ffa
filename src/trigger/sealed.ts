import { randomBytes } from 'node:crypto'
import { type Keys, seal, unseal } from '../connection/seal.ts'
import type { TriggerRow } from '../db/schema-triggers.ts'
import type { Json } from '../json.ts'

/** What a trigger keeps that nobody may read. */
export interface Sealed {
  /** made by us, for the service to prove itself with */
  secret: string
  /** what `enable` gave */
  state: Json
  /** false while it is being enabled: what the service has of it is not known */
  isEnabled: boolean
}

const SECRET_BYTES = 32

/** What a trigger starts with. */
export const newSealed = (): Sealed => ({
  secret: randomBytes(SECRET_BYTES).toString('base64url'),
  state: null,
  isEnabled: false,
})

/** As it is stored in a workflow's row. @throws CodedError CONFIG_MISSING */
export const sealTrigger = (keys: Keys, sealed: Sealed, workflowId: string): Promise<string> =>
  seal(keys, sealed, workflowId)

/** What a row holds; undefined where its enabling never began. @throws CodedError CONFIG_MISSING, DECRYPT_FAILED */
export async function unsealTrigger(
  keys: Keys,
  { sealed, workflowId }: Pick<TriggerRow, 'sealed' | 'workflowId'>,
): Promise<Sealed | undefined> {
  return sealed === null ? undefined : unseal<Sealed>(keys, sealed, workflowId)
}
