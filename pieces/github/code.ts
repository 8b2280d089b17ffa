import * as z from 'zod'
import { isCoded } from '../../src/errors.ts'
import type { Json } from '../../src/json.ts'
import { fromBase64, toBase64 } from '../../src/piece/base64.ts'
import { checkbox, choice, longText, number, object, shortText } from '../../src/piece/fields.ts'
import type { ServiceHttp } from '../../src/piece/service-http.ts'
import { branch, pathOf, repository } from './inputs.ts'
import { github } from './service.ts'

/** A branch or file within a path: its slashes stay. */
const escaped = (path: string) => path.split('/').filter(Boolean).map(encodeURIComponent).join('/')

/** Opens a pull request. */
export const createPullRequest = github.action({
  name: 'create_pull_request',
  displayName: 'Create a pull request',
  description: 'Asks to merge one branch into another.',
  input: z.object({
    repository: repository(),
    title: shortText({ label: 'Title' }),
    head: shortText({
      label: 'From',
      description: 'The branch with the changes, or owner:branch of a fork.',
    }),
    base: shortText({ label: 'Into', description: 'The branch to merge into.' }),
    body: longText({ label: 'Description', description: 'In Markdown.', required: false }),
    draft: checkbox({ label: 'As a draft', defaultValue: false }),
  }),
  idempotent: false,
  run: ({ input: { repository, ...json }, http }) => http.post(`${pathOf(repository)}/pulls`, { json }),
})

/** Reads pull requests. */
export const listPullRequests = github.action({
  name: 'list_pull_requests',
  displayName: 'List pull requests',
  description: 'The pull requests of a repository, newest first.',
  input: z.object({
    repository: repository(),
    state: choice({
      label: 'State',
      defaultValue: 'open',
      choices: ['open', 'closed', 'all'].map((value) => ({ value, label: value })),
    }),
    limit: number({ label: 'At most', defaultValue: 30, min: 1, max: 100 }),
  }),
  idempotent: true,
  run: ({ input: { repository, state, limit }, http }) =>
    http.get(`${pathOf(repository)}/pulls`, { query: { state, per_page: limit } }),
})

const Branch = z.object({ commit: z.object({ sha: z.string() }) })

/** Makes a branch. */
export const createBranch = github.action({
  name: 'create_branch',
  displayName: 'Create a branch',
  description: 'Makes a branch that begins where another ends.',
  input: z.object({
    repository: repository(),
    source_branch: branch('From'),
    new_branch_name: shortText({ label: 'Name' }),
  }),
  idempotent: false,
  async run({ input: { repository, source_branch, new_branch_name }, http }) {
    const path = pathOf(repository)
    const { commit } = await http.get(`${path}/branches/${escaped(source_branch)}`, { answer: Branch })
    return http.post(`${path}/git/refs`, { json: { ref: `refs/heads/${new_branch_name}`, sha: commit.sha } })
  },
})

/** Deletes a branch. */
export const deleteBranch = github.action({
  name: 'delete_branch',
  displayName: 'Delete a branch',
  description: 'Deletes a branch.',
  input: z.object({ repository: repository(), branch: branch('Branch') }),
  idempotent: false,
  async run({ input: { repository, branch }, http }) {
    await http.delete(`${pathOf(repository)}/git/refs/heads/${escaped(branch)}`)
    return { deleted: branch }
  },
})

const File = z.looseObject({ sha: z.string(), content: z.string(), encoding: z.string() })

/** Reads a file. */
export const getFile = github.action({
  name: 'get_file_content',
  displayName: 'Read a file',
  description: 'Reads a text file of a repository, up to 1 MB.',
  input: z.object({
    repository: repository(),
    path: shortText({ label: 'Path', description: 'Such as docs/readme.md' }),
    ref: shortText({ label: 'Branch, tag or commit', required: false }),
  }),
  idempotent: true,
  async run({ input: { repository, path, ref }, http }) {
    const file = await http.get(`${pathOf(repository)}/contents/${escaped(path)}`, {
      query: { ref },
      answer: File,
    })
    return { ...file, text: new TextDecoder().decode(fromBase64(file.content.replaceAll('\n', ''))) }
  },
})

/** Writes a file. */
export const writeFile = github.action({
  name: 'create_or_update_file',
  displayName: 'Write a file',
  description: 'Writes a text file with a commit of its own, new or in the place of the old one.',
  input: z.object({
    repository: repository(),
    path: shortText({ label: 'Path', description: 'Such as docs/readme.md' }),
    message: shortText({ label: 'Message of the commit' }),
    text: longText({ label: 'Text' }),
    branch: shortText({ label: 'Branch', description: 'The default branch if empty.', required: false }),
  }),
  idempotent: false,
  async run({ input: { repository, path, message, text, branch }, http }) {
    const address = `${pathOf(repository)}/contents/${escaped(path)}`
    const sha = await shaOf(http, address, branch)
    const content = toBase64(new TextEncoder().encode(text))
    return http.put(address, { json: { message, content, branch, sha } })
  },
})

/** What a file must be named by to be written over. */
async function shaOf(
  http: ServiceHttp,
  address: string,
  ref: string | undefined,
): Promise<string | undefined> {
  try {
    return (await http.get(address, { query: { ref }, answer: File })).sha
  } catch (error) {
    if (isCoded(error) && error.code === 'RESOURCE_NOT_FOUND') return undefined
    throw error
  }
}

/** Anything else, in GraphQL. */
export const graphql = github.action({
  name: 'rawGraphqlQuery',
  displayName: 'Run a GraphQL query',
  description: 'Sends a query or mutation to GitHub’s GraphQL API.',
  input: z.object({
    query: longText({ label: 'Query' }),
    variables: object({ label: 'Variables', required: false }),
  }),
  idempotent: ({ query }) => !/^\s*(mutation|subscription)\b/.test(String(query)),
  run: ({ input, http }) => http.post('/graphql', { json: input as Json }),
})
