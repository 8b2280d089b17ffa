import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { shortText } from '../../src/piece/fields.ts'
import { at, type ServiceHttp } from '../../src/piece/service-http.ts'

/** What is told of a person. */
export const PERSON_FIELDS = 'names,emailAddresses,phoneNumbers,organizations,addresses,biographies,metadata'

/** A person as the API gives it. */
export const Person = z.looseObject({
  resourceName: z.string(),
  etag: z.string().optional(),
  metadata: z
    .looseObject({
      deleted: z.boolean().optional(),
      sources: z
        .array(z.looseObject({ type: z.string().optional(), updateTime: z.string().optional() }))
        .default([]),
    })
    .optional(),
})

/** A person's name in the API: `people/c123`. */
export const resourceName = () =>
  shortText({ label: 'Contact', description: 'Its resourceName: people/c123' })

/** A person's path. @throws CodedError INPUT_INVALID */
export function pathOf(resourceName: string): string {
  const id = /^(?:people\/)?([^/:?#\s]+)$/.exec(resourceName.trim())?.[1]
  if (id !== undefined) return at`/people/${id}`
  throw new CodedError('INPUT_INVALID', '"resourceName" names no contact. Write it as people/c123.')
}

/** Reads a person. */
export const readPerson = (http: ServiceHttp, resourceName: string) =>
  http.get(pathOf(resourceName), { query: { personFields: PERSON_FIELDS }, answer: Person })

const text = (label: string) => shortText({ label, required: false })

/** What can be said of a person. */
export const details = {
  middleName: text('Middle name'),
  lastName: text('Last name'),
  jobTitle: text('Job title'),
  company: text('Company'),
  email: text('E-mail'),
  phoneNumber: text('Phone number'),
}

type Details = { [name in keyof typeof details | 'firstName']?: string | undefined }

/** Details as the API wants them: only the parts that something is said of. */
export function personOf(input: Details): Record<string, unknown> {
  const { firstName: givenName, middleName, lastName: familyName, company: name, jobTitle: title } = input
  return {
    ...((givenName || middleName || familyName) && { names: [{ givenName, middleName, familyName }] }),
    ...((name || title) && { organizations: [{ name, title }] }),
    ...(input.email && { emailAddresses: [{ value: input.email }] }),
    ...(input.phoneNumber && { phoneNumbers: [{ value: input.phoneNumber }] }),
  }
}
