/** A package as npm would pack it: ustar in gzip, all in the folder `package`. */
export async function tarballOf(files: Record<string, string>): Promise<Uint8Array<ArrayBuffer>> {
  const parts = Object.entries(files).flatMap(([path, text]) => entry(`package/${path}`, text))
  const packed = new Blob([...parts, new Uint8Array(1024)])
    .stream()
    .pipeThrough(new CompressionStream('gzip'))
  return new Uint8Array(await new Response(packed).arrayBuffer())
}

function entry(name: string, text: string): Uint8Array<ArrayBuffer>[] {
  const content = new Uint8Array(new TextEncoder().encode(text))
  const header = new Uint8Array(512)
  const write = (at: number, value: string) => header.set(new TextEncoder().encode(value), at)
  write(0, name)
  write(124, content.length.toString(8).padStart(11, '0'))
  write(148, ' '.repeat(8))
  write(156, '0')
  write(257, 'ustar\0')
  write(
    148,
    `${header
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
  )
  return [header, content, new Uint8Array((512 - (content.length % 512)) % 512)]
}
