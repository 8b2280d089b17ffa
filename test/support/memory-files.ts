import type { FileContent, Files } from '../../src/piece/services.ts'

const TYPES: Readonly<Record<string, string>> = {
  png: 'image/png',
  pdf: 'application/pdf',
  mp3: 'audio/mpeg',
  txt: 'text/plain',
}

/** Files of a test: what is read holds its own name, what is written is kept. */
export function memoryFiles(): Files & { written: FileContent[] } {
  const written: FileContent[] = []
  return {
    written,
    async read(source) {
      const name = source.split('/').at(-1) ?? source
      const contentType = TYPES[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream'
      return { name, contentType, bytes: new Uint8Array(Buffer.from(name)) }
    },
    async write(file) {
      written.push(file)
      const { name, contentType, bytes } = file
      return { url: `https://files.example/${name}`, name, contentType, size: bytes.length }
    },
  }
}
