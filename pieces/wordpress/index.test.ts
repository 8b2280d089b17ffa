import { expect, test } from 'vitest'
import { pieceKit } from '../../test/support/piece-kit.ts'
import wordpress from './index.ts'

// Held against: the index of routes that WordPress core makes of itself. `acf` comes from a plugin, and is not in it.

const connection = {
  type: 'CUSTOM_AUTH',
  props: { username: 'ana', password: 'abcd efgh', website_url: 'https://www.example.com/' },
}
const kit = pieceKit(wordpress, { connection, contract: 'wordpress' })
const bare = pieceKit(wordpress, { connection })
const image = { name: 'a.png', contentType: 'image/png', bytes: new Uint8Array([1, 2, 3]) }
const services = { files: { read: async () => image, write: async () => Promise.reject() } }

const shown = ({ sent }: { sent: { method: string; url: URL; body: unknown }[] }) =>
  sent.map(({ method, url, body }) => [
    `${method} ${url.pathname.replace('/wp-json/wp/v2', '')}${decodeURIComponent(url.search)}`,
    ...(body === undefined ? [] : [body]),
  ])

test('a post is written with a new image', async () => {
  const post = {
    title: 'Hello',
    content: '<p>World</p>',
    status: 'publish',
    categories: ['1'],
    tags: ['2', '3'],
    comment_status: false,
    featured_media_file: 'https://a.example/a.png',
  }
  const answers = [{ body: { id: 9 } }, { body: { id: 60, status: 'publish' } }]
  const ran = await kit.run('create_post', post, answers, { services })
  expect(ran.output).toEqual({ id: 60, status: 'publish' })
  const file = (ran.sent[0]!.body as { file: File }).file
  expect([file.name, file.type, file.size]).toEqual(['a.png', 'image/png', 3])
  expect(shown(ran)[1]).toEqual([
    'POST /posts',
    {
      title: 'Hello',
      content: '<p>World</p>',
      status: 'publish',
      comment_status: 'closed',
      featured_media: 9,
      tags: [2, 3],
      categories: [1],
    },
  ])
  const custom = await bare.run('create_post', { title: 'a', content: 'b', acfFields: { mood: 'good' } })
  expect(custom.sent[0]?.body).toEqual({ title: 'a', content: 'b', acf: { mood: 'good' } })
})

test.each([
  [
    'update_post',
    { post: 60, title: 'Bye', ping_status: true },
    'POST /posts/60',
    { title: 'Bye', ping_status: 'open' },
  ],
  ['get_post', { id: '60' }, 'GET /posts/60', undefined],
  [
    'list_posts',
    { search: 'hello', author: '1', limit: 5 },
    'GET /posts?search=hello&author=1&per_page=5',
    undefined,
  ],
  ['delete_post', { post: '60' }, 'DELETE /posts/60?force=false', undefined],
  ['create_page', { title: 'About', content: 'Us' }, 'POST /pages', { title: 'About', content: 'Us' }],
  ['list_users', { search: 'ana' }, 'GET /users?search=ana&per_page=10', undefined],
])('%s sends what WordPress expects', async (action, input, line, body) => {
  const ran = await kit.run(action, input, [{ body: { id: 1 } }])
  expect(shown(ran)).toEqual([[line, ...(body ? [body] : [])]])
  expect(ran.output).toEqual({ id: 1 })
})

test('a file is uploaded with what is said of it', async () => {
  const input = { file: 'https://a.example/a.png', alt_text: 'A line' }
  const { sent, output } = await kit.run('upload_media', input, [{ body: { id: 9 } }], { services })
  expect(output).toEqual({ id: 9 })
  expect(sent[0]?.url.pathname).toBe('/wp-json/wp/v2/media')
  expect(sent[0]?.body).toMatchObject({ alt_text: 'A line' })
})

test('what the site has is offered by name', async () => {
  const offered = async (field: string, body: object[]) =>
    (await kit.options('actions', 'update_post', field, {}, [{ body }], 'a')).options
  expect(await offered('categories', [{ id: 1, name: 'News' }])).toEqual([{ value: '1', label: 'News' }])
  expect(await offered('tags', [{ id: 2, name: 'voice' }])).toEqual([{ value: '2', label: 'voice' }])
  expect(await offered('post', [{ id: 60, title: { rendered: 'Hello' } }])).toEqual([
    { value: '60', label: 'Hello' },
  ])
  expect(await offered('featured_media', [{ id: 9, title: { rendered: '' } }])).toEqual([
    { value: '9', label: '9' },
  ])
  const { options } = await kit.options('triggers', 'new_post', 'authors', {}, [
    { body: [{ id: 1, name: 'Ana' }] },
  ])
  expect(options).toEqual([{ value: '1', label: 'Ana' }])
})

test('new_post asks for what was published since, and names each post once', async () => {
  const post = { id: 60, date_gmt: '2026-01-15T10:00:00', title: { rendered: 'Hello' } }
  const since = Date.parse('2026-01-15T09:00:00Z')
  const { items, sent } = await kit.poll('new_post', { authors: '1' }, [{ body: [post] }], since)
  expect(items).toEqual([{ id: '60', at: Date.parse('2026-01-15T10:00:00Z'), data: post }])
  expect(Object.fromEntries(sent[0]?.url.searchParams ?? [])).toEqual({
    author: '1',
    after: '2026-01-14T09:00:00.000Z',
    orderby: 'date',
    order: 'desc',
    per_page: '100',
  })
})

test('the connection is tried out, errors are told, and any other request carries the password', async () => {
  const [request] = await kit.validate()
  expect(request?.url.href).toBe('https://www.example.com/wp-json/wp/v2/users/me')
  const body = { code: 'rest_post_invalid_id', message: 'Invalid post ID.' }
  await expect(kit.run('get_post', { id: 1 }, [{ status: 404, body }])).rejects.toMatchObject({
    code: 'RESOURCE_NOT_FOUND',
    message: expect.stringContaining('Invalid post ID.'),
  })
  const { sent } = await kit.run('custom_api_call', { url: '/settings' })
  expect(sent[0]?.headers.get('authorization')).toBe(`Basic ${btoa('ana:abcd efgh')}`)
})
