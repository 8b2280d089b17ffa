import * as z from 'zod'
import { checkbox, number, secretText, shortText } from '../../src/piece/fields.ts'

/** The fields of a database's connection, by Activepieces' names. */
export const loginFields = (port: number) =>
  z.object({
    host: shortText({ label: 'Host', description: 'Its public name or address.' }),
    port: portField(port),
    user: shortText({ label: 'User' }),
    password: secretText({ label: 'Password' }),
    database: shortText({ label: 'Database' }),
    enable_ssl: checkbox({
      label: 'Encrypt (TLS)',
      description: "The server's certificate must be of a public authority and for this host.",
      defaultValue: true,
    }),
  })

const MAX_PORT = 65_535

/** A port, with the service's usual one to start with. */
export const portField = (usual: number) =>
  number({ label: 'Port', defaultValue: usual, min: 1, max: MAX_PORT })

/** A login as `loginFields` reads it. */
export type Login = z.output<ReturnType<typeof loginFields>>

/** How long things may take, in milliseconds. */
export interface Limits {
  connectMs: number
  statementMs: number
}

export const USUAL_LIMITS: Limits = { connectMs: 10_000, statementMs: 30_000 }
