import * as z from 'zod'

/** Fields of agents, as requests have them. */

/** A number in E.164; its usual punctuation is removed. */
export const phoneNumber = z
  .string()
  .transform((text) => text.replace(/[\s().-]/g, ''))
  .refine((text) => /^\+[1-9]\d{6,14}$/.test(text), 'write it in international format: +34600000001')

export const webAddress = z
  .string()
  .refine((text) => /^https?:$/.test(URL.parse(text)?.protocol ?? ''), 'write it as https://example.com/path')

/** An assignment: workflows in order, each once. */
export const flowIds = z
  .array(z.string())
  .max(100)
  .superRefine((ids, context) => {
    const twice = ids.find((id, index) => ids.indexOf(id) !== index)
    if (twice !== undefined) context.addIssue(`"${twice}" is there twice`)
  })
