import { oauth2 } from '../../src/piece/auth.ts'
import { type ServiceDeclaration, service } from '../../src/piece/service.ts'
import { errorMessage, statusOf } from './errors.ts'

type Login = ReturnType<typeof login>

/** What a piece says of a Google API; how to log in and how errors read is the same for all. */
type GoogleDeclaration = Pick<
  ServiceDeclaration<Login>,
  'name' | 'displayName' | 'description' | 'categories' | 'baseUrl' | 'hosts' | 'validate'
> & {
  /** names under https://www.googleapis.com/auth/ */
  scopes: readonly string[]
}

/** A service of Google's, with a login that lasts: Google gives a refresh token only when asked like this. */
export function googleService({ scopes, ...declaration }: GoogleDeclaration) {
  return service({
    ...declaration,
    auth: [login(scopes)],
    authorize: ({ accessToken }) => ({ headers: { authorization: `Bearer ${accessToken}` } }),
    errorMessage,
    statusOf,
  })
}

const login = (scopes: readonly string[]) =>
  oauth2({
    authUrl: 'https://accounts.google.com/o/oauth2/v2/auth',
    tokenUrl: 'https://oauth2.googleapis.com/token',
    scopes: scopes.map((scope) => `https://www.googleapis.com/auth/${scope}`),
    extra: { access_type: 'offline', prompt: 'consent' },
  })
