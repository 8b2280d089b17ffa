import type * as z from 'zod'
import { CodedError } from '../errors.ts'
import { type Credential, type CustomAuth, credentialOf } from './auth.ts'
import type { HttpClient } from './http-client.ts'
import {
  type Action,
  type ActionContext,
  type Connected,
  type Connection,
  type Piece,
  piece,
} from './piece.ts'
import { serviceHttp } from './service-http.ts'
import type { Trigger } from './trigger.ts'

/** Fields of a login: whatever they are, one names the host. */
type LoginFields = z.ZodObject & z.ZodType<{ host: string }>

/** What a piece says of a service that is reached by sockets, such as a database. */
interface SocketDeclaration<F extends LoginFields> {
  name: string
  displayName: string
  description: string
  /** Activepieces' categories */
  categories: readonly string[]
  auth: CustomAuth<F>
  /** logs in, the cheapest way there is */
  validate(login: z.output<F>): Promise<unknown>
}

/** What everything of such a piece gets: the login, whose host may be reached. */
interface SocketContext<F extends LoginFields> {
  auth: Credential<CustomAuth<F>>
}

type SocketAction<F extends LoginFields, I extends z.ZodObject> = Omit<Action<I>, 'run'> & {
  run(
    context: Omit<ActionContext<z.output<I>>, 'http' | 'connection'> & { login: z.output<F> },
  ): Promise<unknown>
}

const VERSION = '0.1.0'

/**
 * Declares a service that is reached by sockets, as `service` does for HTTP. Nothing of the piece gets a login before its
 * host was checked against the rule of `egress.ts`; `loginOf` reads one where a dropdown or trigger is given `auth`.
 */
export function socketService<const F extends LoginFields>(declaration: SocketDeclaration<F>) {
  const { auth, validate, ...about } = declaration
  const connect = (http: HttpClient, connection: Connection | undefined): Connected => {
    const credential = credentialOf([auth], connection?.value, about.displayName)
    const { host } = loginOf(credential)
    http.checkHost(host)
    // No address belongs to such a service, so this refuses every request.
    return { auth: credential, http: serviceHttp({ http, ...about, baseUrl: '', authorization: () => ({}) }) }
  }
  const loginOf = (credential: Credential): z.output<F> => {
    if (credential.type === 'CUSTOM_AUTH') return credential.fields as z.output<F>
    throw new CodedError('CONNECTION_INVALID', `The connection does not fit ${about.displayName}.`)
  }
  return {
    loginOf,
    action: <I extends z.ZodObject>(declared: SocketAction<F, I>): Action =>
      ({
        ...declared,
        run({ http, connection, ...context }: ActionContext<z.output<I>>) {
          return declared.run({ ...context, login: loginOf(connect(http, connection).auth) })
        },
      }) as unknown as Action,
    trigger: <I extends z.ZodObject>(declared: Trigger<I, SocketContext<F>>): Trigger =>
      declared as unknown as Trigger,
    piece: (parts: { actions: readonly Action[]; triggers?: readonly Trigger[] }): Piece =>
      piece({
        ...about,
        ...parts,
        version: VERSION,
        auth: [auth],
        connect,
        validate: (connected) => validate(loginOf(connected.auth)),
      }),
  }
}
