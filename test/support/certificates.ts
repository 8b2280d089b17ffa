import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Certificate } from './databases.ts'

/** Makes an authority in `folder`, and a certificate of it for 127.0.0.1 alone. Needs the program `openssl`. */
export function makeCertificates(folder: string): { authority: string; certificate: Certificate } {
  const path = (name: string) => join(folder, name)
  const openssl = (command: string) =>
    execFileSync('openssl', command.split(' '), { cwd: folder, stdio: 'ignore' })
  openssl('req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 2 -subj /CN=Test')
  openssl('req -newkey rsa:2048 -nodes -keyout key.pem -out request.pem -subj /CN=127.0.0.1')
  writeFileSync(path('names'), 'subjectAltName=IP:127.0.0.1')
  openssl(
    'x509 -req -in request.pem -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile names -out cert.pem',
  )
  return { authority: path('ca.pem'), certificate: { cert: path('cert.pem'), key: path('key.pem') } }
}
