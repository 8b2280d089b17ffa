import * as z from 'zod'
import { checkbox, file, longText, number, object, shortText } from '../../src/piece/fields.ts'
import { at, type ServiceHttp } from '../../src/piece/service-http.ts'
import type { Services } from '../../src/piece/services.ts'
import { anyAuthor, bodyOf, categories, contents, limit, media, post, status, tags } from './inputs.ts'
import { wordpress } from './service.ts'

const ofPosts = {
  ...contents,
  featured_media_file: file({ label: 'New image', required: false }),
  featured_media: media(),
  tags: tags(),
  categories: categories(),
  acfFields: object({ label: 'Custom fields (ACF)', required: false }),
}

type OfPosts = z.output<z.ZodObject<typeof ofPosts>>

const Uploaded = z.looseObject({ id: z.number() })

/** Uploads a file, with what is said of it. */
async function upload(
  http: ServiceHttp,
  { files }: Services,
  source: string,
  said: Record<string, string | undefined>,
) {
  const { name, contentType, bytes } = await files.read(source)
  const body = new FormData()
  body.set('file', new Blob([bytes], { type: contentType }), name)
  for (const [key, value] of Object.entries(said)) if (value !== undefined) body.set(key, value)
  return http.post('/media', { body, answer: Uploaded })
}

async function postOf(http: ServiceHttp, services: Services, input: OfPosts) {
  const { featured_media_file: source, featured_media, tags, categories, acfFields: acf, ...rest } = input
  const image = source === undefined ? undefined : (await upload(http, services, source, {})).id
  return {
    ...bodyOf(rest),
    featured_media: image ?? (featured_media === undefined ? undefined : Number(featured_media)),
    tags: tags?.map(Number),
    categories: categories?.map(Number),
    acf,
  }
}

/** Writes a post. */
export const createPost = wordpress.action({
  name: 'create_post',
  displayName: 'Create a post',
  description: 'Writes a post. Without a status it is a draft.',
  input: z.object({
    title: shortText({ label: 'Title' }),
    content: longText({ label: 'Content', description: 'Text or HTML.' }),
    ...ofPosts,
  }),
  idempotent: false,
  async run({ input: { title, content, ...rest }, http, services }) {
    return http.post('/posts', { json: { title, content, ...(await postOf(http, services, rest)) } })
  },
})

/** Changes a post. */
export const updatePost = wordpress.action({
  name: 'update_post',
  displayName: 'Change a post',
  description: 'Changes what is filled in and leaves the rest.',
  input: z.object({
    post: post(),
    title: shortText({ label: 'Title', required: false }),
    content: longText({ label: 'Content', description: 'Text or HTML.', required: false }),
    ...ofPosts,
  }),
  // A new image would be uploaded again.
  idempotent: ({ featured_media_file }) => !featured_media_file,
  async run({ input: { post, title, content, ...rest }, http, services }) {
    return http.post(at`/posts/${post}`, {
      json: { title, content, ...(await postOf(http, services, rest)) },
    })
  },
})

/** Reads a post. */
export const getPost = wordpress.action({
  name: 'get_post',
  displayName: 'Get a post',
  description: 'Reads one post.',
  input: z.object({ id: number({ label: 'Post', description: 'Its number.' }) }),
  idempotent: true,
  run: ({ input: { id }, http }) => http.get(at`/posts/${id}`),
})

/** Looks for posts. */
export const listPosts = wordpress.action({
  name: 'list_posts',
  displayName: 'Find posts',
  description: 'Finds posts by words, author or status, newest first.',
  input: z.object({
    search: shortText({ label: 'Words', required: false }),
    author: anyAuthor(),
    status: status(),
    limit: limit(),
  }),
  idempotent: true,
  run: ({ input: { limit, ...query }, http }) => http.get('/posts', { query: { ...query, per_page: limit } }),
})

/** Deletes a post. */
export const deletePost = wordpress.action({
  name: 'delete_post',
  displayName: 'Delete a post',
  description: 'Moves a post to the trash, or deletes it for good.',
  input: z.object({ post: post(), force: checkbox({ label: 'For good', defaultValue: false }) }),
  idempotent: false,
  run: ({ input: { post, force }, http }) => http.delete(at`/posts/${post}`, { query: { force } }),
})

/** Writes a page. */
export const createPage = wordpress.action({
  name: 'create_page',
  displayName: 'Create a page',
  description: 'Writes a page. Without a status it is a draft.',
  input: z.object({
    title: shortText({ label: 'Title' }),
    content: longText({ label: 'Content', description: 'Text or HTML.' }),
    ...contents,
  }),
  idempotent: false,
  run: ({ input: { title, content, ...rest }, http }) =>
    http.post('/pages', { json: { title, content, ...bodyOf(rest) } }),
})

/** Uploads a file. */
export const uploadMedia = wordpress.action({
  name: 'upload_media',
  displayName: 'Upload a file',
  description: 'Puts an image or another file into the media of the site.',
  input: z.object({
    file: file({ label: 'File' }),
    title: shortText({ label: 'Title', required: false }),
    alt_text: shortText({ label: 'Alternative text', required: false }),
    caption: shortText({ label: 'Caption', required: false }),
  }),
  idempotent: false,
  run: ({ input: { file, ...said }, http, services }) => upload(http, services, file, said),
})

/** Reads who is there. */
export const listUsers = wordpress.action({
  name: 'list_users',
  displayName: 'Find people',
  description: 'Finds people of the site by words.',
  input: z.object({ search: shortText({ label: 'Words', required: false }), limit: limit() }),
  idempotent: true,
  run: ({ input: { search, limit }, http }) => http.get('/users', { query: { search, per_page: limit } }),
})
