import type * as z from 'zod'
import { type Auth, type Credential, credentialOf } from './auth.ts'
import { customApiCall } from './custom-api-call.ts'
import type { HttpClient } from './http-client.ts'
import {
  type Action,
  type ActionContext,
  type AppEvents,
  type Connection,
  type Piece,
  piece,
} from './piece.ts'
import { rateLimiter } from './rate-limit.ts'
import type { ErrorReader } from './service-errors.ts'
import { type Authorization, type ServiceHttp, serviceHttp } from './service-http.ts'
import type { Trigger } from './trigger.ts'

/** What a piece says of its service, once. `A` is the union of its kinds of auth. */
export interface ServiceDeclaration<A extends Auth> extends Omit<ErrorReader, 'displayName'> {
  /** the piece's name: `slack` */
  name: string
  displayName: string
  description: string
  /** Activepieces' categories */
  categories: readonly string[]
  auth: readonly A[]
  /** the address that paths are joined to */
  baseUrl: string | ((auth: Credential<A>) => string)
  /** other origins that may be given the credentials, such as one for uploads */
  hosts?: readonly string[]
  /** sent with every request */
  headers?: Readonly<Record<string, string>>
  /** how a request proves who asks */
  authorize(auth: Credential<A>): Authorization
  /** the cheapest request that tells good credentials from bad */
  validate(context: ServiceContext<A>): Promise<unknown>
  appEvents?: AppEvents
}

/** What everything of a service's piece gets: HTTP bound to the connection, and its credentials. */
export interface ServiceContext<A extends Auth> {
  http: ServiceHttp
  auth: Credential<A>
}

/** An action of a service: what any action is, with `http` bound to the connection. */
export type ServiceAction<A extends Auth, I extends z.ZodObject> = Omit<Action<I>, 'run'> & {
  run(context: Omit<ActionContext<z.output<I>>, 'http' | 'connection'> & ServiceContext<A>): unknown
}

const VERSION = '0.1.0'

/**
 * Declares a service, and gives what its piece is made of: `action` and `trigger`, whose contexts hold `http` and
 * `auth`, and `piece`, which puts them together and adds a custom API call.
 */
export function service<const A extends Auth>(declaration: ServiceDeclaration<A>) {
  const connect = (http: HttpClient, connection: Connection | undefined) =>
    bind(declaration, http, connection)
  const action = <I extends z.ZodObject>(declared: ServiceAction<A, I>): Action =>
    ({
      ...declared,
      run({ http, connection, ...context }: ActionContext<z.output<I>>) {
        return declared.run({ ...context, ...connect(http, connection) })
      },
    }) as unknown as Action
  const trigger = <I extends z.ZodObject>(declared: Trigger<I, ServiceContext<A>>): Trigger =>
    declared as unknown as Trigger
  const { name, displayName, description, categories, auth, appEvents } = declaration
  return {
    action,
    trigger,
    piece(parts: { actions: readonly Action[]; triggers?: readonly Trigger[] }): Piece {
      return piece({
        name,
        displayName,
        description,
        version: VERSION,
        categories,
        auth,
        connect,
        validate: (connected) => declaration.validate(connected as ServiceContext<A>),
        ...(appEvents && { appEvents }),
        actions: [...parts.actions, action(customApiCall(displayName))],
        triggers: parts.triggers ?? [],
      })
    },
  }
}

function bind<A extends Auth>(
  declaration: ServiceDeclaration<A>,
  client: HttpClient,
  connection: Connection | undefined,
): ServiceContext<A> {
  const { displayName, hosts, headers, errorMessage, statusOf, failure } = declaration
  const read = (value: Connection['value'] | undefined) =>
    credentialOf(declaration.auth, value, displayName) as Credential<A>
  let auth = read(connection?.value)
  const renew = connection?.refresh
  const http = serviceHttp({
    http: client,
    displayName,
    baseUrl: typeof declaration.baseUrl === 'string' ? declaration.baseUrl : declaration.baseUrl(auth),
    ...(hosts && { hosts }),
    ...(headers && { headers }),
    ...(errorMessage && { errorMessage }),
    ...(statusOf && { statusOf }),
    ...(failure && { failure }),
    authorization: () => declaration.authorize(auth),
    secret: () => (auth.type === 'SECRET_TEXT' ? auth.secret : undefined),
    ...(renew && {
      async refresh() {
        const value = await renew()
        if (value === undefined) return false
        auth = read(value)
        return true
      },
    }),
    ...(connection?.id !== undefined && { limiter: rateLimiter(connection.id, displayName) }),
  })
  return { http, auth }
}
