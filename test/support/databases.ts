import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from './server.ts'

/** A database server of this test alone, on loopback. */
export interface Database {
  /** a connection's value, as a step is given it */
  connection: { type: 'CUSTOM_AUTH'; props: Record<string, string | number | boolean> }
  stop(): Promise<void>
}

/** A certificate with its key, as paths of PEM files. */
export interface Certificate {
  cert: string
  key: string
}

const SYSTEM_FOLDERS = ['/usr/sbin', '/usr/bin', '/usr/local/bin', '/opt/homebrew/bin']
const POSTGRES_FOLDERS = '/usr/lib/postgresql'
const HELP = 'Install them with: apt-get install postgresql mariadb-server'

/** False where the servers are not installed; where they must be, that fails. */
export const databasesInstalled = (() => {
  const missing = [postgresFolder() ? [] : ['PostgreSQL'], has('mariadbd') ? [] : ['MariaDB']].flat()
  if (missing.length === 0) return true
  const message = `The tests of databases need ${missing.join(' and ')}. ${HELP}`
  if (process.env.CI === 'true') throw new Error(message)
  console.warn(`${message}. They are skipped.`)
  return false
})()

/** Starts PostgreSQL with a user, a password and an empty database. */
export async function startPostgres(certificate?: Certificate): Promise<Database> {
  const folder = mkdtempSync(join(tmpdir(), 'patchcord-postgres-'))
  const owner = ownerOf('postgres')
  if (owner) chownSync(folder, owner.uid, owner.gid)
  const bin = postgresFolder() ?? ''
  const data = join(folder, 'data')
  const password = join(folder, 'password')
  writeFileSync(password, PASSWORD, { mode: 0o644 })
  const init = [
    '-D',
    data,
    '-U',
    USER,
    `--pwfile=${password}`,
    '-A',
    'scram-sha-256',
    '-E',
    'UTF8',
    '--no-sync',
  ]
  execFileSync(join(bin, 'initdb'), init, { ...owner, cwd: folder, stdio: 'ignore' })
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'fsync=off',
    ...(certificate ? tlsSettings(data, certificate, owner) : []),
  ]
  const port = await freePort()
  const args = ['-D', data, '-p', String(port), ...settings.flatMap((each) => ['-c', each])]
  return run(join(bin, 'postgres'), args, { folder, port, database: 'postgres', owner, signal: 'SIGINT' })
}

/** PostgreSQL wants its key to be its own. */
function tlsSettings(data: string, certificate: Certificate, owner: Owner | undefined): string[] {
  for (const [name, path] of Object.entries(certificate)) {
    const copy = join(data, `${name}.pem`)
    copyFileSync(path, copy)
    chmodSync(copy, 0o600)
    if (owner) chownSync(copy, owner.uid, owner.gid)
  }
  return ['ssl=on', 'ssl_cert_file=cert.pem', 'ssl_key_file=key.pem']
}

/** Starts MariaDB with a user, a password and an empty database. */
export async function startMariadb(certificate?: Certificate): Promise<Database> {
  const folder = mkdtempSync(join(tmpdir(), 'patchcord-mariadb-'))
  const data = join(folder, 'data')
  const user = process.getuid?.() === 0 ? ['--user=root'] : []
  const install = ['--no-defaults', `--datadir=${data}`, '--skip-test-db', ...user]
  execFileSync('mariadb-install-db', install, { stdio: 'ignore' })
  const init = join(folder, 'init.sql')
  // One statement a line: that is how the server reads this file.
  writeFileSync(
    init,
    `CREATE DATABASE voice;\nDROP USER IF EXISTS ''@'localhost';\nCREATE USER '${USER}'@'%' IDENTIFIED BY '${PASSWORD}';\nGRANT ALL ON voice.* TO '${USER}'@'%';\n`,
  )
  const port = await freePort()
  const settings = {
    datadir: data,
    port,
    'bind-address': '127.0.0.1',
    socket: join(folder, 'socket'),
    'init-file': init,
    'pid-file': join(folder, 'pid'),
    ...(certificate && { 'ssl-cert': certificate.cert, 'ssl-key': certificate.key }),
  }
  const args = Object.entries(settings).map(([name, value]) => `--${name}=${value}`)
  const all = ['--no-defaults', ...user, ...args]
  return run(program('mariadbd'), all, {
    folder,
    port,
    database: 'voice',
    owner: undefined,
    signal: 'SIGTERM',
  })
}

const USER = 'ana'
const PASSWORD = 'a-secret-of-this-test'

interface Owner {
  uid: number
  gid: number
}

interface Started {
  folder: string
  port: number
  database: string
  owner: Owner | undefined
  signal: NodeJS.Signals
}

async function run(
  path: string,
  args: string[],
  { folder, port, database, owner, signal }: Started,
): Promise<Database> {
  const child = spawn(path, args, { ...owner, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] })
  let output = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    output += chunk
  })
  const ended = once(child, 'exit')
  const stopWithUs = () => void child.kill('SIGKILL')
  process.once('exit', stopWithUs)
  while (!/ready (to accept|for) connections/.test(output) || !(await answers(port))) {
    if (child.exitCode !== null) throw new Error(`${path} ended with ${child.exitCode}:\n${output}`)
    await sleep(50)
  }
  const props = { host: '127.0.0.1', port, user: USER, password: PASSWORD, database, enable_ssl: false }
  return {
    connection: { type: 'CUSTOM_AUTH', props },
    async stop() {
      process.off('exit', stopWithUs)
      child.kill(signal)
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function answers(port: number): Promise<boolean> {
  const socket = createConnection(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}

/** PostgreSQL refuses to be run by root, so root runs it as the user its package has made. */
function ownerOf(name: string): Owner | undefined {
  if (process.getuid?.() !== 0) return undefined
  const id = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

function postgresFolder(): string | undefined {
  if (!existsSync(POSTGRES_FOLDERS)) return undefined
  const folders = readdirSync(POSTGRES_FOLDERS).map((version) => join(POSTGRES_FOLDERS, version, 'bin'))
  return folders.find((folder) => existsSync(join(folder, 'initdb')))
}

function program(name: string): string {
  const folders = [...(process.env.PATH ?? '').split(':'), ...SYSTEM_FOLDERS]
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? ''
}

function has(name: string): boolean {
  return program(name) !== ''
}
