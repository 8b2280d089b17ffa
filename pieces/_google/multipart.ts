/**
 * The body of an upload with its metadata, as Google's APIs take them in one request (RFC 2387), and the header that
 * goes with it.
 */
export function related(metadata: unknown, contentType: string, content: Uint8Array<ArrayBuffer> | string) {
  const boundary = crypto.randomUUID()
  const body = new Blob([
    `--${boundary}\r\nContent-Type: application/json; charset=UTF-8\r\n\r\n${JSON.stringify(metadata)}\r\n`,
    `--${boundary}\r\nContent-Type: ${contentType}\r\n\r\n`,
    content,
    `\r\n--${boundary}--\r\n`,
  ])
  return { body, headers: { 'content-type': `multipart/related; boundary=${boundary}` } }
}
