import * as z from 'zod'
import type { Json } from '../../src/json.ts'
import type { PollItem } from '../../src/piece/trigger.ts'
import { anyAuthor } from './inputs.ts'
import { wordpress } from './service.ts'

/** Posts read at a poll: the newest. */
const PAGE = 100
/** How far a poll looks back beyond what was seen: sites differ in what time zone they take a date for. Milliseconds. */
const OVERLAP_MS = 24 * 60 * 60 * 1000

const Posts = z.array(z.looseObject({ id: z.number(), date_gmt: z.string() }))

/** A post was published. */
export const newPost = wordpress.trigger({
  name: 'new_post',
  displayName: 'New post',
  description: 'Starts when a post is published.',
  type: 'POLLING',
  input: z.object({ authors: anyAuthor() }),
  sampleData: {
    id: 60,
    date_gmt: '2026-01-15T10:00:00',
    status: 'publish',
    link: 'https://www.example.com/hello/',
    title: { rendered: 'Hello' },
    content: { rendered: '<p>World</p>', protected: false },
    author: 1,
    categories: [1],
    tags: [],
  },
  async poll({ http, input, since }) {
    const after = since === undefined ? undefined : new Date(since - OVERLAP_MS).toISOString()
    const query = { author: input.authors, after, orderby: 'date', order: 'desc', per_page: PAGE }
    const posts = await http.get('/posts', { query, answer: Posts })
    return posts.map(
      (post): PollItem => ({ id: String(post.id), at: Date.parse(`${post.date_gmt}Z`), data: post as Json }),
    )
  },
})
