import { CodedError } from '../../src/errors.ts'
import { isObject } from '../../src/json.ts'
import { oauth2, secretText } from '../../src/piece/auth.ts'
import { service } from '../../src/piece/service.ts'

/** GitHub's REST API, and its GraphQL, whose errors come with status 200. */
export const github = service({
  name: 'github',
  displayName: 'GitHub',
  description: 'Issues, pull requests, branches and files of GitHub repositories.',
  categories: ['DEVELOPER_TOOLS'],
  auth: [
    oauth2({
      authUrl: 'https://github.com/login/oauth/authorize',
      tokenUrl: 'https://github.com/login/oauth/access_token',
      scopes: ['admin:repo_hook', 'admin:org', 'repo'],
    }),
    secretText({
      label: 'Access token',
      description: 'Settings › Developer settings › Personal access tokens.',
    }),
  ],
  baseUrl: 'https://api.github.com',
  headers: {
    accept: 'application/vnd.github+json',
    'x-github-api-version': '2022-11-28',
    // GitHub answers nobody who doesn't say who asks.
    'user-agent': 'patchcord',
  },
  authorize: (auth) => ({
    headers: { authorization: `Bearer ${auth.type === 'OAUTH2' ? auth.accessToken : auth.secret}` },
  }),
  failure(body) {
    if (!isObject(body) || !Array.isArray(body.errors) || isObject(body.data)) return undefined
    const said = body.errors.map((each) => (isObject(each) ? String(each.message) : '')).join('; ')
    return new CodedError('INPUT_REJECTED', `GitHub refused the query: ${said}. Check the step's fields.`)
  },
  validate: ({ http }) => http.get('/user'),
})
