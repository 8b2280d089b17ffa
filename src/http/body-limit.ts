import { bodyLimit } from 'hono/body-limit'
import { createMiddleware } from 'hono/factory'
import { matchedRoutes } from 'hono/route'
import { CodedError } from '../errors.ts'
import { MAX_FILE_BYTES } from '../run/file-source.ts'
import { operationOf } from './operation.ts'
import type { App } from './types.ts'

/** Bytes a body may have, unless an operation says otherwise. */
const MAX_BODY_BYTES = 1024 * 1024

/** Refuses a body of more than a MiB before it is read. @throws CodedError PAYLOAD_TOO_LARGE */
export const limitBody = limitTo(MAX_BODY_BYTES)

/** The same where a request may bring files: those may have as much as a file. @throws CodedError PAYLOAD_TOO_LARGE */
export const limitBodyWithFiles = createMiddleware<App>((c, next) => {
  const type = c.req.header('content-type') ?? ''
  return BRINGS_FILES.test(type) ? limitFiles(c, next) : limitBody(c, next)
})

/** Types whose bodies are, or hold, files. */
const BRINGS_FILES =
  /^(?:multipart\/form-data|image\/|video\/|audio\/|application\/(?:pdf|zip|gzip|octet-stream))/i
const limitFiles = limitTo(MAX_FILE_BYTES + MAX_BODY_BYTES)

/** The same on the management API, where an operation may take more. @throws CodedError PAYLOAD_TOO_LARGE */
export const limitBodyAsDeclared = createMiddleware<App>((c, next) => {
  const declared = matchedRoutes(c).map(({ handler }) => operationOf(handler)?.maxBodyBytes)
  const bytes = declared.find((each) => each !== undefined)
  return bytes === undefined ? limitBody(c, next) : limitTo(bytes)(c, next)
})

function limitTo(maxSize: number) {
  return bodyLimit({
    maxSize,
    onError: () => {
      throw new CodedError('PAYLOAD_TOO_LARGE', `The body may have ${maxSize} bytes at most.`)
    },
  })
}
