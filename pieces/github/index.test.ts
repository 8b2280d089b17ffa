import { createHmac } from 'node:crypto'
import { createEmulator, type Emulator } from 'emulate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pieceKit } from '../../test/support/piece-kit.ts'
import github from './index.ts'

// Held against: the stateful emulator of GitHub in npm `emulate`, and GitHub's own description of its REST API for
// issues and webhooks. The description here has no pull requests, branches, files, GraphQL or list of one's own
// repositories: those go to the emulator alone, and GraphQL to an answer as docs.github.com shows it.

let emulator: Emulator
beforeAll(async () => {
  emulator = await createEmulator({
    service: 'github',
    port: 0,
    seed: {
      tokens: { ghp_test: { login: 'octocat', scopes: ['repo', 'user', 'admin:repo_hook'] } },
      github: {
        users: [{ login: 'octocat', name: 'The Octocat', email: 'octocat@github.com' }],
        repos: [{ owner: 'octocat', name: 'hello-world', auto_init: true }],
      },
    },
  })
})
afterAll(() => emulator.close())

const connection = { type: 'SECRET_TEXT', secret_text: 'ghp_test' }
const forward = () => ({ 'https://api.github.com': emulator.url })
const kit = pieceKit(github, { connection, contract: 'github', forward })
const emulated = pieceKit(github, { connection, forward })
const alone = pieceKit(github, { connection })
const repository = 'octocat/hello-world'

test('an issue is opened, labeled, commented, closed and read', async () => {
  await emulated.run('custom_api_call', {
    method: 'POST',
    url: '/repos/octocat/hello-world/labels',
    body: { name: 'call', color: 'ff0000' },
  })
  // Activepieces keeps a repository as an object.
  const kept = { owner: 'octocat', repo: 'hello-world' }
  const created = await kit.run('github_create_issue', {
    repository: kept,
    title: 'The line drops',
    description: 'After a minute',
  })
  const { number } = created.output as { number: number }
  expect(created.output).toMatchObject({ title: 'The line drops', body: 'After a minute' })
  expect(created.sent[0]?.headers.get('user-agent')).toBe('patchcord')
  const issue = { repository, issue_number: number }
  expect((await kit.run('add_labels_to_issue', { ...issue, labels: ['call'] })).output).toMatchObject([
    { name: 'call' },
  ])
  expect((await kit.run('createCommentOnAIssue', { ...issue, comment: 'Which line?' })).output).toMatchObject(
    {
      body: 'Which line?',
    },
  )
  await kit.run('update_issue', { ...issue, state: 'closed', state_reason: 'completed' })
  expect((await kit.run('getIssueInformation', issue)).output).toMatchObject({ state: 'closed', comments: 1 })
  const search = { repository, title: 'line drops', state: 'all' }
  const found = await kit.run('find_issue', search)
  expect(found.sent[0]?.url.searchParams.get('q')).toBe(
    'repo:octocat/hello-world is:issue in:title "line drops"',
  )
  expect(found.output).toMatchObject({ found: expect.any(Boolean), result: expect.any(Array) })
})

test('a file is written on a branch, read, asked to be merged, and the branch deleted', async () => {
  await emulated.run('create_branch', { repository, source_branch: 'main', new_branch_name: 'docs/voice' })
  const file = { repository, path: 'docs/voz española.md', branch: 'docs/voice' }
  const written = await emulated.run('create_or_update_file', {
    ...file,
    message: 'Say hello',
    text: '¡Hola!',
  })
  expect(written.sent.map(({ method }) => method)).toEqual(['GET', 'PUT'])
  expect(written.sent[1]?.body).not.toHaveProperty('sha')
  const again = await emulated.run('create_or_update_file', { ...file, message: 'Say bye', text: '¡Adiós!' })
  expect(again.sent[1]?.body).toMatchObject({ sha: expect.any(String), branch: 'docs/voice' })
  const read = { repository, path: file.path, ref: file.branch }
  expect((await emulated.run('get_file_content', read)).output).toMatchObject({ text: '¡Adiós!' })
  const merge = { repository, title: 'Voice', head: 'docs/voice', base: 'main' }
  expect((await emulated.run('create_pull_request', merge)).output).toMatchObject({ state: 'open' })
  expect((await emulated.run('list_pull_requests', { repository })).output).toMatchObject([
    { title: 'Voice' },
  ])
  const { options } = await emulated.options('actions', 'delete_branch', 'branch', { repository })
  expect(options.map(({ value }) => value)).toEqual(expect.arrayContaining(['main', 'docs/voice']))
  await emulated.run('delete_branch', { repository, branch: 'docs/voice' })
  await expect(emulated.run('get_file_content', read)).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' })
})

