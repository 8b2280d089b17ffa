import { CodedError } from '../../src/errors.ts'
import { toBase64 } from '../../src/piece/base64.ts'
import type { Files } from '../../src/piece/services.ts'

/** Graph takes attachments inside a message up to here: https://learn.microsoft.com/graph/outlook-large-attachments */
const MAX_ATTACHED_BYTES = 3 * 1024 * 1024

/** What a step says of an e-mail. */
interface Written {
  recipients?: readonly unknown[] | undefined
  ccRecipients?: readonly unknown[] | undefined
  bccRecipients?: readonly unknown[] | undefined
  subject?: string
  bodyFormat: 'html' | 'text'
  body: string
  attachments?: readonly { file: string; fileName?: string | undefined }[] | undefined
}

/** An e-mail as Graph takes it. @throws CodedError FILE_TOO_LARGE */
export async function mailOf(written: Written, files: Files) {
  const { recipients, ccRecipients, bccRecipients, subject, bodyFormat, body } = written
  return {
    ...(subject !== undefined && { subject }),
    body: { contentType: bodyFormat, content: body },
    ...(recipients && { toRecipients: recipientsOf(recipients) }),
    ...(ccRecipients && { ccRecipients: recipientsOf(ccRecipients) }),
    ...(bccRecipients && { bccRecipients: recipientsOf(bccRecipients) }),
    ...(written.attachments?.length && { attachments: await attachmentsOf(written.attachments, files) }),
  }
}

/** Addresses as Graph takes them. Several in one text may stand with commas between. */
export function recipientsOf(addresses: readonly unknown[]) {
  return addresses
    .flatMap((each) => String(each).split(/[,;]/))
    .map((address) => address.trim())
    .filter((address) => address !== '')
    .map((address) => ({ emailAddress: { address } }))
}

async function attachmentsOf(attachments: NonNullable<Written['attachments']>, files: Files) {
  const found = []
  let size = 0
  for (const { file, fileName } of attachments) {
    const { name, contentType, bytes } = await files.read(file)
    size += bytes.length
    if (size > MAX_ATTACHED_BYTES) {
      const message = `"attachments" are larger than the 3 MB that Outlook takes with an e-mail, at "${fileName || name}". Send a link instead.`
      throw new CodedError('FILE_TOO_LARGE', message)
    }
    found.push({
      '@odata.type': '#microsoft.graph.fileAttachment',
      name: fileName || name,
      contentType,
      contentBytes: toBase64(bytes),
    })
  }
  return found
}
