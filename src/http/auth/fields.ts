import * as z from 'zod'
import { CodedError } from '../../errors.ts'

/** An e-mail, in lower case. */
export const emailText = z
  .string()
  .trim()
  .toLowerCase()
  .refine((text) => text.length <= 254 && z.regexes.email.test(text), 'write it as name@example.com')

/** A password somebody chooses. */
export const newPassword = z
  .string()
  .refine((text) => text.length >= 10 && text.length <= 200, 'give it 10 to 200 characters')

/** @throws CodedError VALIDATION_FAILED for the first password anybody would try */
export function refuseEmailAsPassword(password: string, email: string): void {
  if (password.trim().toLowerCase() !== email) return
  throw new CodedError('VALIDATION_FAILED', '"password" must not be the e-mail: choose another one.')
}