test('repositories, issues, labels and people are offered', async () => {
  const offered = async (action: string, field: string, input: object = { repository }, from = kit) =>
    (await from.options('actions', action, field, input)).options
  expect(await offered('github_create_issue', 'repository', {}, emulated)).toContainEqual({
    value: repository,
    label: repository,
  })
  await kit.run('github_create_issue', { repository, title: 'Offered' })
  const kept = { repository: { owner: 'octocat', repo: 'hello-world' } }
  expect((await offered('update_issue', 'issue_number', kept)).map(({ label }) => label)).toContainEqual(
    expect.stringMatching(/^#\d+ Offered$/),
  )
  expect((await offered('add_labels_to_issue', 'labels')).map(({ value }) => value)).toContain('call')
  // The emulator knows nobody who can be given an issue.
  const people = [{ body: [{ login: 'octocat' }] }]
  const { options, sent } = await alone.options(
    'actions',
    'update_issue',
    'assignees',
    { repository },
    people,
  )
  expect(sent[0]?.url.pathname).toBe('/repos/octocat/hello-world/assignees')
  expect(options).toEqual([{ value: 'octocat', label: 'octocat' }])
})

test('GraphQL gives data, and its errors with status 200 are errors', async () => {
  const good = { data: { viewer: { login: 'octocat' } } }
  const asked = { query: 'query { viewer { login } }', variables: { a: 1 } }
  const { output, sent } = await alone.run('rawGraphqlQuery', asked, [{ body: good }])
  expect(output).toEqual(good)
  expect([sent[0]?.url.href, sent[0]?.body]).toEqual(['https://api.github.com/graphql', asked])
  const bad = { errors: [{ message: "Field 'x' doesn't exist on type 'Query'" }] }
  await expect(alone.run('rawGraphqlQuery', { query: '{ x }' }, [{ body: bad }])).rejects.toMatchObject({
    code: 'INPUT_REJECTED',
    message: expect.stringContaining("Field 'x' doesn't exist"),
  })
})

test('a good token is told from a bad one', async () => {
  const [request] = await kit.validate()
  expect(request?.url.href).toBe('https://api.github.com/user')
  const bad = { status: 401, body: { message: 'Bad credentials' } }
  await expect(alone.validate([bad])).rejects.toMatchObject({ code: 'CONNECTION_REFUSED' })
})

describe('events', () => {
  const NAMES = [
    'trigger_issues',
    'trigger_issue_comment',
    'trigger_pull_request',
    'trigger_push',
    'trigger_star',
    'trigger_discussion',
    'trigger_discussion_comment',
  ]

  test.each(NAMES)('%s is asked for, and stops', async (name) => {
    const { sent, state } = await kit.subscribe(name, { repository })
    expect(sent[0]?.body).toEqual({
      name: 'web',
      active: true,
      events: [name.replace('trigger_', '')],
      config: {
        url: 'https://patchcord.example/webhooks/wf_1',
        content_type: 'json',
        insecure_ssl: '0',
        secret: 'a-secret-of-this-trigger',
      },
    })
    const { id } = state as { id: number }
    expect([sent[1]?.method, sent[1]?.url.pathname]).toEqual([
      'DELETE',
      `/repos/octocat/hello-world/hooks/${id}`,
    ])
    const { output } = await kit.run('custom_api_call', { url: '/repos/octocat/hello-world/hooks' })
    expect(output).toMatchObject({ body: [] })
  })

  test('a signature is checked: the example of the documentation', () => {
    const verify = (signature: string, secret: string) =>
      github.triggers.trigger_push!.verify!(
        {
          method: 'POST',
          headers: { 'x-hub-signature-256': signature },
          queryParams: {},
          body: 'Hello, World!',
          rawBody: new Uint8Array(Buffer.from('Hello, World!')),
        },
        {},
        { secret } as never,
      )
    const secret = "It's a Secret to Everybody"
    const good = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17'
    expect(() => verify(good, secret)).not.toThrow()
    const empty = createHmac('sha256', '').update('Hello, World!').digest('hex')
    for (const bad of [
      () => verify(good, 'other'),
      () => verify('', secret),
      () => verify(`sha256=${empty}`, ''),
    ]) {
      expect(bad).toThrow(expect.objectContaining({ code: 'WEBHOOK_UNAUTHORIZED' }))
    }
  })

  test('the first ping and other actions start nothing', async () => {
    const events = (event: string, body: object, input: object = {}) =>
      github.triggers.trigger_issues!.events!({
        input,
        request: { headers: { 'x-github-event': event }, body },
      } as never)
    expect(await events('issues', { action: 'opened' })).toEqual([{ action: 'opened' }])
    expect(await events('ping', { zen: 'Speak like a human.' })).toEqual([])
    expect(await events('issues', { action: 'closed' }, { action: 'opened' })).toEqual([])
  })
})
